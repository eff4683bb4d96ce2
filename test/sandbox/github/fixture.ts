import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach } from "vitest";
import type { WebhookSender } from "../../../sandbox/webhooks/webhook-sender.ts";
import type { GithubRepoData, SandboxData } from "../../../sandbox/data.ts";
import type { GithubHost } from "../../../sandbox/github/host.ts";
import { createGithubHost } from "../../../sandbox/github/host.ts";
import type { GithubProfile } from "../../../sandbox/github/release.ts";
import { isObject } from "../../support/json.ts";
import type { Json } from "../../support/json.ts";
import { readApiDescription } from "../../support/openapi.ts";

/** GitHub's own description of its REST API; null where the shared data is not there. */
export const description = readApiDescription("../shared/data/openapi/github-rest.slice.json");

export const START = Date.parse("2026-11-20T10:00:00Z");
export const SECOND = 1000;

export const api1 = { repository: "acme/api", number: 1 };
export const api2 = { repository: "acme/api", number: 2 };
export const api3 = { repository: "acme/api", number: 3 };
export const web1 = { repository: "acme/web", number: 1 };
export const other1 = { repository: "globex/docs", number: 1 };

export function repo(change: Partial<GithubRepoData> = {}): GithubRepoData {
  return { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [], ...change };
}

export function issue(number: number, change: Json = {}): Json {
  const at = new Date(START - 100_000_000 + number * 60_000).toISOString();
  return {
    id: 5_000_000_000 + number,
    number,
    title: `Issue ${number}`,
    body: `Text of ${number}`,
    state: "open",
    user: { login: "ann", id: 7, avatar_url: "https://pictures.example/ann" },
    labels: [{ id: 6_000_000_001, name: "team/api", color: "0e8a16" }],
    assignees: [],
    milestone: null,
    created_at: at,
    updated_at: at,
    ...change,
  };
}

export function pull(number: number, change: Json = {}): Json {
  const { milestone, user, created_at, updated_at } = issue(number);
  const branches = { head: { ref: `branch-${number}` }, base: { ref: "main" } };
  return {
    id: 7_000_000_000 + number,
    number,
    title: `Pull ${number}`,
    body: null,
    state: "open",
    milestone,
    user,
    created_at,
    updated_at,
    ...branches,
    ...change,
  };
}

/** Three repositories: five issues and a pull request, one issue, one issue of another owner. */
export function usualData(): SandboxData["github"] {
  const sprint = {
    id: 21,
    number: 1,
    title: "Sprint 1",
    due_on: "2026-12-01T08:00:00Z",
    created_at: "2026-11-01T08:00:00Z",
  };
  const closed = {
    state: "closed",
    state_reason: "not_planned",
    closed_at: "2026-11-18T00:00:00Z",
    closed_by: { login: "bob", id: 8 },
  };
  return {
    "acme/api": repo({
      issues: [
        issue(1, { milestone: sprint }),
        issue(2),
        issue(3, { assignees: [{ login: "bob", id: 8 }] }),
        issue(4, closed),
        issue(5),
      ],
      pulls: [pull(6, { body: "Fixes #2 and closes acme/web#1" })],
      dependencies: [{ number: 1, blocked_by: [web1, { repository: "acme/api", number: 4 }] }],
      subIssues: [
        {
          number: 2,
          sub_issues: [
            { repository: "acme/api", number: 5 },
            { repository: "acme/api", number: 4 },
          ],
        },
      ],
      comments: [
        {
          id: 8_000_000_001,
          body: "First",
          issue_url: "https://api.github.com/repos/acme/api/issues/1",
          user: { login: "bob", id: 8 },
          created_at: "2026-11-19T12:00:00Z",
        },
      ],
    }),
    "acme/web": repo({ issues: [issue(1, { id: 9_000_000_001 })] }),
    "globex/docs": repo({ issues: [issue(1, { id: 9_000_000_002 })] }),
  };
}

export type RestAnswer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

type RestOptions = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request is wrong on purpose, or uses a cursor, which the description does not know. */
  readonly undescribed?: boolean;
};

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) {
    close();
  }
});

/** A host on a free port, with a clock that moves when told to and a client that holds everything against the description. */
export async function openHub(
  data: SandboxData["github"] = usualData(),
  searchLagMs = 0,
  webhookSender?: WebhookSender,
  profile: GithubProfile = "cloud",
) {
  let at = START;
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}/github`;
  const host = createGithubHost({
    baseUrl,
    profile,
    data,
    runtime: { clock: () => at, searchLagMs },
    ...(webhookSender !== undefined && { webhookSender }),
  });
  app.use("/github", host.router);
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = clientOf(host, `${baseUrl}/api`);
  return { ...client, host, people: host.people, admin: host.admin, baseUrl, pass: (ms: number) => void (at += ms) };
}

function clientOf(host: GithubHost, root: string) {
  const authorization = `token ${host.token}`;
  const rest = async (method: string, path: string, options: RestOptions = {}): Promise<RestAnswer> => {
    const url = path.startsWith("http") ? path : `${root}/v3${path}`;
    const { body } = options;
    const response = await fetch(url, {
      method,
      headers: { authorization, ...options.headers },
      redirect: "manual",
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : (JSON.parse(text) as unknown),
    };
    const { pathname, searchParams } = new URL(url);
    check({ method, path: pathname.slice(pathname.indexOf("/v3") + 3), query: searchParams, body }, answer, options);
    return answer;
  };
  const graph = async (query: string, variables: Json = {}): Promise<Json> => {
    const response = await fetch(`${root}/graphql`, {
      method: "POST",
      headers: { authorization: `bearer ${host.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const body: unknown = await response.json();
    return isObject(body) ? body : {};
  };
  return { rest, graph };
}

type Sent = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: unknown };

function check(sent: Sent, { status, body }: RestAnswer, { undescribed = false }: RestOptions): void {
  if (description === null) {
    return;
  }
  const asked = undescribed ? [] : description.requestProblems(sent);
  const answered = description.answerProblems({ ...sent, status, ...(body !== null && { body }) });
  if (asked.length + answered.length > 0) {
    throw new Error([...asked, ...answered].join("\n"));
  }
}

/** The address behind `rel` in a Link header, null where there is none. */
export function linkIn({ headers }: RestAnswer, rel: string): string | null {
  const found = new RegExp(`<([^>]+)>; rel="${rel}"`).exec(headers.get("link") ?? "");
  return found?.[1] ?? null;
}
