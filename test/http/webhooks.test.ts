import { once } from "node:events";
import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { fc, test as property } from "@fast-check/vitest";
import { Webhooks } from "@octokit/webhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useTestDatabase } from "../support/database.ts";
import {
  fromGithub,
  fromJira,
  holdUp,
  post,
  secrets,
  startEndpoint,
  withoutDatabase,
  type Endpoint,
} from "./endpoint.ts";

const tested = useTestDatabase("pglite");
let endpoint: Endpoint;

beforeEach(async () => {
  endpoint = await startEndpoint(tested.store);
});

afterEach(async () => {
  await endpoint.close();
  for (const { line } of endpoint.logged) expect(line).not.toContain("hunter2");
});

/** What looks like Jira's signature, of nothing. */
const unproven = { "X-Hub-Signature": `sha256=${"0".repeat(64)}` };
const empty = (status: number) => ({ status, body: "" });
const at = (path: string) => `${endpoint.url}/webhooks/${path}`;
const kept = () => tested.store.inbox.list({ limit: 100 });

describe("202: the delivery is in the inbox", () => {
  test("a new one and a repeated one, which is kept once", async () => {
    for (const [path, call] of [
      ["acme", fromJira("one")],
      ["hub", fromGithub("one")],
    ] as const) {
      expect(await post(at(path), call)).toEqual(empty(202));
      expect(await post(at(path), call)).toEqual(empty(202));
    }
    expect(await kept()).toMatchObject([
      { connection: "hub", deliveryId: "one", event: "issues.edited", state: "received" },
      { connection: "acme", deliveryId: "one", event: "jira:issue_updated", state: "received" },
    ]);
    const told = endpoint.logged.map(({ line }): unknown => JSON.parse(line));
    const received = (connection: string, isNew: boolean) => {
      return { level: "info", requestId: "one", connection, isNew, text: "delivery received" };
    };
    expect(told).toMatchObject([
      received("acme", true),
      received("acme", false),
      received("hub", true),
      received("hub", false),
    ]);
    const first = { step: "delivery received", deliveries: ["one"] };
    expect(endpoint.traced).toMatchObject([
      { ...first, attributes: { connection: "acme", event: "jira:issue_updated" } },
      { ...first, attributes: { connection: "hub", event: "issues.edited" } },
    ]);
  });

  test("by either of two secrets while one is being replaced", async () => {
    expect(await post(at("acme"), fromJira("one", secrets.old))).toEqual(empty(202));
    expect(await post(at("acme"), fromJira("two", secrets.present))).toEqual(empty(202));
    expect(await post(at("hub"), fromGithub("one", secrets.old))).toEqual(empty(202));
    expect(await post(at("hub"), fromGithub("two", secrets.present))).toEqual(empty(202));
    expect(await kept()).toHaveLength(4);
  });

  test("signed as GitHub's own library signs, with letters that take more than a byte", async () => {
    const body = JSON.stringify({ action: "opened", issue: { node_id: "I_1", title: "Überfällig 🚂" } });
    const signature = await new Webhooks({ secret: secrets.present }).sign(body);
    const headers = { "X-GitHub-Event": "issues", "X-GitHub-Delivery": "1", "X-Hub-Signature-256": signature };
    expect(await post(at("hub"), { headers, body })).toEqual(empty(202));
    const [delivery] = await tested.store.inbox.waiting("hub", 1);
    expect(delivery?.body).toBe(body);
  });

  test("not signed, at the path of a Jira that cannot sign", async () => {
    expect(await post(at(`office/${secrets.path}`), fromJira("one", null))).toEqual(empty(202));
    expect(await kept()).toMatchObject([{ connection: "office", deliveryId: "one" }]);
  });
});

