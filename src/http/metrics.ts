import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Clock, Meter } from "../ports/runtime.ts";
import type { Insight } from "./insight.ts";

export type Metrics = {
  readonly meter: Meter;
  /** What Prometheus reads; the state of queues, inbox and streams is looked up when it asks. */
  text(): Promise<string>;
  readonly contentType: string;
};

export function createMetrics(insight: Insight, clock: Clock): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { deliveries, worked, publications, jobs } = counters(registry);
  const measure = gauges(registry);
  const meter: Meter = {
    delivery: (connection, outcome) => deliveries.inc({ connection, outcome }),
    worked: ({ connection, event, state, count }) => worked.inc({ connection, event, outcome: state }, count),
    publication: (train, outcome, count) => publications.inc({ train, outcome }, count),
    job: (kind, outcome, seconds) => jobs.observe({ kind, outcome }, seconds),
  };
  return {
    meter,
    contentType: registry.contentType,
    text: async () => {
      measure(await insight.look(), clock());
      return registry.metrics();
    },
  };
}

function counters(registry: Registry) {
  const registers = [registry];
  return {
    deliveries: new Counter({
      name: "signalbox_deliveries_total",
      help: "Webhook calls by outcome: received, repeated, refused.",
      labelNames: ["connection", "outcome"],
      registers,
    }),
    worked: new Counter({
      name: "signalbox_deliveries_worked_total",
      help: "Deliveries that were processed, by event and outcome.",
      labelNames: ["connection", "event", "outcome"],
      registers,
    }),
    publications: new Counter({
      name: "signalbox_publications_total",
      help: "Issues and comments by what became of them.",
      labelNames: ["train", "outcome"],
      registers,
    }),
    jobs: new Histogram({
      name: "signalbox_job_seconds",
      help: "Duration of background jobs by kind and outcome.",
      labelNames: ["kind", "outcome"],
      buckets: [0.05, 0.2, 1, 5, 30, 120, 600, 3600],
      registers,
    }),
  };
}

function gauges(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: readonly string[]) =>
    new Gauge({ name: `signalbox_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const waiting = gauge("inbox_waiting", "Deliveries that wait to be processed.", ["connection"]);
  const failed = gauge("inbox_failed", "Deliveries that are parked for a person.", ["connection"]);
  const age = gauge("inbox_oldest_seconds", "Age of the oldest delivery that waits.", ["connection"]);
  const lag = gauge("stream_lag_seconds", "Time since a stream was last read to its end.", ["connection", "stream"]);
  const missed = gauge("missed_ratio", "Share of changes that no webhook told of, last 24 h.", ["connection"]);
  const queued = gauge("jobs_waiting", "Jobs by kind that are due and wait.", ["kind"]);
  const jobAge = gauge("jobs_oldest_seconds", "How long the oldest job that is due has waited.", ["kind"]);
  const requests = gauge("api_requests", "Requests sent to a tracker since the process started.", ["connection"]);
  const remaining = gauge("api_budget_remaining", "What the tracker said is left of a budget.", [
    "connection",
    "budget",
  ]);
  return ({ connections, jobs }: Awaited<ReturnType<Insight["look"]>>, now: number): void => {
    for (const { connection, inbox, streams, missedRatio, sent, budgets } of connections) {
      waiting.set({ connection }, inbox.waiting);
      failed.set({ connection }, inbox.failed);
      age.set({ connection }, inbox.oldestWaitingAt === null ? 0 : (now - inbox.oldestWaitingAt) / 1000);
      missed.set({ connection }, missedRatio);
      requests.set({ connection }, sent);
      for (const { stream, completedAt } of streams) {
        if (completedAt !== null) lag.set({ connection, stream }, (now - completedAt) / 1000);
      }
      for (const { budget, left } of budgets) remaining.set({ connection, budget }, left);
    }
    for (const { kind, ready, oldestSeconds } of jobs) {
      queued.set({ kind }, ready);
      jobAge.set({ kind }, oldestSeconds);
    }
  };
}
