import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";

/** The same call repeatedly, each a separate delivery. */
export type Load = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Number of connections; a call waits for a free one, and its wait counts. */
  readonly connections: number;
  readonly seconds: number;
};

/** As fast as the other side accepts: each connection sends its next call after the last answer. @returns calls per second */
export async function topRate(load: Load): Promise<number> {
  using poster = createPoster(load);
  const startedAt = performance.now();
  const endsAt = startedAt + load.seconds * 1000;
  let sent = 0;
  const work = async () => {
    while (performance.now() < endsAt) {
      await poster.post();
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: load.connections }, work));
  return sent / ((performance.now() - startedAt) / 1000);
}

/**
 * At a steady rate, whether answers come or not: a slow answer does not delay the next call, as in reality. Excludes
 * the first second, in which connections open.
 * @returns milliseconds from each call's due time to its answer, sorted
 */
export async function steadyRate(load: Load, perSecond: number): Promise<readonly number[]> {
  using poster = createPoster(load);
  const startedAt = performance.now();
  const all: Promise<number>[] = [];
  const total = Math.floor(perSecond * (load.seconds + 1));
  while (all.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    while (all.length < due) {
      const dueAt = startedAt + (all.length / perSecond) * 1000;
      all.push(poster.post().then(() => performance.now() - dueAt));
    }
    // Sleep a millisecond: a spinning loop would take a core from the measured process.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return (await Promise.all(all.slice(Math.ceil(perSecond)))).toSorted((a, b) => a - b);
}

/** @param sorted ascending @param share 0 to 1 */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function createPoster({ url, headers, body, connections }: Load) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const length = Buffer.byteLength(body);
  return {
    /** @throws Error for an answer other than 2xx */
    post: (): Promise<void> => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const own = { "content-length": length, "x-github-delivery": randomUUID() };
      const sending = request(url, { method: "POST", agent, headers: { ...headers, ...own } });
      sending.once("response", (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) response.once("end", resolve);
        else reject(new Error(`HTTP ${statusCode}`));
      });
      sending.once("error", reject);
      sending.end(body);
      return promise;
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}
