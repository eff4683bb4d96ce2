import { createHmac } from "node:crypto";
import nock from "nock";
import { z } from "zod";
import { GithubClient } from "../../../connectors/github/client.ts";
import { createGithubConnector } from "../../../connectors/github/connector.ts";
import type { GithubConnection } from "../../../src/ports/connection.ts";
import type { Scope } from "../../../src/ports/connector.ts";
import { timeline } from "../../support/waiting-clock.ts";

export { all, failureOf, onlyPlannedCalls } from "../calls.ts";
export { timeline };

export const connection: GithubConnection = {
  system: "github",
  key: "hub",
  apiUrl: "https://api.github.com",
  webUrl: "https://github.com",
  auth: { kind: "token", token: "s3cret-token" },
  webhookSecrets: [],
  webhookPath: null,
};

/** An Enterprise Server: no pause between writes. */
export const server: GithubConnection = {
  ...connection,
  apiUrl: "https://git.acme.example/api/v3",
  webUrl: "https://git.acme.example",
};

export const ownLogin = "signalbox-bot";

/** The wire to the API, recorded answers in order; each test must use all it planned. */
export function wire({ apiUrl }: GithubConnection = connection): nock.Scope {
  return nock(apiUrl);
}

export type From = Partial<GithubConnection> & {
  readonly timeoutMs?: number;
  readonly timeLimit?: (ms: number) => AbortSignal;
};

export function aClient({ timeoutMs = 30_000, timeLimit, ...from }: From = {}) {
  const known = timeline();
  const time = timeLimit === undefined ? known : { ...known, timeLimit };
  const logged: unknown[] = [];
  const note = (fields: unknown, text: string) => void logged.push([text, fields]);
  const log = { info: note, warn: note, error: note };
  const client = new GithubClient({ connection: { ...connection, ...from }, log, timeoutMs, ...time });
  return { ...time, logged, client };
}

export function aConnector(scope: Partial<Scope> = {}, from: Partial<GithubConnection> = {}) {
  const time = timeline();
  const logged: unknown[] = [];
  const note = (fields: unknown, text: string) => void logged.push([text, fields]);
  const connector = createGithubConnector({
    connection: { ...connection, ...from },
    scope: { containers: ["acme/api"], jqls: [], linkTypes: [], versions: false, ...scope },
    log: { info: note, warn: note, error: note },
    ...time,
  });
  return { ...connector, ...time, logged };
}

export function plannedUser(change: { readonly login?: string; readonly id?: number } = {}): void {
  wire()
    .get("/user")
    .reply(200, { login: ownLogin, ...change });
}

/** A repository as the overview shows it. */
export function anOverview(change: Readonly<Record<string, unknown>> = {}) {
  return {
    databaseId: 900,
    nameWithOwner: "acme/api",
    hasIssuesEnabled: true,
    isArchived: false,
    milestones: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
    pullRequests: { nodes: [] },
    ...change,
  };
}

/** Who we are, and the repositories in the order they were asked for. */
export function overviewAnswer(...repos: readonly (object | null)[]) {
  return { data: { viewer: { login: ownLogin }, ...Object.fromEntries(repos.map((repo, n) => [`r${n}`, repo])) } };
}

export type Sent = { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };

/** A planned GraphQL answer; what was asked is noted. */
export function plannedGraph(sent: Sent[], answer: object, status = 200): void {
  wire()
    .post("/graphql", (body) => {
      sent.push(z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) }).parse(body));
      return true;
    })
    .reply(status, answer);
}

export const neighbour = {
  id: "I_2",
  fullDatabaseId: "1002",
  number: 2,
  title: "Two",
  state: "OPEN",
  stateReason: null,
  repository: { nameWithOwner: "acme/api", databaseId: 900 },
};

/** One issue as GraphQL gives it. */
export function anIssue(n: number, change: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `I_${n}`,
    fullDatabaseId: String(1000 + n),
    number: n,
    repository: { nameWithOwner: "acme/api", databaseId: 900 },
    parent: null,
    duplicateOf: null,
    blockedBy: { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
    title: `Issue ${n}`,
    body: "",
    state: "OPEN",
    stateReason: null,
    createdAt: "2026-11-01T08:00:00Z",
    updatedAt: "2026-11-20T08:00:00Z",
    closedAt: null,
    author: { kind: "User", login: "someone" },
    milestone: null,
    issueType: null,
    labels: { nodes: [] },
    timelineItems: { nodes: [] },
    closedByPullRequestsReferences: { totalCount: 0 },
    ...change,
  };
}

/** One page of issues as GraphQL answers. */
export function issuesAnswer(nodes: readonly unknown[], endCursor: string | null = null) {
  return { data: { repository: { issues: { pageInfo: { hasNextPage: endCursor !== null, endCursor }, nodes } } } };
}

/** As GitHub signs a body. */
export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
