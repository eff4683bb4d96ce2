import type { WebhookSender } from "../webhooks/webhook-sender.ts";
import type { SandboxData } from "../data.ts";
import type { SandboxRuntime } from "../runtime.ts";
import { createDeliveryIds } from "../webhooks/delivery-id.ts";
import { Accounts } from "./accounts.ts";
import { AppRegistry } from "./apps/app-registry.ts";
import { CommentStore } from "./comment-store.ts";
import { EventStore } from "./event-store.ts";
import type { HostState } from "./host-state.ts";
import { HookRegistry } from "./hooks/hook-registry.ts";
import { createIds } from "./identity.ts";
import { IssueStore } from "./issue-store.ts";
import { loadEdges } from "./load/edges.ts";
import { inOlderForm } from "./load/older-data.ts";
import { idsIn, loadRepository } from "./load/repository.ts";
import { Meter } from "./meter.ts";
import { releaseOf, type GithubProfile } from "./release.ts";
import { ProjectStore } from "./projects/project.ts";
import { Relations } from "./relations.ts";
import { Repositories } from "./repository-index.ts";

export type HostStateOptions = {
  readonly baseUrl: string;
  readonly data: SandboxData["github"];
  readonly runtime: SandboxRuntime;
  /** `cloud` by default. */
  readonly profile?: GithubProfile;
  /** Without one no webhook is sent. */
  readonly webhookSender?: WebhookSender;
};

const LOGIN = "release-operator";
const TOKEN = "sandbox-github-token";
const WEBHOOK_SECRET = "sandbox-github-webhook-secret";

/** Loads the data and starts the host. */
export function openHost({
  baseUrl,
  profile = "cloud",
  runtime,
  webhookSender,
  ...options
}: HostStateOptions): HostState {
  const release = releaseOf(profile);
  const data = release.isWhole ? options.data : inOlderForm(options.data);
  const ids = createIds(Object.values(data).flatMap(idsIn));
  const state: HostState = {
    baseUrl,
    runtime,
    release,
    login: LOGIN,
    token: TOKEN,
    ids,
    accounts: new Accounts(ids),
    repositories: new Repositories(),
    issues: new IssueStore(),
    comments: new CommentStore(),
    events: new EventStore(ids),
    relations: new Relations(),
    meter: new Meter(runtime.clock, () => state.release.isLimited),
    switches: {
      throttled: 0,
      missingPermission: null,
      signOn: new Set(),
      allowLists: new Set(),
      isTokenRevoked: false,
      hasProjects: true,
    },
    hooks: new HookRegistry(),
    apps: new AppRegistry(),
    projects: new ProjectStore(),
    caller: { kind: "person" },
    webhookSecret: WEBHOOK_SECRET,
    nextDeliveryId: createDeliveryIds("github"),
    webhookSender: webhookSender ?? null,
  };
  state.accounts.named(LOGIN);
  for (const [fullName, repository] of Object.entries(data)) loadRepository(state, fullName, repository);
  for (const [fullName, repository] of Object.entries(data)) loadEdges(state, fullName, repository);
  return state;
}
