import type { IssueAddress, RawRecord } from "../../sandbox/data.ts";
import { blockedBy } from "../../sandbox/github/load/older-data.ts";
import type { GithubHost } from "../../sandbox/github/host.ts";
import { numberAt, recordAt, textAt } from "../../sandbox/record.ts";
import { reference, type Action, type Scene } from "./scene.ts";

/** People's actions on GitHub's pages: one may find no object, or the tracker may refuse it; then it does not happen. */
export const githubActions: readonly Action[] = [
  ({ host, random, note }) => {
    const title = `Thing ${note()} @somebody #12 <b>`;
    host.people.createIssue(random.pick(teamRepositories(host)), { title, body: `For ${note()}.` });
  },
  (scene) => scene.host.people.edit(item(scene), { title: `Renamed ${scene.note()}` }),
  (scene) => scene.host.people.close(item(scene)),
  (scene) => scene.host.people.close(item(scene)),
  (scene) => scene.host.people.close(item(scene), "not_planned"),
  (scene) => scene.host.people.reopen(item(scene)),
  (scene) => scene.host.people.addLabel(item(scene), `points/${scene.random.int(1, 8)}`),
  plan,
  plan,
  (scene) => scene.host.people.setMilestone(item(scene), null),
  (scene) => block(scene, item(scene), item(scene)),
  (scene) => block(scene, item(scene), item(scene)),
  unblock,
  (scene) => scene.host.people.addSubIssue(item(scene), item(scene)),
  (scene) => scene.host.people.removeSubIssue(item(scene), item(scene)),
  transfer,
  (scene) => scene.host.people.delete(free(scene)),
  (scene) => scene.host.people.edit(item(scene), { body: reference(scene) }),
  (scene) => void scene.host.people.comment(item(scene), scene.note()),
  editMilestone,
  pull,
  createOutside,
  (scene) => block(scene, item(scene), outside(scene)),
  (scene) => scene.host.people.edit(outside(scene), { title: `Elsewhere ${scene.note()}` }),
  (scene) => scene.host.people.close(outside(scene)),
];

/** A repository that no team plans in: Signalbox reads it as far as dependencies reach. */
const elsewhere = "acme/trains";

/** Something outside that a team needs. */
function createOutside(scene: Scene): void {
  const { host, note } = scene;
  const title = `Elsewhere ${note()}`;
  block(scene, item(scene), host.people.createIssue(elsewhere, { title, body: `For ${note()}.` }));
}

function outside({ host, random }: Scene): IssueAddress {
  const others = host.people.issues(elsewhere).filter((row) => textAt(row, "user", "login") !== host.login);
  return random.pick(others.map((row) => ({ repository: elsewhere, number: numberAt(row, "number") ?? 0 })));
}

/** The present names of the train's repositories, without the one of the rollup. */
export function teamRepositories({ people }: GithubHost): readonly string[] {
  return people.repositories().filter((repository) => repository !== elsewhere);
}

/** Issues of the train's repositories, without pull requests. */
export function githubItems(host: GithubHost): readonly IssueAddress[] {
  return numbered(host, (row) => recordAt(row, "pull_request") === null);
}

/** Pull requests of the train's repositories. */
export function githubPulls(host: GithubHost): readonly IssueAddress[] {
  return numbered(host, (row) => recordAt(row, "pull_request") !== null);
}

function numbered(host: GithubHost, isMeant: (row: RawRecord) => boolean): readonly IssueAddress[] {
  return teamRepositories(host).flatMap((repository) =>
    host.people
      .issues(repository)
      .filter(isMeant)
      .map((row) => ({ repository, number: numberAt(row, "number") ?? 0 })),
  );
}

function item({ host, random }: Scene): IssueAddress {
  return random.pick(githubItems(host));
}

function free(scene: Scene): IssueAddress {
  return scene.random.pick(
    githubItems(scene.host).filter(({ repository, number }) => !scene.isNamed(`${repository}#${number}`)),
  );
}

function transfer(scene: Scene): void {
  const { host, random, moved } = scene;
  const address = free(scene);
  const from = idOf(host, address);
  moved(from, idOf(host, host.people.transfer(address, random.pick(teamRepositories(host)))));
}

function idOf({ people }: GithubHost, address: IssueAddress): string {
  return String(numberAt(people.issue(address), "id"));
}

function plan(scene: Scene): void {
  const address = item(scene);
  scene.host.people.setMilestone(address, scene.random.pick(milestones(scene, address.repository)));
}

function milestones({ host }: Scene, repository: string): readonly string[] {
  const titles = host.people.issues(repository).flatMap((row) => textAt(row, "milestone", "title") ?? []);
  return [...new Set(titles)].toSorted();
}

/** Where GitHub has no dependencies, people write them into the text. */
function block(scene: Scene, address: IssueAddress, blocker: IssueAddress): void {
  const { people, release } = scene.host;
  if (release.isWhole) return people.block(address, blocker);
  scene.name(`${blocker.repository}#${blocker.number}`);
  people.edit(address, { body: `${bodyOf(scene, address)}\n\n${blockedBy(address.repository, blocker)}` });
}

function unblock(scene: Scene): void {
  const { people, release } = scene.host;
  const address = item(scene);
  if (release.isWhole) return people.unblock(address, item(scene));
  people.edit(address, { body: bodyOf(scene, address).replaceAll(/^Blocked by .*$/gmu, "") });
}

function bodyOf({ host }: Scene, address: IssueAddress): string {
  return textAt(host.people.issue(address), "body") ?? "";
}

function editMilestone(scene: Scene): void {
  const { host, random } = scene;
  const repository = random.pick(teamRepositories(host));
  const title = random.pick(milestones(scene, repository));
  host.people.editMilestone(repository, title, {
    dueOn: Date.parse("2026-12-01T12:00:00Z") + random.int(0, 40) * dayMs,
  });
}

const dayMs = 86_400_000;

function pull(scene: Scene): void {
  const { host, random, note } = scene;
  const address = item(scene);
  const body = random.chance(0.5) ? `Closes #${address.number}` : `For ${note()}`;
  const opened = host.people.openPull(address.repository, { title: `Work ${note()}`, body, head: `work-${note()}` });
  if (random.chance(0.5)) host.people.mergePull(opened);
}

/** Comments and bodies of all of a repository's issues. */
export function githubTexts({ people }: GithubHost): readonly string[] {
  return people.repositories().flatMap((repository) =>
    people.issues(repository).flatMap((row) => {
      const number = numberAt(row, "number") ?? 0;
      const comments = people.comments({ repository, number }).map((comment) => textAt(comment, "body") ?? "");
      return [textAt(row, "body") ?? "", ...comments];
    }),
  );
}
