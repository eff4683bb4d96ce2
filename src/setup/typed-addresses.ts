/** An address as a person gives it, made usable. */
export type GivenAddress = {
  /** Addresses to try, the likeliest first; empty if the text is none. */
  readonly candidates: readonly string[];
  /** What was changed, for the person; null for nothing. */
  readonly note: string | null;
};

/** Pages of Jira: what comes before them may be the site's own path. */
const jiraPages =
  /\/(?:browse|secure|projects|issues|plugins|rest|login|wiki|servicedesk|jira\/(?:software|core|servicedesk|your-work|projects|dashboards|people|plans|for-you|settings|apps))(?:[/?#.]|$)/iu;

/** The address of a Jira site: without page, query and slash at its end; https unless it is this machine. */
export function jiraAddress(text: string): GivenAddress {
  const url = parsed(text);
  if (url === null || isGateway(url)) return { candidates: [], note: null };
  const path = url.pathname.replace(/\/+$/u, "");
  const page = jiraPages.exec(`${path}/`);
  const kept = page === null ? path : path.slice(0, page.index);
  const parts = kept.split("/").slice(1);
  const shorter = parts.map((_, place) => `/${parts.slice(0, parts.length - place - 1).join("/")}`.replace(/\/$/u, ""));
  return withNote(text, url, [...new Set([kept, ...shorter])]);
}

/** Atlassian's gateway has no pages that links could lead to. */
function isGateway({ hostname }: URL): boolean {
  return hostname === "api.atlassian.com";
}

/** The address of a GitHub: of its pages, not of its API. */
export function githubAddress(text: string): GivenAddress {
  const url = parsed(text);
  if (url === null) return { candidates: [], note: null };
  if (/^(?:www\.|api\.)?github\.com$/u.test(url.hostname)) return { candidates: ["https://github.com"], note: null };
  const path = url.pathname.replace(/\/+$/u, "").replace(/\/api\/(?:v3|graphql)(?:\/.*)?$|^\/api$/u, "");
  const shorter = path === "" ? [] : [""];
  return withNote(text, url, [path, ...shorter]);
}

function withNote(text: string, url: URL, paths: readonly string[]): GivenAddress {
  const origin = `${url.protocol}//${url.host}`;
  const candidates = paths.map((path) => `${origin}${path}`);
  const [first = ""] = candidates;
  const isAsGiven = text.trim().replace(/\/+$/u, "") === first;
  return { candidates, note: isAsGiven ? null : `Signalbox takes ${first} for “${text.trim().slice(0, 200)}”.` };
}

function parsed(text: string): URL | null {
  const trimmed = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//iu.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (trimmed === "" || /\s/u.test(trimmed) || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  // A name without a dot is a person's word, unless it is this machine.
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (!isLocal && !url.hostname.includes(".")) return null;
  if (!isLocal) url.protocol = "https:";
  return url;
}

/** A short name for a site, of its address: `acme` of `https://acme.atlassian.net`. */
export function siteName(address: string): string {
  const { hostname, pathname } = new URL(address);
  const last = pathname.split("/").findLast((part) => part !== "");
  const isNumber = /^[\d.]+$|^\[/u.test(hostname) || hostname === "localhost";
  const owner = hostname.split(".").find((label) => !["www", "jira", "github", "git", "api"].includes(label));
  const name = isNumber ? (last ?? "") : (owner ?? "");
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 40);
}
