import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { WebhookSender } from "../../../sandbox/webhooks/webhook-sender.ts";
import type { JiraSiteData, RawRecord } from "../../../sandbox/data.ts";
import { createJiraSite } from "../../../sandbox/jira/site.ts";
import type { JiraSite } from "../../../sandbox/jira/site.ts";
import { at } from "../../support/json.ts";
import { readApiDescription } from "../../support/openapi.ts";
import type { ApiDescription } from "../../support/openapi.ts";

const FOLDER = "../shared/data/openapi";
const platform = readApiDescription(`${FOLDER}/jira-platform-v3.slice.json`);
const software = readApiDescription(`${FOLDER}/jira-software.slice.json`);

/** Whether the published descriptions are here; without them requests and answers go unchecked. */
export const isDescribed = platform !== null && software !== null;

/** Differences between the descriptions and the real site, as facts about Jira record them. */
const KNOWN_DIFFERENCES = [
  // The description has text here, the site gives a number.
  /changelog\/bulkfetch → 200: .*\/created /,
];

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

export type TestSite = {
  readonly site: JiraSite;
  readonly baseUrl: string;
  /** Sends a request as the site's account. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** One value of a successful answer. */
  read(path: string, ...steps: readonly (string | number)[]): Promise<unknown>;
  search(jql: string, more?: RawRecord): Promise<Answer>;
  /** Keys found, all pages. */
  keys(jql: string): Promise<readonly string[]>;
  /** Moves the clock on, in milliseconds. */
  pass(ms: number): void;
  now(): number;
  /** What did not fit the published descriptions so far. */
  problems(): readonly string[];
  close(): Promise<void>;
};

export const START = Date.parse("2026-11-02T09:00:00.000Z");

export type TestSiteOptions = {
  readonly data?: Partial<JiraSiteData>;
  readonly searchLagMs?: number;
  readonly timeZone?: string;
  readonly dataCenter?: string | null;
  readonly webhookSender?: WebhookSender;
};

/** Starts a site on loopback, with a clock that stands still until told to move. */
export async function startSite({
  data = {},
  searchLagMs = 0,
  timeZone = "Europe/Berlin",
  dataCenter = null,
  webhookSender,
}: TestSiteOptions = {}): Promise<TestSite> {
  let now = START;
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${portOf(server.address())}/jira/acme`;
  const site = createJiraSite({
    name: "acme",
    baseUrl,
    data: { ...NO_DATA, ...data },
    runtime: { clock: () => now, searchLagMs },
    timeZone,
    dataCenter,
    ...(webhookSender !== undefined && { webhookSender }),
  });
  app.use("/jira/acme", site.router);
  const problems: string[] = [];
  let held = 0;
  site.onRequest((seen) => {
    const { path, response: body } = seen;
    const description: ApiDescription | null = path.startsWith("/rest/agile/") ? software : platform;
    if (description !== null && description.operation(seen.method, path) !== null) held += 1;
    const answer = description?.answerProblems({ ...seen, path, body }) ?? [];
    const request =
      seen.status < 300 && description?.operation(seen.method, path) !== null
        ? (description?.requestProblems(seen) ?? [])
        : [];
    problems.push(...[...request, ...answer].filter((text) => !KNOWN_DIFFERENCES.some((known) => known.test(text))));
  });
  const authorization = `Basic ${Buffer.from(`${site.account.email}:${site.account.token}`).toString("base64")}`;
  const call: TestSite["call"] = async (method, path, body) => {
    const headers = { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const response = await fetch(baseUrl + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const search: TestSite["search"] = (jql, more = {}) =>
    call("POST", "/rest/api/3/search/jql", { jql, fields: ["summary"], ...more });
  return {
    site,
    baseUrl,
    call,
    search,
    read: async (path, ...steps) => at((await call("GET", path)).body, ...steps),
    keys: (jql) => allKeys((token) => search(jql, { fields: ["key"], ...token })),
    pass: (ms) => {
      now += ms;
    },
    now: () => now,
    problems: () => (held === 0 ? ["nothing was held against the descriptions"] : problems),
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}

async function allKeys(page: (token: RawRecord) => Promise<Answer>): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: unknown;
  do {
    const { body, status } = await page(token === undefined ? {} : { nextPageToken: token });
    if (status !== 200) {
      throw new Error(JSON.stringify(body));
    }
    keys.push(...issuesOf(body).map((issue) => String(at(issue, "key"))));
    token = at(body, "nextPageToken");
  } while (token !== undefined);
  return keys;
}

export function issuesOf(body: unknown): readonly unknown[] {
  const issues = at(body, "issues");
  return Array.isArray(issues) ? issues : [];
}

/** The whole first error message. */
export function message(answer: Answer): string {
  return String(at(answer.body, "errorMessages", 0));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") {
    throw new Error("The test server has no port");
  }
  return address.port;
}

const NO_DATA: JiraSiteData = {
  issues: [],
  boards: [],
  sprints: [],
  fields: [],
  issueLinkTypes: [],
  projects: [],
  versions: [],
};
