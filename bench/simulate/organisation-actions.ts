import { textAt } from "../../sandbox/record.ts";
import { jiraItems, jiraProjects } from "./jira-actions.ts";
import { teamRepositories } from "./github-actions.ts";
import type { Action, Scene } from "./scene.ts";

/** Administrators' actions: names change, and parts are hidden from our account for a while. */
export const organisationActions: readonly Action[] = [
  renameProject,
  renameRepository,
  renameSprint,
  renameStatus,
  ({ site, note }) => site.administration.renameAccount(`Train desk ${note()}`),
  ({ host, note }) => host.admin.renameAccount(`train-desk-${note()}`),
  (scene) => hideProject(scene),
  (scene) => hideRepository(scene),
  hideIssue,
  showAll,
];

function renameProject({ site, random, note, renamed }: Scene): void {
  const key = random.pick(jiraProjects(site));
  const present = `${key.replace(/\d+$/u, "")}${note().slice(1)}`;
  site.administration.renameProject(key, present);
  renamed(key, present);
}

function renameRepository({ host, random, note, renamed }: Scene): void {
  const name = random.pick(teamRepositories(host));
  const present = `${name.replace(/-n\d+$/u, "")}-${note()}`;
  host.admin.renameRepository(name, present);
  renamed(name, present);
}

/** A status that an item has. */
function renameStatus({ site, random, note }: Scene): void {
  const names = jiraItems(site).map((key) => textAt(site.people.issue(key), "fields", "status", "name") ?? "");
  const present = random.pick(names.filter((name) => name.startsWith("In Review")));
  site.administration.renameStatus(present, `In Review ${note()}`);
}

function renameSprint({ site, sprints, random, note }: Scene): void {
  const id = random.pick(sprints);
  site.people.editSprint(id, { name: `Sprint ${id} ${note()}` });
}

function hideProject({ site, random, hidden }: Scene): void {
  const key = random.pick(jiraProjects(site));
  site.administration.hideProject(key);
  hidden.projects.add(key);
}

function hideRepository({ host, random, hidden }: Scene): void {
  const name = random.pick(teamRepositories(host));
  host.admin.hideRepository(name);
  hidden.repositories.add(name);
  hidden.ever.add(name);
}

function hideIssue({ site, random, hidden }: Scene): void {
  const id = textAt(site.people.issue(random.pick(jiraItems(site))), "id") ?? "";
  site.administration.hideIssue(id);
  hidden.issues.add(id);
}

/** Shows everything hidden again. */
export function showAll({ site, host, hidden }: Pick<Scene, "site" | "host" | "hidden">): void {
  for (const key of hidden.projects) site.administration.showProject(key);
  for (const id of hidden.issues) site.administration.showIssue(id);
  for (const name of hidden.repositories) host.admin.showRepository(name);
  hidden.projects.clear();
  hidden.issues.clear();
  hidden.repositories.clear();
}
