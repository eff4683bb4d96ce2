import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { z } from "zod";
import { percentile } from "./load.ts";

/*
 * Callers in their own process. Reads one order per line from stdin and answers each with a line of JSON: signed
 * deliveries at a steady rate, or many callers with large bodies, each of which calls again as soon as it gets an
 * answer or loses its connection.
 */
const order = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("signed"),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    perSecond: z.number(),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal("flood"),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    bytes: z.number(),
    callers: z.number(),
    seconds: z.number(),
  }),
]);
type Order = z.infer<typeof order>;

for await (const line of createInterface({ input: process.stdin })) {
  const received = order.parse(JSON.parse(line));
  const answer = received.kind === "signed" ? await deliver(received) : await flood(received);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function deliver({ url, headers, body, perSecond, seconds }: Order & { kind: "signed" }) {
  const calls: Promise<{ ms: number; isStored: boolean }>[] = [];
  const startedAt = performance.now();
  while (calls.length < perSecond * seconds) {
    const dueAt = startedAt + (calls.length / perSecond) * 1000;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
    const own = { "content-length": String(Buffer.byteLength(body)), "x-github-delivery": randomUUID() };
    const sent = call({ url, headers: { ...headers, ...own } }, (sending) => sending.end(body));
    calls.push(sent.then((status) => ({ ms: performance.now() - dueAt, isStored: status.startsWith("2") })));
  }
  const ended = await Promise.all(calls);
  const sorted = ended.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return { p99Ms: percentile(sorted, 0.99), lost: ended.filter(({ isStored }) => !isStored).length };
}

/** At least one call per caller, whatever the time. */
async function flood({ url, headers, bytes, callers, seconds }: Order & { kind: "flood" }) {
  const endsAt = performance.now() + seconds * 1000;
  const piece = Buffer.alloc(64 * 1024, 32);
  const statuses: Record<string, number> = {};
  const caller = async () => {
    do {
      const own = { "content-length": String(bytes), "x-github-delivery": randomUUID() };
      const status = await call({ url, headers: { ...headers, ...own } }, (sending) => {
        let left = bytes;
        const send = () => {
          while (left > 0 && !sending.destroyed && performance.now() < endsAt) {
            const size = Math.min(left, piece.length);
            left -= size;
            if (!sending.write(size === piece.length ? piece : piece.subarray(0, size))) return;
          }
          if (left === 0) sending.end();
          else sending.destroy();
        };
        sending.on("drain", send);
        send();
      });
      statuses[status] = (statuses[status] ?? 0) + 1;
    } while (performance.now() < endsAt);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { statuses };
}

type Target = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** @returns the answer's status, or the reason for none */
function call({ url, headers }: Target, send: (sending: ReturnType<typeof request>) => void): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const sending = request(url, { method: "POST", agent: false, headers });
  sending.once("response", (response) => {
    resolve(String(response.statusCode));
    response.resume();
    response.once("close", () => sending.destroy());
  });
  sending.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
  sending.once("close", () => resolve("closed"));
  send(sending);
  return promise;
}
