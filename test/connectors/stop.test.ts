import { generateKeyPairSync } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { GithubClient } from "../../connectors/github/client.ts";
import { createdOnly } from "../../connectors/github/write-outcome.ts";
import type { JiraText } from "../../connectors/jira/api.ts";
import { JiraClient } from "../../connectors/jira/client.ts";
import { realRuntime, stoppable } from "../../src/cli/wiring.ts";
import { silentLog } from "../support/silent-log.ts";
import { failureOf } from "./calls.ts";
import { connection as hub } from "./github/hub.ts";
import { connection as acme } from "./jira/acme.ts";

let server: Server;
let answer: RequestListener;
let stop: AbortController;
let requests: string[];

beforeEach(async () => {
  stop = new AbortController();
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const options = () => stoppable(realRuntime(silentLog), stop.signal);

/** The process stops when a request has arrived, which gets no answer. */
const stopInstead: RequestListener = () => stop.abort();
const halfThenStop: RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{", () => stop.abort());
};

const jira = (account: string | null) =>
  new JiraClient({ connection: { ...acme, site: url(), account }, ...options() });
const github = (auth = hub.auth) => new GithubClient({ connection: { ...hub, apiUrl: url(), auth }, ...options() });
const app = () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return github({ kind: "app", appId: "12", privateKey });
};

const search = { jql: "project = PAY", fields: ["summary"], maxResults: 50, token: null };
const read = { what: "reading PAY", schema: z.unknown() };
const searched = (account: string | null) => jira(account).call({ ...read, request: (api) => api.search(search) });
const fieldsOf = (account: string | null) => jira(account).call({ ...read, request: (api) => api.fields() });
const asked = { ...read, owner: "acme" };
const repo = { owner: "acme", repo: "api" };
const repoBy = (client: GithubClient) => client.rest({ ...asked, request: ({ rest }) => rest.repos.get(repo) });
const queried = () => github().query({ ...asked, query: "{ viewer { login } }", variables: {} });

describe.each([
  ["before the answer", stopInstead],
  ["within the answer", halfThenStop],
])("a stop %s ends a read at once, and it is no failure of the tracker", (_, listener) => {
  test.each([
    ["Jira Cloud", () => fieldsOf("bot"), "GET /rest/api/3/field"],
    ["Jira Cloud's search", () => searched("bot"), "POST /rest/api/3/search/jql"],
    ["Data Center", () => fieldsOf(null), "GET /rest/api/2/field"],
    ["Data Center's search", () => searched(null), "POST /rest/api/2/search"],
    ["GitHub", () => repoBy(github()), "GET /repos/acme/api"],
    ["GitHub's GraphQL", queried, "POST /graphql"],
    ["a GitHub App's token", () => repoBy(app()), "GET /app/installations?per_page=100&page=1"],
  ])("%s", async (_system, reading, request) => {
    answer = listener;
    expect(await failureOf(reading())).toMatchObject({
      code: "stopped",
      message: expect.stringContaining("reading PAY"),
      verdict: { kind: "retry", afterMs: null },
    });
    expect(requests).toEqual([request]);
  });
});

/** The process stops while the request is on its way; the tracker answers all the same. */
const stopThenAnswer =
  (status: number): RequestListener =>
  (_, response) => {
    stop.abort();
    response.writeHead(status, { "content-type": "application/json" }).end('{"id": "7"}');
  };

const wrote = { what: "commenting on PAY-1", schema: z.object({ id: z.string() }) };
const textFor = (account: string | null): JiraText =>
  account === null ? "text" : { type: "doc", version: 1, content: [] };
const place = { issueId: "1", id: "7" };
const added = (account: string | null) =>
  jira(account).call({ ...wrote, request: (api) => api.addComment("1", textFor(account), []) });
const edited = (account: string | null) =>
  jira(account).call({
    ...wrote,
    request: (api) => api.editComment(place, { body: textFor(account) }),
  });
const comment = { ...repo, issue_number: 1, body: "text" };
const commentedBy = (client: GithubClient) =>
  createdOnly(client, { ...wrote, owner: "acme", request: ({ rest }) => rest.issues.createComment(comment) });
const updated = async () => {
  const request = { ...repo, comment_id: 7, body: "text" };
  const call = { ...wrote, owner: "acme", kind: "write" } as const;
  return (await github().rest({ ...call, request: ({ rest }) => rest.issues.updateComment(request) })).data;
};

describe("a stop lets a write run to its end", () => {
  test.each([
    ["a create in Jira Cloud", () => added("bot"), 201],
    ["a change in Jira Cloud", () => edited("bot"), 200],
    ["a create in Data Center", () => added(null), 201],
    ["a change in Data Center", () => edited(null), 200],
    ["a create in GitHub", () => commentedBy(github()), 201],
    ["a change in GitHub", updated, 200],
  ])("%s", async (_, writing, status) => {
    answer = stopThenAnswer(status);
    expect(await writing()).toEqual({ id: "7" });
    expect(stop.signal.aborted).toBe(true);
  });

  test("but a create that still waits for its token was not sent", async () => {
    answer = stopInstead;
    expect(await failureOf(commentedBy(app()))).toMatchObject({ code: "stopped" });
    expect(requests).toEqual(["GET /app/installations?per_page=100&page=1"]);
  });
});

test("after the stop no read begins", async () => {
  stop.abort();
  expect(await failureOf(fieldsOf("bot"))).toMatchObject({ code: "stopped" });
  expect(requests).toEqual([]);
});
