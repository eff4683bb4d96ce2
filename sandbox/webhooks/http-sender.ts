import PQueue from "p-queue";
import type { Clock } from "../../src/ports/runtime.ts";
import type { Attempt, WebhookSender, OutgoingDelivery } from "./webhook-sender.ts";

/** Runs something later, once. @returns a function that cancels it */
export type Timer = (ms: number, run: () => void) => () => void;

export type HttpSenderOptions = { readonly clock: Clock; readonly timer?: Timer };

export type HttpSender = WebhookSender & {
  attempts(): readonly Attempt[];
  /** Resolves once no delivery is in flight; deliveries waiting for a retry do not count. */
  idle(): Promise<void>;
  /** Drops waiting deliveries and aborts those in flight; ignores later ones. */
  close(): void;
};

const MINUTE = 60_000;
/** Jira tries again up to five times, 5 to 15 minutes apart. GitHub never does. */
const RETRY_AFTER = { jira: [5, 7, 9, 12, 15].map((minutes) => minutes * MINUTE), github: [] } as const;
/** So long a tracker waits for the answer, in milliseconds: GitHub Enterprise Server as long as Jira. */
const TIMEOUT = 30_000;
const RETRIED: ReadonlySet<number> = new Set([408, 409, 425, 429]);
const MOST_AT_ONCE = 20;
const MOST_REMEMBERED = 500;

/** Posts deliveries as the trackers do. Its failures never affect the tracker; it remembers each outcome. */
export function createHttpSender({ clock, timer = wallTimer }: HttpSenderOptions): HttpSender {
  const queue = new PQueue({ concurrency: MOST_AT_ONCE });
  const closed = new AbortController();
  const waiting = new Set<() => void>();
  const attempts: Attempt[] = [];
  let count = 0;

  const later = (ms: number, run: () => void): void => {
    const callOff = timer(ms, () => {
      waiting.delete(callOff);
      run();
    });
    waiting.add(callOff);
  };

  const remember = (attempt: Omit<Attempt, "id">): void => {
    count += 1;
    attempts.push({ id: count, ...attempt });
    if (attempts.length > MOST_REMEMBERED) attempts.shift();
  };

  const attempt = async (delivery: OutgoingDelivery, retry: number): Promise<void> => {
    const at = clock();
    const status = await post(delivery, { retry, timer, closed: closed.signal });
    if (closed.signal.aborted) return;
    remember({ delivery, retry, at, durationMs: clock() - at, status });
    const wait = RETRY_AFTER[delivery.tracker][retry];
    if (wait !== undefined && isRetried(status)) later(wait, () => send(delivery, retry + 1));
  };

  const send = (delivery: OutgoingDelivery, retry: number): void => {
    if (!closed.signal.aborted) void queue.add(async () => attempt(delivery, retry));
  };

  return {
    deliver: (delivery) => send(delivery, 0),
    attempts: () => attempts,
    idle: async () => queue.onIdle(),
    close: () => {
      closed.abort();
      queue.clear();
      for (const callOff of waiting) callOff();
      waiting.clear();
    },
  };
}

function isRetried(status: number | null): boolean {
  return status === null || status >= 500 || RETRIED.has(status);
}

type Try = { readonly retry: number; readonly timer: Timer; readonly closed: AbortSignal };

/** @returns the status of the answer; null without one */
async function post({ url, headers, body }: OutgoingDelivery, { retry, timer, closed }: Try): Promise<number | null> {
  const late = new AbortController();
  const callOff = timer(TIMEOUT, () => late.abort());
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, ...(retry > 0 && { "X-Atlassian-Webhook-Retry": String(retry) }) },
      body,
      redirect: "manual",
      signal: AbortSignal.any([late.signal, closed]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    // Refused, broken off or late: to a tracker all of it is no answer, and the attempt says so.
    return null;
  } finally {
    callOff();
  }
}

function wallTimer(ms: number, run: () => void): () => void {
  const handle = setTimeout(run, ms).unref();
  return () => clearTimeout(handle);
}
