import { keyRef, type KeyRef } from "../ids.ts";
import { issueKey, issueKeyGrammar, keyEnd, numberGrammar, repositoryGrammar } from "../items/issue-key.ts";

/** The target of an address: an item, a pull request (which never blocks), or nothing of interest. */
export type Destination = KeyRef | "pull-request" | null;

const aliases: ReadonlyMap<string, string> = new Map([["redirect.github.com", "github.com"]]);

/**
 * A site in references: host, port and context path in lower case, without the scheme and `www.`.
 * `https://jira.acme.example/jira/` is `jira.acme.example/jira`.
 */
export function siteOf(address: string): string {
  if (!URL.canParse(address)) return "";
  const { host, pathname } = new URL(address);
  return hostOf(host) + pathname.replace(/\/+$/u, "").toLowerCase();
}

function hostOf(host: string): string {
  const plain = host.toLowerCase().replace(/^www\./u, "");
  return aliases.get(plain) ?? plain;
}

const key = `(?<key>${issueKeyGrammar})${keyEnd}`;
/** Jira's own pages below the site's path: they show only where the site's path ends. */
const jiraPages = String.raw`/(?:jira/(?:software|core|servicedesk|polaris|discovery|people|dashboards|plans|your-work|for-you|filters)|projects|secure|issues|servicedesk|plugins)(?:/|$)`;
const browsed = new RegExp(`^(?<site>.*?)/browse/${key}`, "iu");
const below = new RegExp(`^(?<site>.*?)(?=${jiraPages}).*/(?:issues|custom/\\d{1,10}|portal/\\d{1,10})/${key}`, "iu");
const anyJiraPage = new RegExp(`^(?<site>.*?)(?=${jiraPages})`, "iu");
const issuePage = new RegExp(
  `^(?<site>.*)/(?<repo>${repositoryGrammar})/(?<kind>issues|pull)/(?<number>${numberGrammar})${keyEnd}`,
  "iu",
);
/** `acme|api|7` in the address of a project's pane. */
const paned = new RegExp(`^(?<owner>[A-Z\\d_-]{1,100})\\|(?<name>[\\w.-]{1,100})\\|(?<number>${numberGrammar})$`, "iu");
const panePage = /^(?<site>.*?)\/(?:orgs|users|[^/]{1,100}\/[^/]{1,100})(?:\/[^/]{1,100})?\/projects\/\d/iu;

const longest = 2000;

/**
 * The item whose page an address is, in any form that a browser shows: Jira's page of an issue, its board or list with
 * an issue selected, GitHub's page of an issue with or without a comment, a project with the issue's pane open.
 */
export function destinationOf(address: string): Destination {
  if (address.length > longest || !URL.canParse(address)) return null;
  const { host, pathname: path, searchParams, protocol } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return null;
  const at = (site: string) => `${hostOf(host)}${site.toLowerCase()}`;
  const pane = paned.exec(searchParams.get("issue") ?? "")?.groups;
  const paneSite = panePage.exec(path)?.groups?.["site"];
  if (pane !== undefined && paneSite !== undefined) {
    return keyRef("github", `${pane["owner"]}/${pane["name"]}#${pane["number"]}`, at(paneSite));
  }
  const issue = issuePage.exec(path)?.groups;
  if (issue?.["kind"]?.toLowerCase() === "pull") return "pull-request";
  if (issue !== undefined) return keyRef("github", `${issue["repo"]}#${issue["number"]}`, at(issue["site"] ?? ""));
  return jiraDestination(path, searchParams, at);
}

function jiraDestination(path: string, query: URLSearchParams, at: (site: string) => string): Destination {
  const chosen = query.get("selectedIssue") ?? "";
  if (issueKey.test(chosen)) {
    // An unknown page keeps its whole path: the directory finds a site by the beginning of the path.
    return keyRef("jira", chosen, at(anyJiraPage.exec(path)?.groups?.["site"] ?? path.replace(/\/+$/u, "")));
  }
  const page = (browsed.exec(path) ?? below.exec(path))?.groups;
  return page?.["key"] === undefined ? null : keyRef("jira", page["key"], at(page["site"] ?? ""));
}
