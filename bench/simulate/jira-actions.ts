import type { JiraSite } from "../../sandbox/jira/site.ts";
import { listAt, recordsAt, textAt, valueAt } from "../../sandbox/record.ts";
import { reference, type Action, type Scene } from "./scene.ts";

const statuses = ["To Do", "In Progress", "In Review", "Done"] as const;
const sprintField = "customfield_10020";
const pointsField = "customfield_10026";

/** People's actions in Jira: one may find no object, or the tracker may refuse it; then it does not happen. */
export const jiraActions: readonly Action[] = [
  ({ site, random, note }) => {
    const summary = `Thing ${note()} @somebody #12 <b>`;
    site.people.createIssue({
      project: { key: random.pick(jiraProjects(site)) },
      issuetype: { name: "Story" },
      summary,
    });
  },
  (scene) => scene.site.people.editIssue(item(scene), { summary: `Renamed ${scene.note()}` }),
  (scene) => scene.site.people.editIssue(item(scene), { [pointsField]: scene.random.int(1, 8) }),
  (scene) => scene.site.people.transition(item(scene), scene.random.pick(statuses)),
  (scene) => scene.site.people.transition(item(scene), scene.random.pick(statuses)),
  (scene) => scene.site.people.transition(item(scene), "Done", "Won't Do"),
  (scene) => scene.site.people.editIssue(item(scene), { [sprintField]: sprintOf(scene) }),
  (scene) => scene.site.people.editIssue(item(scene), { [sprintField]: sprintOf(scene) }),
  (scene) => scene.site.people.editIssue(item(scene), { [sprintField]: null }),
  (scene) => void scene.site.people.link({ type: "Blocks", source: item(scene), destination: item(scene) }),
  (scene) => void scene.site.people.link({ type: "Blocks", source: item(scene), destination: item(scene) }),
  unlink,
  (scene) => void scene.site.people.moveIssue(free(scene), scene.random.pick(jiraProjects(scene.site))),
  (scene) => scene.site.people.deleteIssue(free(scene)),
  (scene) => scene.site.people.editIssue(item(scene), { description: paragraph(reference(scene)) }),
  (scene) => void scene.site.people.comment(item(scene), scene.note()),
  editSprint,
  createOutside,
  (scene) => void scene.site.people.link({ type: "Blocks", source: outside(scene), destination: item(scene) }),
  (scene) => scene.site.people.editIssue(outside(scene), { summary: `Elsewhere ${scene.note()}` }),
  (scene) => scene.site.people.transition(outside(scene), scene.random.pick(statuses)),
];

/** A project that no team plans in, and that an administrator may hide for good. */
export const secretProject = "SEC";

/** A project that no team plans in: Signalbox reads it as far as dependencies reach. */
const elsewhere = "PMO";

/** Something outside that a team needs. */
function createOutside(scene: Scene): void {
  const { site, note } = scene;
  const summary = `Elsewhere ${note()}`;
  const source = site.people.createIssue({ project: { key: elsewhere }, issuetype: { name: "Task" }, summary });
  site.people.link({ type: "Blocks", source, destination: item(scene) });
}

function outside({ site, random }: Scene): string {
  const isOurs = (key: string) => listAt(site.people.issue(key), "fields", "labels").includes("signalbox");
  return random.pick(site.people.keys().filter((key) => key.startsWith(`${elsewhere}-`) && !isOurs(key)));
}

/** Issues of the train's projects, without ours. */
export function jiraItems({ people }: JiraSite): readonly string[] {
  return people.keys().filter((key) => !key.startsWith(`${elsewhere}-`) && !key.startsWith(`${secretProject}-`));
}

/** Present keys of the train's projects. */
export function jiraProjects(site: JiraSite): readonly string[] {
  return [...new Set(jiraItems(site).map((key) => key.slice(0, key.lastIndexOf("-"))))].toSorted();
}

function item({ site, random }: Scene): string {
  return random.pick(jiraItems(site));
}

/** Not a key that a text names: a later reader cannot know what it meant. */
function free(scene: Scene): string {
  return scene.random.pick(jiraItems(scene.site).filter((key) => !scene.isNamed(key)));
}

function sprintOf({ sprints, random }: Scene): number {
  return random.pick(sprints);
}

function unlink({ site, random }: Scene): void {
  const links = jiraItems(site).flatMap((key) => recordsAt(site.people.issue(key), "fields", "issuelinks"));
  site.people.unlink(textAt(random.pick(links), "id") ?? "");
}

function paragraph(text: string) {
  return { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] };
}

function editSprint({ site, sprints, random, note }: Scene): void {
  const id = random.pick(sprints);
  const state = random.pick(["future", "active", "closed"]);
  site.people.editSprint(id, random.chance(0.5) ? { name: `Sprint ${id} ${note()}` } : { state });
}

/** Sprints that have contained an issue. */
export function sprintsOf({ people }: JiraSite): readonly number[] {
  const ids = people.keys().flatMap((key) => listAt(people.issue(key), "fields", sprintField));
  return [...new Set(ids.map((sprint) => Number(valueAt(sprint, "id"))))].toSorted((a, b) => a - b);
}
