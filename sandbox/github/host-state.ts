import type { WebhookSender } from "../webhooks/webhook-sender.ts";
import type { SandboxRuntime } from "../runtime.ts";
import type { Accounts } from "./accounts.ts";
import type { AppRegistry, Caller } from "./apps/app-registry.ts";
import type { CommentStore } from "./comment-store.ts";
import type { Issue } from "./entity.ts";
import type { EventStore } from "./event-store.ts";
import type { HookRegistry } from "./hooks/hook-registry.ts";
import type { Ids } from "./identity.ts";
import type { IssueStore } from "./issue-store.ts";
import type { Meter } from "./meter.ts";
import type { ProjectStore } from "./projects/project.ts";
import type { Relations } from "./relations.ts";
import type { Release } from "./release.ts";
import type { Repositories } from "./repository-index.ts";
import { wholeSecond } from "./instant.ts";

/** Switches for tests. */
export type Switches = {
  /** Number of coming API requests to refuse by the secondary rate limit. */
  throttled: number;
  /**
   * Permission that the token lacks: the host refuses writes with 403 and this text in X-Accepted-GitHub-Permissions.
   */
  missingPermission: string | null;
  /** Owners, in lower case, whose single sign-on the token is not authorised for. */
  readonly signOn: Set<string>;
  /** Owners, in lower case, whose list of allowed addresses lacks ours. */
  readonly allowLists: Set<string>;
  isTokenRevoked: boolean;
  /** Whether its schema knows projects. */
  hasProjects: boolean;
};

/** The state of one host. */
export type HostState = {
  /** Address of the host, without a trailing slash: web pages below it, the API at `/api`. */
  readonly baseUrl: string;
  readonly runtime: SandboxRuntime;
  release: Release;
  /** Login of the account behind the token. */
  login: string;
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
  readonly hooks: HookRegistry;
  readonly apps: AppRegistry;
  readonly projects: ProjectStore;
  /** The sender of the request; a person outside of requests. */
  readonly caller: Caller;
  /** The secret of webhooks without one of their own. */
  readonly webhookSecret: string;
  readonly nextDeliveryId: () => string;
  /** Sends webhooks; null to send none. */
  readonly webhookSender: WebhookSender | null;
};

/** The present instant, in whole seconds. */
export function now(state: HostState): number {
  return wholeSecond(state.runtime.clock());
}

/** The issues with these ids, without missing and unreadable ones. */
export function readableIssues(state: HostState, ids: readonly number[]): readonly Issue[] {
  return ids.flatMap((id) => {
    const issue = state.issues.byId(id);
    return issue !== null && state.repositories.isReadable(issue.repository) ? [issue] : [];
  });
}
