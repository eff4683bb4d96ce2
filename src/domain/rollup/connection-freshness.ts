import type { FailureCode } from "../failure.ts";
import type { System } from "../ids.ts";
import type { Model, StreamState } from "../model/model.ts";
import { byText } from "../ordering.ts";
import type { Train } from "../model/train.ts";

/** How far Signalbox read a connection, and how reliable its figures are. Instants in epoch milliseconds. */
export type SourceState = {
  readonly connection: string;
  readonly system: System;
  /** When its slowest stream was last complete; null for never. */
  readonly completedAt: number | null;
  /** The instant up to which its figures hold: the last read of it, or of its stale part; null for never. */
  readonly asOf: number | null;
  /** Why Signalbox could not read the stale part; null if nothing failed, or nothing is stale. */
  readonly failure: FailureCode | null;
  /** Whether it, or part of it, was not read in time. */
  readonly isStale: boolean;
  /** Names of the stale streams; empty for the whole connection, and if none is stale. */
  readonly staleStreams: readonly string[];
};

/** Failures that may pass by themselves: reports mention them only after a while. */
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

/** The streams that were not read in time, failed ones first; all of them if the connection is dead. */
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

/** Null if one of them was never complete, or there is none. */
function oldest(streams: readonly StreamState[]): number | null {
  const times = streams.map(({ completedAt }) => completedAt ?? Number.NEGATIVE_INFINITY);
  const first = Math.min(...times);
  return Number.isFinite(first) ? first : null;
}
