import type { IssueAddress } from "../../sandbox/data.ts";
import type { Random } from "../../sandbox/demo-data/random.ts";
import type { GithubHost } from "../../sandbox/github/host.ts";
import type { JiraSite } from "../../sandbox/jira/site.ts";
import { listAt, textAt } from "../../sandbox/record.ts";
import { fieldIds, projects, repositories } from "./lived-data.ts";

/** The trackers that people of a lived train work in. */
export type Scene = {
  readonly site: JiraSite;
  readonly host: GithubHost;
  readonly random: Random;
  /** Ids of Jira's sprints that are not closed. */
  readonly sprints: () => readonly number[];
  /** Titles of each repository's milestones. */
  readonly milestones: readonly string[];
  /** A title that no other item has. */
  readonly title: () => string;
};

/** What a person does. It may find nothing to do it with. */
type Act = (scene: Scene) => void;

const inJira: readonly (readonly [weight: number, act: Act])[] = [
  [5, createStory],
  [2, createSubtask],
  [8, (scene) => onIssue(scene, (key) => scene.site.people.transition(key, status(scene)))],
  [
    2,
    (scene) =>
      onIssue(scene, (key) => scene.site.people.transition(key, "Done", scene.random.pick(["Won't Do", "Duplicate"]))),
  ],
  [4, (scene) => edit(scene, { [fieldIds.points]: points(scene) })],
  [6, (scene) => edit(scene, { [fieldIds.sprint]: scene.random.pick([...scene.sprints(), null]) })],
  [3, (scene) => edit(scene, { labels: scene.random.pick([["risk"], ["risk", "loud"], [], ["loud"]]) })],
  [3, (scene) => edit(scene, { components: scene.random.pick([[{ name: "core" }], []]) })],
  [2, adopt],
  [2, (scene) => onIssue(scene, (key) => scene.site.people.moveIssue(key, scene.random.pick(projects)), isAlone)],
  [1, (scene) => onIssue(scene, (key) => scene.site.people.deleteIssue(key), isAlone)],
];

const inGithub: readonly (readonly [weight: number, act: Act])[] = [
  [4, createIssue],
  [
    6,
    (scene) =>
      onAddress(scene, (one) =>
        scene.host.people.close(one, scene.random.pick(["completed", "completed", "not_planned"])),
      ),
  ],
  [2, (scene) => onAddress(scene, (one) => scene.host.people.reopen(one))],
  [
    5,
    (scene) =>
      onAddress(scene, (one) => scene.host.people.setMilestone(one, scene.random.pick([...scene.milestones, null]))),
  ],
  [3, (scene) => onAddress(scene, (one) => scene.host.people.addLabel(one, label(scene)))],
  [3, (scene) => onAddress(scene, (one) => scene.host.people.removeLabel(one, label(scene)))],
  [3, subIssue],
  [1, (scene) => onAddress(scene, (one) => transfer(scene, one))],
  [1, (scene) => onAddress(scene, (one) => scene.host.people.delete(one))],
];

/** One act of a person in either tracker. */
export function actOnce(scene: Scene): void {
  const acts = scene.random.chance(0.6) ? inJira : inGithub;
  const all = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));
  scene.random.pick(all)(scene);
}

/** Somebody writes a new item into either tracker. */
export function createOnce(scene: Scene): void {
  if (scene.random.chance(0.6)) createStory(scene);
  else createIssue(scene);
}

function status({ random }: Scene): string {
  return random.pick(["To Do", "In Progress", "In Progress", "In Review", "Done", "Done"]);
}

function points({ random }: Scene): number | null {
  return random.pick([1, 2, 3, 5, 8, 0.5, null]);
}

function label({ random }: Scene): string {
  return random.pick(["points/1", "points/3", "points/8", "points/XL", "in progress"]);
}

/** Keys of the train's projects. */
function keys({ site }: Scene): readonly string[] {
  return site.people.keys().filter((key) => !key.startsWith("OPS-"));
}

function isSubtask({ site }: Scene, key: string): boolean {
  return textAt(site.people.issue(key), "fields", "issuetype", "name") === "Sub-task";
}

/** Neither a sub-task nor the parent of one: Jira moves and deletes those together. */
function isAlone(scene: Scene, key: string): boolean {
  const isBelow = (other: string) => isSubtask(scene, other) && parentOf(scene, other) === key;
  return !isSubtask(scene, key) && !keys(scene).some(isBelow);
}

function parentOf({ site }: Scene, key: string): string | null {
  return textAt(site.people.issue(key), "fields", "parent", "key");
}

function onIssue(scene: Scene, act: (key: string) => unknown, fits: typeof isAlone = () => true): void {
  const all = keys(scene).filter((key) => fits(scene, key));
  if (all.length > 0) act(scene.random.pick(all));
}

