import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import nock from "nock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createChatChannel } from "../../../connectors/channels/chat.ts";
import { everyBlock } from "./documents.ts";

// The import switches nock on for all tests of this worker; it shall be on only where answers are planned.
nock.restore();

let server: Server;
let url = "";
let answer: number | "hang up" | "break off" = 200;
let body = "no_service";
const bodies: string[] = [];

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  bodies.push(await text(request));
  if (answer === "hang up") return void request.socket.destroy();
  if (answer === "break off") {
    response.writeHead(404, { "content-length": 100 }).write("no_", () => request.socket.destroy());
  } else response.writeHead(answer, { location: "https://login.example/" }).end(body);
}

beforeEach(async () => {
  bodies.length = 0;
  answer = 200;
  body = "no_service";
  server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = server.address();
  url = `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}/services/secret`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

function send(kind: "slack" | "teams", to = url) {
  const channel = createChatChannel({ kind, key: "rte", url: to }, { timeLimit: (ms) => AbortSignal.timeout(ms) });
  return channel.send({ id: "1", document: everyBlock, text: "" });
}

test.each(["slack", "teams"] as const)("%s gets one message", async (kind) => {
  await send(kind);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toContain("Payments");
});

test.each([
  [404, "not-found", "park", "Check the address of channel rte"],
  ["break off", "not-found", "park", "Check the address of channel rte"],
  [400, "request-refused", "park", "Read what the service says"],
  [302, "unreadable-answer", "park", "opens without a login page in between"],
  [429, "rate-limited", "retry", "Run it again later"],
  [503, "tracker-unavailable", "retry", "status page of the chat service"],
  ["hang up", "outcome-unknown", "park", "Look whether it is there"],
] as const)("%s: told with what to do, without the address", async (status, code, verdict, remedy) => {
  answer = status;
  const failure = await send("slack").catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "Failure", code, verdict: { kind: verdict } });
  expect(failure).toHaveProperty("remedy", expect.stringContaining(remedy));
  expect(JSON.stringify([String(failure), failure])).not.toContain("secret");
});

test("a login page with status 200 is no confirmation; Slack's own is", async () => {
  body = "<!doctype html><title>Log in</title>";
  const failure = await send("slack").catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "unreadable-answer", verdict: { kind: "park" } });
  body = "ok";
  await expect(send("slack")).resolves.toBeUndefined();
});

test("no service there: nothing was sent, so that it is tried again", async () => {
  const free = createServer();
  free.listen(0, "127.0.0.1");
  await once(free, "listening");
  const at = free.address();
  free.close();
  await once(free, "close");
  const nowhere = `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}/services/secret`;
  const failure = await send("slack", nowhere).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "unreachable", verdict: { kind: "retry" } });
});

test.each([
  ["the network is away", "ENETUNREACH"],
  ["a certificate that Node does not accept", "SELF_SIGNED_CERT_IN_CHAIN"],
  ["a port without TLS", "ERR_SSL_WRONG_VERSION_NUMBER"],
])("%s: nothing was sent either", async (_name, code) => {
  nock.activate();
  nock("https://hooks.example")
    .post("/services/secret")
    .replyWithError(Object.assign(new Error("no connection"), { code }));
  const failure = await send("slack", "https://hooks.example/services/secret").catch((error: unknown) => error);
  nock.restore();
  expect(failure).toMatchObject({ code: "unreachable", verdict: { kind: "retry" } });
});
