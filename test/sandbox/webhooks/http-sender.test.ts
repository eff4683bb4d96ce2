import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { OutgoingDelivery } from "../../../sandbox/webhooks/webhook-sender.ts";
import { createHttpSender } from "../../../sandbox/webhooks/http-sender.ts";

const MINUTE = 60_000;
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** A receiver that answers with one status after the other, the last one for ever; 0 is no answer at all. */
async function openReceiver(...statuses: readonly number[]) {
  const received: Received[] = [];
  const arrivals: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const status = statuses[received.length] ?? statuses.at(-1) ?? 200;
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (status > 0) response.writeHead(status, { location: "/elsewhere" }).end("thanks");
      arrivals.shift()?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const arrival = () => new Promise<void>((resolve) => arrivals.push(resolve));
  return { url: `http://127.0.0.1:${port}/hook`, received, arrival };
}

/** Time that passes only when told to. */
function virtualTime() {
  let now = 0;
  const due = new Map<number, { readonly at: number; readonly run: () => void }>();
  let count = 0;
  return {
    clock: () => now,
    timer: (ms: number, run: () => void) => {
      count += 1;
      const id = count;
      due.set(id, { at: now + ms, run });
      return () => void due.delete(id);
    },
    waiting: () => [...due.values()].map(({ at }) => at - now),
    pass: (ms: number) => {
      now += ms;
      for (const [id, { at, run }] of due) {
        if (at <= now && due.delete(id)) run();
      }
    },
  };
}

function openSender() {
  const time = virtualTime();
  const webhookSender = createHttpSender(time);
  closing.push(() => webhookSender.close());
  return { ...time, webhookSender };
}

function delivery(url: string, change: Partial<OutgoingDelivery> = {}): OutgoingDelivery {
  const headers = { "Content-Type": "application/json", "X-Hub-Signature": "sha256=00" };
  return { tracker: "jira", url, event: "jira:issue_updated", headers, body: '{"a":"ü"}', ...change };
}

test("a delivery is posted with its headers and its exact bytes", async () => {
  const { url, received } = await openReceiver(202);
  const { webhookSender, waiting } = openSender();
  webhookSender.deliver(delivery(url));
  await webhookSender.idle();
  expect(received).toMatchObject([
    { headers: { "content-type": "application/json", "x-hub-signature": "sha256=00" }, body: '{"a":"ü"}' },
  ]);
  expect(received[0]?.headers).not.toHaveProperty("x-atlassian-webhook-retry");
  expect(webhookSender.attempts()).toMatchObject([{ id: 1, retry: 0, status: 202, delivery: { url } }]);
  expect(waiting()).toEqual([]);
});

test("Jira tries again up to five times, minutes apart, and says which try it is", async () => {
  const { url, received } = await openReceiver(503);
  const { webhookSender, pass, waiting } = openSender();
  webhookSender.deliver(delivery(url));
  await webhookSender.idle();
  const waits: number[] = [];
  for (let [wait] = waiting(); wait !== undefined; [wait] = waiting()) {
    waits.push(wait / MINUTE);
    pass(wait);
    await webhookSender.idle();
  }
  expect(waits).toEqual([5, 7, 9, 12, 15]);
  expect(received.map(({ headers }) => headers["x-atlassian-webhook-retry"])).toEqual([
    undefined,
    "1",
    "2",
    "3",
    "4",
    "5",
  ]);
  expect(webhookSender.attempts().map(({ retry, at }) => [retry, at / MINUTE])).toEqual([
    [0, 0],
    [1, 5],
    [2, 12],
    [3, 21],
    [4, 33],
    [5, 48],
  ]);
});

test("a try that succeeds ends it", async () => {
  const { url } = await openReceiver(429, 200);
  const { webhookSender, pass, waiting } = openSender();
  webhookSender.deliver(delivery(url));
  await webhookSender.idle();
  pass(5 * MINUTE);
  await webhookSender.idle();
  expect(webhookSender.attempts().map(({ status }) => status)).toEqual([429, 200]);
  expect(waiting()).toEqual([]);
});

test.each([
  [200, false],
  [302, false],
  [400, false],
  [401, false],
  [404, false],
  [408, true],
  [409, true],
  [425, true],
  [429, true],
  [500, true],
  [503, true],
])("whether Jira tries again after %i: %s", async (status, isRetried) => {
  const { url } = await openReceiver(status);
  const { webhookSender, waiting } = openSender();
  webhookSender.deliver(delivery(url));
  await webhookSender.idle();
  expect(webhookSender.attempts()).toMatchObject([{ status }]);
  expect(waiting().length > 0).toBe(isRetried);
});

test("GitHub never tries again", async () => {
  const { url, received } = await openReceiver(500);
  const { webhookSender, waiting } = openSender();
  webhookSender.deliver(delivery(url, { tracker: "github", event: "issues.edited" }));
  await webhookSender.idle();
  expect(received).toHaveLength(1);
  expect(waiting()).toEqual([]);
});

test.each(["http://127.0.0.1:1/hook", "nonsense"])("nobody at %s is no answer, and no failure of ours", async (url) => {
  const { webhookSender, waiting } = openSender();
  webhookSender.deliver(delivery(url));
  await webhookSender.idle();
  expect(webhookSender.attempts()).toMatchObject([{ status: null }]);
  expect(waiting()).toEqual([5 * MINUTE]);
});

test("an answer that does not come within half a minute is none", async () => {
  const { url, arrival } = await openReceiver(0);
  const { webhookSender, pass, waiting } = openSender();
  const arrived = arrival();
  webhookSender.deliver(delivery(url));
  await arrived;
  pass(30_000);
  await webhookSender.idle();
  expect(webhookSender.attempts()).toMatchObject([{ status: null, durationMs: 30_000 }]);
  expect(waiting()).toEqual([5 * MINUTE]);
});

test("once closed it drops what is on its way, what waits and what comes", async () => {
  const { url, arrival, received } = await openReceiver(500, 0);
  const { webhookSender, waiting } = openSender();
  webhookSender.deliver(delivery(url));
  await webhookSender.idle();
  const arrived = arrival();
  webhookSender.deliver(delivery(url));
  await arrived;
  webhookSender.close();
  webhookSender.deliver(delivery(url));
  await webhookSender.idle();
  expect(waiting()).toEqual([]);
  expect(received).toHaveLength(2);
  expect(webhookSender.attempts()).toHaveLength(1);
});