/** Sub-tasks are in their parents' sprint. */
function edit(scene: Scene, fields: Parameters<JiraSite["people"]["editIssue"]>[1]): void {
  const fits: typeof isAlone = (_, key) => !(fieldIds.sprint in fields && isSubtask(scene, key));
  onIssue(scene, (key) => scene.site.people.editIssue(key, fields), fits);
}

function createStory(scene: Scene): void {
  const { site, random, title } = scene;
  site.people.createIssue({
    project: { key: random.pick(projects) },
    issuetype: { name: random.pick(["Story", "Story", "Bug", "Epic"]) },
    summary: title(),
    labels: random.pick([["risk"], [], []]),
    components: random.pick([[{ name: "core" }], []]),
    [fieldIds.points]: points(scene),
    [fieldIds.value]: [null, 3, 8, 13][site.people.keys().length % 4] ?? null,
    ...(random.chance(0.6) && { [fieldIds.sprint]: random.pick(scene.sprints()) }),
  });
}

function createSubtask(scene: Scene): void {
  const { site, random, title } = scene;
  onIssue(
    scene,
    (parent) =>
      site.people.createIssue({
        project: { key: parent.replace(/-\d+$/u, "") },
        issuetype: { name: "Sub-task" },
        summary: title(),
        labels: random.pick([["risk"], []]),
        components: random.pick([[{ name: "core" }], []]),
        parent: { key: parent },
        [fieldIds.points]: points(scene),
      }),
    (_, key) => !isSubtask(scene, key),
  );
}

/** An item gets a parent, or loses it; an epic has none, so that nothing is its own ancestor. */
function adopt(scene: Scene): void {
  const { site, random } = scene;
  const kindOf = (key: string) => textAt(site.people.issue(key), "fields", "issuetype", "name");
  const epics = keys(scene).filter((key) => kindOf(key) === "Epic");
  const children = keys(scene).filter((key) => kindOf(key) === "Story" || kindOf(key) === "Bug");
  if (epics.length === 0 || children.length === 0) return;
  const parent = random.chance(0.8) ? { key: random.pick(epics) } : null;
  site.people.editIssue(random.pick(children), { parent });
}

/** Present issues of the teams' repositories. */
function addresses({ host }: Scene): readonly IssueAddress[] {
  return repositories.flatMap((repository) =>
    host.people.issues(repository).map((issue) => ({ repository, number: Number(issue["number"]) })),
  );
}

function onAddress(scene: Scene, act: (address: IssueAddress) => unknown): void {
  const all = addresses(scene);
  if (all.length > 0) act(scene.random.pick(all));
}

function createIssue(scene: Scene): void {
  const { host, random, milestones, title } = scene;
  host.people.createIssue(random.pick(repositories), {
    title: title(),
    labels: random.chance(0.5) ? [label(scene)] : [],
    ...(random.chance(0.6) && { milestone: random.pick(milestones) }),
  });
}

/** An issue becomes a part of another one, or is one no more. GitHub refuses circles and second parents. */
function subIssue(scene: Scene): void {
  const { host, random } = scene;
  const all = addresses(scene);
  if (all.length < 2) return;
  const [parent, child] = random.shuffled(all);
  if (parent === undefined || child === undefined) return;
  const has = host.people.issue(child)?.["parent_issue_url"] !== undefined;
  const isParent = Number(textAt(host.people.issue(child), "sub_issues_summary", "total")) > 0;
  const below = host.people.issue(parent)?.["parent_issue_url"] !== undefined;
  if (!has && !isParent && !below) return host.people.addSubIssue(parent, child);
  const owner = all.find((one) =>
    textAt(host.people.issue(child), "parent_issue_url")?.endsWith(`${one.repository}/issues/${one.number}`),
  );
  if (owner !== undefined) host.people.removeSubIssue(owner, child);
}

/** Only within the teams' repositories, both of which have the same labels and milestones. */
function transfer({ host }: Scene, address: IssueAddress): void {
  const target = repositories.find((repository) => repository !== address.repository);
  if (target !== undefined) host.people.transfer(address, target);
}

/** Somebody closes a sprint, and moves most of its open items into another one. */
export function closeSprint(scene: Scene, id: number, at: number): void {
  const { site, random, sprints } = scene;
  const inIt = keys(scene).filter((key) => {
    const ids = listAt(site.people.issue(key), "fields", fieldIds.sprint).map((sprint) => textAt(sprint, "id"));
    const isOpen = textAt(site.people.issue(key), "fields", "status", "statusCategory", "key") !== "done";
    return isOpen && ids.includes(String(id)) && !isSubtask(scene, key);
  });
  site.people.editSprint(id, { state: "closed", completeDate: new Date(at).toISOString() });
  for (const key of inIt)
    if (random.chance(0.7)) site.people.editIssue(key, { [fieldIds.sprint]: random.pick([...sprints(), null]) });
}