describe("401: not the tracker's, and nothing is kept", () => {
  test.each([
    ["another secret", "acme", fromJira("one", "guessed")],
    ["no signature", "acme", fromJira("one", null)],
    ["the other tracker's signature", "acme", fromGithub("one")],
    ["another secret, GitHub", "hub", fromGithub("one", "guessed")],
    ["Jira's call at GitHub's address", "hub", fromJira("one")],
    ["no body", "acme", { ...fromJira("one"), body: "" }],
    ["another body", "hub", { ...fromGithub("one"), body: "{}" }],
    ["a path that is guessed", `office/${secrets.path}x`, fromJira("one", null)],
    ["no path", "office", fromJira("one", null)],
    ["the right path at another connection", `acme/${secrets.path}`, fromJira("one", null)],
    ["a path that is no text", "office/%E0%A4%A", fromJira("one", null)],
  ])("%s", async (_, path, call) => {
    expect(await post(at(path), call)).toEqual(empty(401));
    expect(await kept()).toEqual([]);
    expect(endpoint.logged).toEqual([]);
  });

  test("a packed body, though it was signed before it was packed", async () => {
    const { headers, body } = fromGithub("one");
    const sent = send("hub", { headers: { ...headers, "Content-Encoding": "gzip" } });
    sent.end(gzipSync(body));
    expect(await answerTo(sent)).toEqual(empty(401));
  });
});

describe("404: there is no such thing", () => {
  test.each([
    ["POST", "/webhooks/nobody"],
    ["POST", "/webhooks/__proto__"],
    ["POST", "/webhooks"],
    ["POST", "/webhooks/acme/path/more"],
    ["GET", "/webhooks/acme"],
    ["PUT", "/webhooks/acme"],
    ["DELETE", `/webhooks/office/${secrets.path}`],
    ["GET", "/"],
    ["GET", "/favicon.ico"],
    ["POST", "/healthz"],
    ["POST", "/metrics"],
    ["GET", "/webhooks/../etc/passwd"],
  ])("%s %s", async (method, path) => {
    const response = await fetch(`${endpoint.url}${path}`, { method });
    expect({ status: response.status, body: await response.text() }).toEqual(empty(404));
  });
});

describe("413: too large", () => {
  test("by its own word, before a byte of it is sent", async () => {
    const sent = send("acme", { headers: { "Content-Length": String(26 * 1024 * 1024 + 1) } });
    sent.flushHeaders();
    expect(await answerTo(sent)).toEqual(empty(413));
    sent.destroy();
    const largest = send("acme", { headers: { "Content-Length": String(26 * 1024 * 1024) } });
    largest.flushHeaders();
    expect(await answerTo(largest)).toEqual(empty(401));
    largest.destroy();
  });

  test("by what comes, where it does not say how much that will be", async () => {
    const sent = send("acme", { headers: { ...unproven, "Transfer-Encoding": "chunked" } });
    sent.on("error", () => undefined);
    // It never ends: whoever waited for its end would never answer.
    sent.write(Buffer.alloc(26 * 1024 * 1024 + 1));
    expect(await answerTo(sent)).toEqual(empty(413));
    sent.destroy();
  });

  test("not what a tracker may send at most", async () => {
    const body = " ".repeat(25 * 1024 * 1024);
    const signature = await new Webhooks({ secret: secrets.present }).sign(body);
    const headers = { "X-GitHub-Event": "issues", "X-GitHub-Delivery": "1", "X-Hub-Signature-256": signature };
    expect(await post(at("hub"), { headers, body })).toEqual(empty(202));
  });
});

test("503: the database is gone, which the log tells as something expected", async () => {
  const { answer, logged } = await withoutDatabase(async (orphan) => ({
    answer: await post(`${orphan.url}/webhooks/acme`, fromJira("one")),
    logged: orphan.logged,
  }));
  expect(answer).toEqual(empty(503));
  expect(logged.map(({ line }): unknown => JSON.parse(line))).toMatchObject([
    { level: "warn", requestId: "one", connection: "acme", code: "database-unavailable" },
  ]);
  expect(JSON.stringify(logged)).not.toContain("hunter2");
});

test("a call that breaks off leaves nothing behind", async () => {
  const { headers } = fromJira("one", null);
  for (const body of [" ".repeat(100), " ".repeat(400_000)]) {
    const sent = send(`office/${secrets.path}`, {
      headers: { ...headers, "Content-Length": String(body.length), Expect: "100-continue" },
    });
    sent.on("error", () => undefined);
    sent.flushHeaders();
    await once(sent, "continue");
    await new Promise((resolve) => sent.write(body.slice(0, 10), resolve));
    sent.destroy();
  }
  expect(await post(at("acme"), fromJira("two"))).toEqual(empty(202));
  await endpoint.close();
  expect(await kept()).toMatchObject([{ deliveryId: "two" }]);
  expect(new Set(endpoint.logged.map(({ level }) => level))).toEqual(new Set(["info"]));
});

