import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { searchPages } from "../../../connectors/jira/search.ts";
import { JiraSink } from "../../../connectors/jira/sink.ts";
import { aClient, all, failureOf } from "./acme.ts";

/** What only a real socket shows: silence, and answers that end in the middle. */
let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
});

async function siteThat(answers: RequestListener): Promise<string> {
  const started = createServer(answers);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/jira/acme`;
}

function account(client: ReturnType<typeof aClient>["client"]) {
  return client.call({
    what: "checking the account",
    schema: z.unknown(),
    request: (api) => api.account(),
  });
}

const nothing = () => undefined;

test("silence ends at the time limit, each try with a limit of its own", async () => {
  const site = await siteThat(() => undefined);
  const { client, waits } = aClient({ site, timeoutMs: 20 });
  const failure = await failureOf(account(client));
  expect(failure).toMatchObject({ code: "unreachable", verdict: { kind: "retry" } });
  expect(failure.message).toContain("no answer within the time limit");
  expect(waits).toEqual([1000, 2000, 4000]);
});

test("a search that is silent until the limit is sent again for fewer issues", async () => {
  const asked: unknown[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { maxResults } = z.object({ maxResults: z.number() }).parse(await json(request));
    asked.push(maxResults);
    if (maxResults < 100) response.setHeader("Content-Type", "application/json").end('{"issues":[{"id":"1"}]}');
  };
  const site = await siteThat((request, response) => void answer(request, response));
  const { client } = aClient({ site, timeoutMs: 400 });
  const search = { jql: "project = PAY", fields: ["summary"], pageSize: 100, what: "reading issues" };
  expect(await all(searchPages(client, search))).toEqual([[{ id: "1" }]]);
  expect(asked).toEqual([100, 100, 100, 100, 25]);
});

test("a create that is silent until the limit is sent once, and its outcome is unknown", async () => {
  let sent = 0;
  const site = await siteThat(() => {
    sent += 1;
  });
  const { client } = aClient({ site, timeoutMs: 400 });
  const sink = new JiraSink(client, { info: nothing, warn: nothing, error: nothing });
  const target = { system: "jira", connection: "acme-jira", project: "PAY", issueType: "Task" } as const;
  const rendered = sink.render({ title: "Payments", labels: [], blocks: [], stamp: [] }, "m");
  const failure = await failureOf(sink.createIssue(target, rendered, "m"));
  expect(failure).toMatchObject({ code: "outcome-unknown", verdict: { kind: "retry" } });
  expect(sent).toBe(1);
});

test("the time limit holds for the body as well", async () => {
  const site = await siteThat((_, response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write("{");
  });
  const { client } = aClient({ site, timeoutMs: 400 });
  expect(await failureOf(account(client))).toMatchObject({ code: "unreadable-answer" });
});

test("an answer that breaks off is read again", async () => {
  let asked = 0;
  const site = await siteThat((request, response) => {
    asked += 1;
    expect(request.url).toBe("/jira/acme/rest/api/3/myself");
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "20" });
    if (asked === 1) response.write('{"accountId"', () => response.destroy());
    else response.end('{"accountId": "me1"}');
  });
  const { client, waits } = aClient({ site });
  expect(await account(client)).toEqual({ accountId: "me1" });
  expect(waits).toEqual([1000]);
});

test("a site that is not there is unreachable", async () => {
  const site = await siteThat(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  server = null;
  const failure = await failureOf(account(aClient({ site }).client));
  expect(failure).toMatchObject({ code: "unreachable" });
  expect(failure.message).toContain("ECONNREFUSED");
});
