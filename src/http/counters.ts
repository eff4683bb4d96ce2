import { Counter, Histogram, type Registry } from "prom-client";

/** Metrics of events, which this process counts itself. The state of queues, inbox, streams and texts is in `gauges.ts`. */
export function createCounters(registry: Registry) {
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
