import type { Train } from "../../../src/domain/model/train.ts";
import type { Job, JobQueue, SendOptions } from "../../../src/ports/jobs.ts";
import type { Clock } from "../../../src/ports/runtime.ts";

type QueueDefect = (queue: JobQueue) => JobQueue;

const minuteMs = 60_000;

/** Defects in the job queue. */
export const queueDefects: Readonly<Record<string, QueueDefect>> = {
  "queue: a retry forgets": losing((_job, { slot }) => slot === "retry"),
  "queue: regular turns are lost": losing((_job, { slot }) => slot === "turn"),
  "queue: wakes are lost": losing((_job, { slot, afterMs = 0 }) => slot === "wake" && afterMs > 0),
  "queue: thinking is lost": losing(({ kind }) => kind === "recompute"),
  "queue: thinking is lost after reading": losing(({ kind }, { slot }) => kind === "recompute" && slot === undefined),
  "queue: sweeps are lost": losing(({ kind }) => kind === "sweep"),
  "queue: polls are lost": losing(({ kind }) => kind === "poll"),
  "queue: what is for later comes at once, again and again": (queue) => ({
    send: (job, sending = {}) => queue.send(job, { ...sending, afterMs: Math.min(sending.afterMs ?? 0, 1000) }),
  }),
  "queue: a failure is told as a bug": (queue) => ({
    send: (job, sending = {}) =>
      job.attempt === undefined ? queue.send(job, sending) : Promise.reject(new Error("planted: not sent")),
  }),
};

function losing(isLost: (job: Job, sending: SendOptions) => boolean): QueueDefect {
  return (queue) => ({
    send: (job, sending = {}) => (isLost(job, sending) ? Promise.resolve() : queue.send(job, sending)),
  });
}

type ClockDefect = (clock: Clock) => Clock;

/** Defects in a process's clock. */
export const clockDefects: Readonly<Record<string, ClockDefect>> = {
  "clock: it jumps a day ahead and back": (clock) => {
    let asked = 0;
    return () => clock() + ((asked += 1) % 50 === 0 ? 1440 * minuteMs : 0);
  },
  "clock: it is a week ahead": (clock) => () => clock() + 7 * 1440 * minuteMs,
  "clock: it is a week behind": (clock) => () => clock() - 7 * 1440 * minuteMs,
  "clock: it stands still": (clock) => {
    const stopped = clock();
    return () => stopped;
  },
};

type TrainDefect = (train: Train) => Train;

/** Defects in a process's trains. */
export const trainDefects: Readonly<Record<string, TrainDefect>> = {
  "train: another time zone": (train) => ({ ...train, timeZone: "Pacific/Kiritimati" }),
  "train: a team is missing": (train) => ({ ...train, teams: train.teams.slice(1) }),
  "train: dates in comments are settled at once": (train) => ({
    ...train,
    comments: { ...train.comments, newPerRun: 0 },
  }),
};
