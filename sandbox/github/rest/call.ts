import type { RawRecord } from "../../data.ts";
import type { Credentials } from "../apps/app-registry.ts";
import type { Issue } from "../entity.ts";
import { apiRoot } from "../address.ts";
import type { HostState } from "../host-state.ts";
import { GithubError, notFound, refuse } from "../failure.ts";
import { requireAdmission, requireSignOn } from "../gate.ts";
import { parseInstant } from "../instant.ts";
import type { Resource } from "../meter.ts";
import type { RepositoryIndex } from "../repository-index.ts";

/** One request, taken apart. */
export type Call = {
  readonly state: HostState;
  readonly method: Route["method"];
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: RawRecord;
  /** Address of the request without its query, for links to further pages. */
  readonly url: string;
};

export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Route = {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** Below `/api/v3`. */
  readonly path: string;
  /** Required permission of the token, in the format of X-Accepted-GitHub-Permissions. */
  readonly permission?: string;
  readonly resource?: Resource;
  /** A token by default. */
  readonly credentials?: Credentials;
  readonly handle: (call: Call) => Reply;
};

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** 201 with the address of the created thing. */
export function created(body: RawRecord): Reply {
  return { status: 201, body, headers: { Location: String(body["url"]) } };
}

export const NO_CONTENT: Reply = { status: 204 };

export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}

/** A number in the path. @throws GithubError 404 */
export function numberInPath(call: Call, name: string): number {
  const text = param(call, name);
  if (!/^\d+$/.test(text)) throw notFound();
  return Number(text);
}

/**
 * The repository in the path.
 * @throws GithubError 404 if it is missing or unreadable, 301 or 307 if it has a new name, 403 for a write if it is
 * archived
 */
export function repositoryOf(call: Call): RepositoryIndex {
  const fullName = `${param(call, "owner")}/${param(call, "repo")}`;
  const index = call.state.repositories.named(fullName);
  if (index === null || !call.state.repositories.isReadable(index.repository)) throw notFound();
  const { repository } = index;
  requireSignOn(call.state, repository.owner);
  requireAdmission(call.state, repository.owner);
  if (repository.fullName.toLowerCase() !== fullName.toLowerCase()) {
    const rest = call.url.slice(call.url.indexOf(`/repos/${fullName}`) + `/repos/${fullName}`.length);
    const status = call.method === "get" ? 301 : 307;
    throw redirect(status, `${apiRoot(call.state)}/repositories/${repository.id}${rest}`);
  }
  if (repository.isArchived && call.method !== "get") throw refuse(403, "Repository was archived so is read-only.");
  return index;
}

function redirect(status: 301 | 307, url: string): GithubError {
  const message = status === 301 ? "Moved Permanently" : "Temporary Redirect";
  const body = { message, url, documentation_url: "https://docs.github.com/rest", status: String(status) };
  return new GithubError(status, body, { Location: url });
}

/** The issue or pull request in the path. @throws GithubError 404, 410 if it was deleted, 301 if it was transferred */
export function issueOf(call: Call): Issue {
  const { repository } = repositoryOf(call);
  const found = call.state.issues.find(repository, numberInPath(call, "number"));
  switch (found.at) {
    case "here":
      return found.issue;
    case "moved":
      throw movedTo(call, found.issue);
    case "deleted":
      throw refuse(410, "This issue was deleted");
    case "nowhere":
      throw notFound();
    default:
      return found satisfies never;
  }
}

function movedTo(call: Call, issue: Issue): GithubError {
  if (!call.state.repositories.isReadable(issue.repository)) return notFound();
  const rest = /\/issues\/\d+(\/.*)?$/.exec(call.url)?.[1] ?? "";
  return redirect(301, `${apiRoot(call.state)}/repositories/${issue.repository.id}/issues/${issue.number}${rest}`);
}

/** An instant in the query; ignores malformed ones, as GitHub does. @returns epoch milliseconds or null */
export function sinceOf(call: Call): number | null {
  return parseInstant(call.query.get("since"));
}

/** Things of the query's comma-separated list. */
export function listParam(call: Call, name: string): readonly string[] {
  return (call.query.get(name) ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
