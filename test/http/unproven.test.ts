import { once } from "node:events";
import { request, type ClientRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { useTestDatabase } from "../support/database.ts";
import { fromGithub, fromJira, post, secrets, startEndpoint, type Endpoint } from "./endpoint.ts";

const tested = useTestDatabase("pglite");
let endpoint: Endpoint;
let open: ClientRequest[] = [];

beforeEach(async () => {
  endpoint = await startEndpoint(tested.store);
});

afterEach(async () => {
  for (const sent of open) sent.destroy();
  open = [];
  await endpoint.close();
});

const megabyte = 1024 * 1024;
const unproven = { "X-Hub-Signature": `sha256=${"0".repeat(64)}` };
const kept = () => tested.store.inbox.list({ limit: 100 });

type Headers = Readonly<Record<string, string>>;

/** A call whose body is never sent whole. */
function begin(path: string, headers: Headers, bytes: number): ClientRequest {
  const { port } = new URL(endpoint.url);
  const sent = request({
    port,
    path: `/webhooks/${path}`,
    method: "POST",
    agent: false,
    headers: { Connection: "keep-alive", ...headers },
  });
  sent.on("error", () => undefined);
  sent.flushHeaders();
  if (bytes > 0) sent.write(Buffer.alloc(bytes, 32));
  open.push(sent);
  return sent;
}

async function answerTo(sent: ClientRequest) {
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const { statusCode: status, headers } = response;
  return { status, body: await text(response), again: headers["retry-after"], connection: headers.connection };
}

const claimed = (bytes: number) => ({ "Content-Length": String(bytes) });

describe("a call that cannot be the tracker's is refused before its body is there", () => {
  test.each([
    ["no signature", "acme", {}],
    ["the other tracker's signature", "acme", { "X-Hub-Signature-256": unproven["X-Hub-Signature"] }],
    ["a signature of another form", "acme", { "X-Hub-Signature": "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709" }],
    ["no event", "hub", { "X-Hub-Signature-256": unproven["X-Hub-Signature"] }],
    ["no signature, GitHub", "hub", { "X-GitHub-Event": "issues" }],
    ["a signature where a path is asked for", "office", unproven],
    ["another path", `office/${secrets.path}x`, {}],
    ["a packed body", "acme", { ...unproven, "Content-Encoding": "gzip" }],
  ])("%s", async (_, path, headers: Headers) => {
    for (const length of [claimed(10), claimed(25 * megabyte), { "Transfer-Encoding": "chunked" }]) {
      expect(await answerTo(begin(path, { ...headers, ...length }, 0))).toMatchObject({ status: 401, body: "" });
    }
  });

  test("and hung up on where he has much more to send", async () => {
    expect(await answerTo(begin("acme", claimed(25 * megabyte), 0))).toMatchObject({ connection: "close" });
    expect(await answerTo(begin("acme", { "Transfer-Encoding": "chunked" }, 0))).toMatchObject({ connection: "close" });
    expect(await answerTo(begin("acme", claimed(1000), 0))).toMatchObject({ connection: "keep-alive" });
  });
});

describe("bodies of callers who only look like the tracker", () => {
  test("large ones that never end let the small ones of the tracker through", async () => {
    for (let caller = 0; caller < 20; caller += 1) begin("acme", { ...unproven, ...claimed(25 * megabyte) }, 1000);
    for (let caller = 0; caller < 20; caller += 1) {
      begin("hub", { ...fromGithub("one", "guessed").headers, "Transfer-Encoding": "chunked" }, megabyte);
    }
    expect(await post(`${endpoint.url}/webhooks/acme`, fromJira("one"))).toEqual({ status: 202, body: "" });
    expect(await post(`${endpoint.url}/webhooks/hub`, fromGithub("two"))).toEqual({ status: 202, body: "" });
    expect(await kept()).toHaveLength(2);
  });

  test("large ones queue up to a number, and take ten seconds at most to queue and to arrive", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const large = { ...unproven, ...claimed(megabyte) };
      // Each one that queues, and the one that arrives, has a timer.
      const untilTimed = async (count: number) => {
        while (vi.getTimerCount() !== count) await setImmediate();
      };
      const first = answerTo(begin("acme", large, 1000));
      await untilTimed(1);
      const undeclared = begin("acme", { ...unproven, "Transfer-Encoding": "chunked" }, 256 * 1024 + 1);
      const declared = Array.from({ length: 14 }, () => begin("acme", large, 1000));
      const queued = [undeclared, ...declared].map(answerTo);
      await untilTimed(16);
      vi.advanceTimersByTime(1);
      const last = begin("acme", { ...large, Expect: "100-continue" }, 0);
      const [begun, answered] = [once(last, "continue"), answerTo(last)];
      await untilTimed(17);
      expect(await answerTo(begin("acme", large, 1000))).toMatchObject({
        status: 503,
        again: "5",
        connection: "close",
      });
      vi.advanceTimersByTime(9998);
      expect(vi.getTimerCount()).toBe(17);
      vi.advanceTimersByTime(1);
      expect(await first).toMatchObject({ status: 408, again: undefined, connection: "close" });
      const waited = await Promise.all(queued);
      expect(waited.map(({ status, again }) => [status, again])).toEqual(queued.map(() => [503, "5"]));
      // The last one queued for less: it arrives now, and has ten seconds of its own.
      await begun;
      vi.advanceTimersByTime(9999);
      last.end(Buffer.alloc(megabyte, 32));
      expect(await answered).toMatchObject({ status: 401 });
      await untilTimed(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("small ones that were read take no room from one that is slow", async () => {
    const { headers, body } = fromJira("slow");
    const slow = begin("acme", { ...headers, ...claimed(body.length), Expect: "100-continue" }, 0);
    const answered = answerTo(slow);
    await once(slow, "continue");
    const whole = { headers: unproven, body: " ".repeat(256 * 1024) };
    for (let call = 0; call < 65; call += 1) {
      expect(await post(`${endpoint.url}/webhooks/acme`, whole)).toEqual({ status: 401, body: "" });
    }
    slow.end(body);
    expect(await answered).toMatchObject({ status: 202 });
  });

  test("small ones that never end make room, the oldest first, for those that are sent whole", async () => {
    const most = 256 * 1024;
    const callers = Array.from({ length: 65 }, () => begin("acme", { ...unproven, ...claimed(most) }, most - 1));
    let refused = 0;
    const answers = callers.map(async (caller) => {
      const answer = await answerTo(caller);
      refused += 1;
      return answer;
    });
    const first = await Promise.race(answers);
    // Hung up on: while his socket stands, what he has sent is held.
    expect(first).toMatchObject({ status: 503, body: "", again: "5", connection: "close" });
    const whole = Array.from({ length: 5 }, (_, place) =>
      post(`${endpoint.url}/webhooks/acme`, fromJira(`one-${place}`)),
    );
    for (const { status } of await Promise.all(whole)) expect(status).toBe(202);
    expect(await kept()).toHaveLength(5);
    // One for the last caller, and one for the five calls.
    expect(refused).toBeLessThanOrEqual(2);
    for (let caller = 0; caller < 2; caller += 1) begin("acme", { ...unproven, ...claimed(most) }, most - 1);
    await expect.poll(() => refused).toBe(3);
  });

  test("a body in pieces that does not say its length is taken, small or large", async () => {
    for (const [id, size] of [
      ["small", 10],
      ["large", 400 * 1024],
    ] as const) {
      const { headers, body } = fromGithub(id, secrets.present, "x".repeat(size));
      const sent = begin("hub", { ...headers, "Transfer-Encoding": "chunked" }, 0);
      const answered = answerTo(sent);
      for (let from = 0; from < body.length; from += 50_000) sent.write(body.slice(from, from + 50_000));
      sent.end();
      expect(await answered).toMatchObject({ status: 202 });
    }
    const stored = await tested.store.inbox.waiting("hub", 2);
    expect(stored.map(({ body }) => body.length > 400_000)).toEqual([false, true]);
  });

  test.each([
    ["large ones", unproven, 20, 3],
    ["what comes with a call that is refused at once", {}, 0.06, 200],
  ])("leave nothing in memory for the collector: %s", async (_, headers: Headers, megabytes, calls) => {
    const body = Buffer.alloc(megabytes * megabyte, 32);
    setFlagsFromString("--expose-gc");
    runInNewContext("gc()");
    const before = process.memoryUsage().arrayBuffers;
    for (let call = 0; call < calls; call += 1) {
      const sent = begin("acme", { ...headers, ...claimed(body.length) }, 0);
      const answered = answerTo(sent);
      sent.end(body);
      expect(await answered).toMatchObject({ status: 401 });
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5 * megabyte);
  });

  test("who asks before he sends is told to go on only where he may be the tracker", async () => {
    const { headers, body } = fromJira("one");
    const sent = begin("acme", { ...headers, ...claimed(body.length), Expect: "100-continue" }, 0);
    const answered = answerTo(sent);
    await once(sent, "continue");
    sent.end(body);
    expect(await answered).toMatchObject({ status: 202 });
    const foreign = begin("acme", { ...claimed(10), Expect: "100-continue" }, 0);
    let isAsked = false;
    foreign.on("continue", () => (isAsked = true));
    expect(await answerTo(foreign)).toMatchObject({ status: 401 });
    expect(isAsked).toBe(false);
  });
});
