import type { SandboxData } from "../data.ts";
import type { SandboxRuntime } from "../runtime.ts";
import { Accounts } from "./accounts.ts";
import { CommentStore } from "./comment-store.ts";
import type { Issue } from "./entity.ts";
import { EventStore } from "./event-store.ts";
import type { Ids } from "./identity.ts";
import { createIds } from "./identity.ts";
import { IssueStore } from "./issue-store.ts";
import { idsIn, loadRepository } from "./load/repository.ts";
import { loadEdges } from "./load/edges.ts";
import { Meter } from "./meter.ts";
import { Relations } from "./relations.ts";
import { Repositories } from "./repository-shelf.ts";
import { wholeSecond } from "./instant.ts";

/** What a test may switch on. */
export type Switches = {
  /** How many of the next API requests are refused as too many. */
  throttled: number;
  /** Permission that the token lacks: writes are refused with 403 and this text in X-Accepted-GitHub-Permissions. */
  missingPermission: string | null;
};

/** Everything one host holds. */
export type HostState = {
  /** Where the host is reached, without a trailing slash: web pages below it, the API at `/api`. */
  readonly baseUrl: string;
  readonly runtime: SandboxRuntime;
  readonly login: string;
  readonly token: string;
  readonly ids: Ids;
  readonly accounts: Accounts;
  readonly repositories: Repositories;
  readonly issues: IssueStore;
  readonly comments: CommentStore;
  readonly events: EventStore;
  readonly relations: Relations;
  readonly meter: Meter;
  readonly switches: Switches;
};

export type HostStateOptions = {
  readonly baseUrl: string;
  readonly data: SandboxData["github"];
  readonly runtime: SandboxRuntime;
};

const LOGIN = "release-operator";
const TOKEN = "sandbox-github-token";

/** Loads the data and takes up business. */
export function openHost({ baseUrl, data, runtime }: HostStateOptions): HostState {
  const ids = createIds(Object.values(data).flatMap(idsIn));
  const state: HostState = {
    baseUrl,
    runtime,
    login: LOGIN,
    token: TOKEN,
    ids,
    accounts: new Accounts(ids),
    repositories: new Repositories(),
    issues: new IssueStore(),
    comments: new CommentStore(),
    events: new EventStore(ids),
    relations: new Relations(),
    meter: new Meter(runtime.clock),
    switches: { throttled: 0, missingPermission: null },
  };
  state.accounts.named(LOGIN);
  for (const [fullName, repository] of Object.entries(data)) {
    loadRepository(state, fullName, repository);
  }
  for (const [fullName, repository] of Object.entries(data)) {
    loadEdges(state, fullName, repository);
  }
  return state;
}

/** The present instant, as GitHub would store it. */
export function now(state: HostState): number {
  return wholeSecond(state.runtime.clock());
}

/** The issues behind ids, as far as they are there and the account may read them. */
export function readableIssues(state: HostState, ids: readonly number[]): readonly Issue[] {
  return ids.flatMap((id) => {
    const issue = state.issues.byId(id);
    return issue !== null && state.repositories.isReadable(issue.repository) ? [issue] : [];
  });
}
