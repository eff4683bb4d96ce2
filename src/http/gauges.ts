import { Gauge, type Registry } from "prom-client";
import type { PublishState } from "../ports/publication-ledger.ts";
import type { ConnectionState, JobBacklog, ServiceState, TrackerState } from "./insight.ts";

/** Sets all gauges anew, so that removed streams and reasons disappear. */
type Measure = (trackers: readonly TrackerState[], state: ServiceState | null, now: number) => void;

/** The gauges of a registry. `state`: null while the database is unreachable; `now`: epoch milliseconds. */
export function createGauges(registry: Registry): Measure {
  const all: Gauge[] = [];
  const gauge: MakeGauge = (name, help, labelNames = []) => {
    const made = new Gauge({ name: `signalbox_${name}`, help, labelNames: [...labelNames], registers: [registry] });
    all.push(made);
    return made;
  };
  const up = gauge("database_up", "1 if the database answers, else 0; at 0 the metrics it holds are missing.");
  const measureTracker = trackerGauges(gauge);
  const measureConnection = connectionGauges(gauge);
  const measurePublished = publishGauges(gauge);
  const measureJobs = jobGauges(gauge);
  return (trackers, state, now) => {
    for (const one of all) one.reset();
    up.set(state === null ? 0 : 1);
    for (const tracker of trackers) measureTracker(tracker);
    for (const connection of state?.connections ?? []) {
      measureConnection(connection, now);
      for (const published of connection.published) measurePublished(published, now);
    }
    for (const backlog of state?.jobs ?? []) measureJobs(backlog);
  };
}

type MakeGauge = (name: string, help: string, labelNames?: readonly string[]) => Gauge;

function trackerGauges(gauge: MakeGauge) {
  const requests = gauge("api_requests", "Requests sent to a tracker since the process started.", ["connection"]);
  const remaining = gauge("api_budget_remaining", "Remaining API budget, as reported by the tracker.", [
    "connection",
    "budget",
  ]);
  return ({ connection, sent, budgets }: TrackerState): void => {
    requests.set({ connection }, sent);
    for (const { budget, left } of budgets) remaining.set({ connection, budget }, left);
  };
}

function connectionGauges(gauge: MakeGauge) {
  const waiting = gauge("inbox_waiting", "Deliveries waiting to be processed.", ["connection"]);
  const failed = gauge("inbox_failed", "Deliveries that failed and need a person.", ["connection"]);
  const age = gauge("inbox_oldest_seconds", "Age of the oldest waiting delivery.", ["connection"]);
  const lag = gauge("stream_lag_seconds", "Time since the last complete read of a stream.", ["connection", "stream"]);
  const failing = gauge("stream_failing", "1 if the last read of a stream failed, else 0.", ["connection", "stream"]);
  const missed = gauge("missed_ratio", "Share of changes that no webhook announced, last 24 h.", ["connection"]);
  return ({ connection, inbox, streams, missedRatio }: ConnectionState, now: number): void => {
    waiting.set({ connection }, inbox.waiting);
    failed.set({ connection }, inbox.failed);
    age.set({ connection }, inbox.oldestWaitingAt === null ? 0 : (now - inbox.oldestWaitingAt) / 1000);
    missed.set({ connection }, missedRatio);
    for (const { stream, completedAt, failure } of streams) {
      failing.set({ connection, stream }, failure === null ? 0 : 1);
      if (completedAt !== null) lag.set({ connection, stream }, (now - completedAt) / 1000);
    }
  };
}

function publishGauges(gauge: MakeGauge) {
  const place = ["train", "connection"];
  const waiting = gauge("publications_waiting", "Waiting issues and comments, by reason.", [...place, "reason"]);
  const held = gauge("publications_held", "Issues and comments whose markers a person removed.", place);
  const refused = gauge("publications_refused", "Issues and comments that the tracker refuses.", place);
  const age = gauge(
    "last_published_seconds",
    "Time since all texts were up to date; if they never were, since the first try.",
    place,
  );
  return ({ train, connection, ...state }: PublishState, now: number): void => {
    for (const [reason, count] of Object.entries(state.waiting)) waiting.set({ train, connection, reason }, count);
    held.set({ train, connection }, state.held);
    refused.set({ train, connection }, state.refused);
    age.set({ train, connection }, (now - (state.publishedAt ?? state.firstAt)) / 1000);
  };
}

function jobGauges(gauge: MakeGauge) {
  const queued = gauge("jobs_waiting", "Due jobs that wait, by kind.", ["kind"]);
  const age = gauge("jobs_oldest_seconds", "Waiting time of the oldest due job, by kind.", ["kind"]);
  return ({ kind, ready, oldestSeconds }: JobBacklog): void => {
    queued.set({ kind }, ready);
    age.set({ kind }, oldestSeconds);
  };
}
