import type { RequestHandler } from "express";
import { Failure } from "../domain/failure.ts";
import type { Clock } from "../ports/runtime.ts";
import type { PublishState } from "../ports/publication-ledger.ts";
import type { ConnectionState, Insight } from "./insight.ts";

/** `GET /healthz`: the process answers. */
export const healthz: RequestHandler = (_request, response) => {
  response.json({ status: "ok" });
};

/**
 * `GET /readyz`: 200 while the database accepts deliveries, else 503. A failing tracker shows in the body and does not
 * change the status: taking the endpoint out of service would lose the other trackers' calls.
 */
export function readyz(insight: Insight, clock: Clock): RequestHandler {
  return async (_request, response) => {
    try {
      const { connections, jobs } = await insight.look();
      const now = clock();
      response.json({ ready: true, connections: connections.map((state) => connectionHealth(state, now)), jobs });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      response.status(503).json({ ready: false, reason: error.message, remedy: error.remedy });
    }
  };
}

function connectionHealth(state: ConnectionState, now: number) {
  const { connection, streams, inbox, missedRatio, budgets, published } = state;
  const failures = streams.flatMap(({ stream, failure }) => (failure === null ? [] : { stream, ...failure }));
  const neverRead = streams.length === 0 || streams.some(({ completedAt }) => completedAt === null);
  const unwritten = published.some(({ failure }) => failure !== null);
  return {
    connection,
    state: failures.length > 0 || unwritten || inbox.failed > 0 ? "degraded" : neverRead ? "starting" : "ok",
    failures: failures.map(({ stream, code, text, at }) => ({ stream, code, text, secondsAgo: seconds(now, at) })),
    streams: streams.map(({ stream, completedAt }) => ({ stream, lagSeconds: seconds(now, completedAt) })),
    publishing: published.map((one) => publishHealth(one, now)),
    webhooks: {
      lastSecondsAgo: seconds(now, inbox.newestAt),
      waiting: inbox.waiting,
      oldestWaitingSeconds: seconds(now, inbox.oldestWaitingAt),
      failed: inbox.failed,
      missedRatio,
    },
    budgets,
  };
}

/** `failure.secondsAgo`: when this failure began. */
function publishHealth({ train, failure, waiting, held, refused, publishedAt }: PublishState, now: number) {
  const why = failure && { code: failure.code, text: failure.text, secondsAgo: seconds(now, failure.at) };
  return { train, failure: why, waiting, held, refused, publishedSecondsAgo: seconds(now, publishedAt) };
}

function seconds(now: number, then: number | null): number | null {
  return then === null ? null : Math.max(0, Math.round((now - then) / 1000));
}
