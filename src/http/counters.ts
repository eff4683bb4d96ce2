import { Counter, Histogram, type Registry } from "prom-client";
import { jobKinds } from "../ports/jobs.ts";

export type Counted = { readonly connections: readonly string[]; readonly trains: readonly string[] };

/**
 * Metrics of events, which this process counts itself. The state of queues, inbox, streams and texts is in `gauges.ts`.
 * Those of which a rule or the dashboard takes the increase begin at 0: Prometheus sees no increase in a series that
 * begins at 1 (https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics).
 */
export function createCounters(registry: Registry, { connections, trains }: Counted) {
  const counters = makeCounters([registry]);
  const { deliveries, publications, jobs } = counters;
  for (const connection of connections)
    for (const outcome of ["received", "repeated", "refused"]) deliveries.inc({ connection, outcome }, 0);
  for (const train of trains)
    for (const outcome of ["created", "updated", "resolved", "gone", "refused", "tooOften"])
      publications.inc({ train, outcome }, 0);
  for (const kind of jobKinds) jobs.zero({ kind, outcome: "broken" });
  return counters;
}

function makeCounters(registers: Registry[]) {
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
