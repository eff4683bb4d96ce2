import { collectDefaultMetrics, Registry } from "prom-client";
import { Failure } from "../domain/failure.ts";
import type { Clock, Meter } from "../ports/runtime.ts";
import { createCounters } from "./counters.ts";
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
  const { deliveries, worked, publications, jobs } = createCounters(registry, {
    connections: insight.trackers().map(({ connection }) => connection),
    trains: insight.trains,
  });
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

/** Null while the database is unreachable. */
async function stateOf(insight: Insight): Promise<ServiceState | null> {
  try {
    return await insight.look();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}
