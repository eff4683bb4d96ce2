import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import { Failure } from "../domain/failure.ts";
import type { Clock, Meter } from "../ports/runtime.ts";
import { createGauges } from "./gauges.ts";
import type { Insight, ServiceState } from "./insight.ts";

export type Metrics = {
  readonly meter: Meter;
  /**
   * The text for Prometheus; looks up the state of queues, inbox, streams and publications at each scrape. Without the
   * database it contains what this process knows.
   */
  text(): Promise<string>;
  readonly contentType: string;
};

export function createMetrics(insight: Insight, clock: Clock): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { deliveries, worked, publications, jobs } = counters(registry);
  const measure = createGauges(registry);
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
      const state = await stateOf(insight);
      measure(insight.trackers(), state, clock());
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
      help: "Processed deliveries by event and outcome.",
      labelNames: ["connection", "event", "outcome"],
      registers,
    }),
    publications: new Counter({
      name: "signalbox_publications_total",
      help: "Issues and comments by outcome.",
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

/** Null while the database is unreachable. */
async function stateOf(insight: Insight): Promise<ServiceState | null> {
  try {
    return await insight.look();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}
