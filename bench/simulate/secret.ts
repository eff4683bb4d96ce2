import { textAt } from "../../sandbox/record.ts";
import { githubItems } from "./github-actions.ts";
import { jiraItems, secretProject } from "./jira-actions.ts";
import type { Scene } from "./scene.ts";

/** An issue of another project blocks an issue in Jira, and an issue in GitHub names it. */
export function needSecret({ site, host, random, note, name }: Scene): void {
  const summary = `Secret ${note()}`;
  const secret = site.people.createIssue({ project: { key: secretProject }, issuetype: { name: "Task" }, summary });
  site.people.link({ type: "Blocks", source: secret, destination: random.pick(jiraItems(site)) });
  const address = random.pick(githubItems(host));
  const body = textAt(host.people.issue(address), "body") ?? "";
  host.people.edit(address, { body: `${body}\n\nDepends on ${name(secret)}. ${note()}` });
}

/** Hides the project. Then people edit all issues in Jira: Signalbox reads them without the links to it. */
export function hideSecret({ site, note }: Scene): void {
  site.administration.hideProject(secretProject);
  for (const key of jiraItems(site)) site.people.editIssue(key, { summary: `Renamed ${note()}` });
}