test("a call that never ends does not keep the server from closing", async () => {
  const sent = send("acme", { headers: { ...unproven, "Content-Length": "100" } });
  const broken = once(sent, "error");
  await new Promise((resolve) => sent.write("{", resolve));
  const limit = new AbortController();
  const closed = endpoint.close(limit.signal);
  limit.abort();
  await Promise.all([closed, broken]);
  await expect(fetch(endpoint.url)).rejects.toThrow("fetch failed");
});

const word = fc.oneof(
  fc.constantFrom("webhooks", "acme", "hub", "office", "metrics", "..", "", "%", "%00"),
  fc.string().map(encodeURIComponent),
);

property.prop([
  fc.array(word, { maxLength: 4 }),
  fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"),
  fc.dictionary(
    fc.constantFrom("x-github-event", "x-hub-signature", "x-hub-signature-256", "content-type", "content-encoding"),
    fc.constantFrom("", "issues", "sha256=", `sha256=${"0".repeat(64)}`, "gzip", "br", "application/json", "\u00ff"),
  ),
  fc.string(),
])("whatever is asked of it, nothing is answered but a status of its own", async (words, method, headers, body) => {
  // Else Node sends a body without its length with some methods, which is no HTTP.
  const length = { "Content-Length": String(Buffer.byteLength(body)) };
  const sent = send("", { path: `/webhooks/${words.join("/")}`, method, headers: { ...headers, ...length } });
  sent.end(body);
  const answer = await answerTo(sent);
  expect(answer.body).toBe("");
  expect([401, 404]).toContain(answer.status);
});

describe("calls that come while others are being kept", () => {
  test("share the next transaction, and each is answered only after its commit", async () => {
    const { announce, announced, entered, goOn } = holdUp();
    const busy = await startEndpoint(tested.store, announce);
    try {
      let answered = 0;
      const call = async (path: string, sent: ReturnType<typeof fromJira>) => {
        const answer = await post(`${busy.url}/webhooks/${path}`, sent);
        answered += 1;
        return answer;
      };
      const first = call("acme", fromJira("one"));
      await entered;
      const later = [
        call("acme", fromJira("two")),
        call("hub", fromGithub("three")),
        call("acme", fromJira("two")),
        call("acme", fromJira("one")),
      ];
      await busy.accepted(5);
      expect(answered).toBe(0);
      expect(announced).toEqual([["acme"]]);
      goOn();
      expect(await Promise.all([first, ...later])).toEqual(Array.from({ length: 5 }, () => empty(202)));
      expect(announced).toEqual([["acme"], ["acme", "hub"]]);
      expect((await kept()).map(({ deliveryId }) => deliveryId).toSorted()).toEqual(["one", "three", "two"]);
      expect(busy.logged.filter(({ line }) => line.includes('"isNew":true'))).toHaveLength(3);
    } finally {
      goOn();
      await busy.close();
    }
  });

  test("a transaction that fails costs its own calls only, and they may come again", async () => {
    const { announce, announced, entered, goOn } = holdUp();
    const busy = await startEndpoint(tested.store, async (connections, within) => {
      await announce(connections);
      await within.executeSql("select 1");
      if (announced.length === 2) throw new Error("the queue is broken");
    });
    try {
      const call = (id: string) => post(`${busy.url}/webhooks/acme`, fromJira(id));
      const first = call("one");
      await entered;
      const second = [call("two"), call("three")];
      await busy.accepted(3);
      goOn();
      expect(await first).toEqual(empty(202));
      expect(await Promise.all(second)).toEqual([empty(503), empty(503)]);
      expect(await kept()).toMatchObject([{ deliveryId: "one" }]);
      expect(await call("two")).toEqual(empty(202));
      expect((await kept()).map(({ deliveryId }) => deliveryId)).toEqual(["two", "one"]);
      expect(busy.logged.filter(({ level }) => level === "error")).toHaveLength(2);
    } finally {
      goOn();
      await busy.close();
    }
  });
});

function send(connection: string, options: RequestOptions): ClientRequest {
  const { port } = new URL(endpoint.url);
  return request({ port, path: `/webhooks/${connection}`, method: "POST", agent: false, ...options });
}

async function answerTo(sent: ClientRequest): Promise<{ readonly status: number; readonly body: string }> {
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}
