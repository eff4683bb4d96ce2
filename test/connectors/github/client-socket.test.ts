import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { aClient, failureOf } from "./hub.ts";

/** What only a real socket shows: silence, and answers that end in the middle. */
let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
});

async function hostThat(answers: RequestListener) {
  const started = createServer(answers);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const address = started.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return { apiUrl: `http://127.0.0.1:${address.port}/api/v3` };
}

type Client = ReturnType<typeof aClient>["client"];

const account = (client: Client) =>
  client.rest({
    what: "checking the account",
    owner: null,
    schema: z.unknown(),
    request: ({ rest }) => rest.users.getAuthenticated(),
  });

test("silence ends at the time limit, each try with a limit of its own", async () => {
  const { client, waits } = aClient({ ...(await hostThat(() => undefined)), timeoutMs: 20 });
  const failure = await failureOf(account(client));
  expect(failure).toMatchObject({ code: "unreachable", verdict: { kind: "retry" } });
  expect(failure.message).toContain("no answer within the time limit");
  expect([waits, client.requests]).toEqual([[1000, 2000, 4000], 4]);
});

test("the time limit holds for the body as well", async () => {
  const host = await hostThat((_, response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write("{");
  });
  const failure = await failureOf(account(aClient({ ...host, timeoutMs: 300 }).client));
  expect(failure).toMatchObject({ code: "unreadable-answer", verdict: { kind: "retry" } });
  expect(failure.message).toContain("an answer that breaks off");
});

test("an answer that breaks off is read again", async () => {
  let asked = 0;
  const host = await hostThat((request, response) => {
    asked += 1;
    expect(request.url).toBe("/api/v3/user");
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "16" });
    if (asked === 1) response.write('{"login"', () => response.destroy());
    else response.end('{"login": "bot"}');
  });
  const { client, waits } = aClient(host);
  expect((await account(client)).data).toEqual({ login: "bot" });
  expect(waits).toEqual([1000]);
});

const creating = (client: Client) =>
  client.rest({
    what: "creating an issue",
    owner: null,
    kind: "create",
    schema: z.unknown(),
    request: ({ rest }) => rest.issues.create({ owner: "acme", repo: "api", title: "x" }),
  });

test("a write whose answer breaks off may have been done", async () => {
  const host = await hostThat((_, response) => {
    response.writeHead(201, { "Content-Type": "application/json", "Content-Length": "16" });
    response.write('{"id"', () => response.destroy());
  });
  const { client } = aClient(host);
  expect(await failureOf(creating(client))).toMatchObject({ code: "outcome-unknown" });
  expect(client.requests).toBe(1);
});

test("a write that met silence may have been done, and is not sent again", async () => {
  const { client } = aClient({ ...(await hostThat(() => undefined)), timeoutMs: 20 });
  expect(await failureOf(creating(client))).toMatchObject({ code: "outcome-unknown", verdict: { kind: "retry" } });
  expect(client.requests).toBe(1);
});

test("a signal that aborts for another reason than time is no answer as well: a read is tried again, a create is not", async () => {
  let abort = new AbortController();
  let asked = 0;
  const host = await hostThat((request, response) => {
    asked += 1;
    if (request.method === "GET" && asked > 1) response.end('{"login": "bot"}');
    else abort.abort(new Error("we have to stop"));
  });
  const timeLimit = () => {
    abort = new AbortController();
    return abort.signal;
  };
  const { client, waits } = aClient({ ...host, timeLimit });
  expect((await account(client)).data).toEqual({ login: "bot" });
  expect(waits).toEqual([1000]);
  expect(await failureOf(creating(client))).toMatchObject({ code: "outcome-unknown" });
  expect(asked).toBe(3);
});
