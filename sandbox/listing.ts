import type { RawRecord, SandboxData } from "./data.ts";
import { textAt } from "./record.ts";

/** Something a reader can open in a tracker. */
export type Page = { readonly url: string; readonly key: string; readonly title: string };

/** The issues of one Jira project or one repository. */
export type PageList = { readonly name: string; readonly pages: readonly Page[] };

/** Reader's pages of everything in the data, by project and repository. @param url of the sandbox, without a trailing slash */
export function pageListsOf(data: SandboxData, url: string): readonly PageList[] {
  const jira = Object.entries(data.jira).flatMap(([site, { issues }]) =>
    [...Map.groupBy(issues, projectOf)].map(([project, inProject]) => ({
      name: `${site}: ${project}`,
      pages: inProject.map((issue) => jiraPage(issue, `${url}/jira/${site}`)),
    })),
  );
  const github = Object.entries(data.github).map(([repo, { issues }]) => ({
    name: repo,
    pages: issues.map((issue) => githubPage(issue, repo, url)),
  }));
  return [...jira, ...github];
}

function projectOf({ key }: RawRecord): string {
  return String(key).replace(/-\d+$/u, "");
}

function jiraPage({ key, fields }: RawRecord, site: string): Page {
  return { url: `${site}/browse/${String(key)}`, key: String(key), title: textAt(fields, "summary") ?? "" };
}

function githubPage(issue: RawRecord, repo: string, url: string): Page {
  return {
    url: `${url}/github/${repo}/issues/${textAt(issue, "number") ?? ""}`,
    key: `${repo}#${textAt(issue, "number") ?? ""}`,
    title: textAt(issue, "title") ?? "",
  };
}
