import type { FailureCode } from "../failure.ts";
import type { System } from "../ids.ts";
import type { Model, StreamState } from "../model/model.ts";
import { byText } from "../ordering.ts";
import type { Train } from "../model/train.ts";

/** How far a connection was read, as its figures can be trusted. Instants in epoch milliseconds. */
export type SourceState = {
  readonly connection: string;
  readonly system: System;
  /** When its slowest stream was last complete; null for never. */
  readonly completedAt: number | null;
  /** Up to when its figures hold: when it, or the part that is stale, was last read; null for never. */
  readonly asOf: number | null;
  /** Why what is stale could not be read; null where nothing failed, or nothing is stale. */
  readonly failure: FailureCode | null;
  /** Whether it, or part of it, was not read when it should have been. */
  readonly isStale: boolean;
  /** Names of the streams that are stale; empty for the whole connection, and where none is. */
  readonly staleStreams: readonly string[];
};

/** What may pass by itself: it is said only once it has lasted. */
export const passing: ReadonlySet<FailureCode> = new Set([
  "rate-limited",
  "tracker-unavailable",
  "unreachable",
  "unreadable-answer",
]);

/** The connections that a train's teams plan in, by key. `at`: now. */
export function sourcesOf(train: Train, model: Pick<Model, "streams">, at: number): readonly SourceState[] {
  const systems = new Map(train.teams.map(({ from }) => [from.connection, from.system]));
  const ordered = [...systems].toSorted(([a], [b]) => byText(a, b));
  return ordered.map(([connection, system]) => {
    const streams = model.streams.filter((stream) => stream.connection === connection);
    const stale = staleOf(streams, train.staleAfter, at);
    const isWhole = stale.length === streams.length;
    return {
      connection,
      system,
      completedAt: oldest(streams),
      asOf: isWhole || stale.length === 0 ? newest(streams) : oldest(stale),
      failure: stale.find(({ failure }) => failure !== null)?.failure?.code ?? null,
      isStale: isWhole || stale.length > 0,
      staleStreams: isWhole ? [] : stale.map(({ stream }) => stream).toSorted(),
    };
  });
}

/** Those that were not read when they should have been, the ones that failed first; all of them where the connection is dead. */
function staleOf(
  streams: readonly StreamState[],
  { pollMs, sweepMs }: Train["staleAfter"],
  at: number,
): readonly StreamState[] {
  const failedFirst = streams.toSorted((a, b) => Number(a.failure === null) - Number(b.failure === null));
  const last = newest(streams);
  const isDead = streams.some(({ failure }) => failure?.code === "unauthorized");
  if (isDead || last === null || at - last > pollMs) return failedFirst;
  return failedFirst.filter(({ failure, completedAt }) => {
    const failed = failure !== null && !passing.has(failure.code);
    return failed || completedAt === null || at - completedAt > sweepMs;
  });
}

function newest(streams: readonly StreamState[]): number | null {
  const times = streams.flatMap(({ completedAt }) => completedAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

/** Null where one of them was never complete, or there is none. */
function oldest(streams: readonly StreamState[]): number | null {
  const times = streams.map(({ completedAt }) => completedAt ?? Number.NEGATIVE_INFINITY);
  const first = Math.min(...times);
  return Number.isFinite(first) ? first : null;
}
