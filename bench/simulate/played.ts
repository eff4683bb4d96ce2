import { z } from "zod";

const texts = z.array(z.string()).readonly();

/** The result of one history. */
export const played = z.object({
  seed: z.number(),
  steps: z.number(),
  faults: z.number(),
  restarts: z.number(),
  /** Differences from a clean run on the trackers' last state. */
  diverged: texts,
  /** Differences of the model from a clean run's when only deliveries report changes. */
  unheard: texts,
  /** Conflicts that lost their age. */
  rejuvenated: texts,
  duplicates: texts,
  /** Accepted deliveries that were never processed, and answers of people to conflicts. */
  lost: texts,
  /** Lost words of people. */
  overwritten: texts,
  /** Writes after a stop. */
  afterStop: texts,
  /** Jobs that ended by a bug, and errors of the simulation itself. */
  broken: texts,
  writesAfterRest: z.number(),
  writes: z.number(),
  changes: z.number(),
  /** The trackers' refusals of people's actions, and their number. */
  refusals: z.record(z.string(), z.number()),
  /** Pairs of operation and fault. */
  pairs: texts,
  turns: z.number(),
  /** Digest over all events, in order. */
  trace: z.string(),
});
export type Played = Readonly<z.infer<typeof played>>;

/** The failures of a history; empty if it passes. */
export function faultsOf(one: Played): readonly string[] {
  const kinds = [
    "diverged",
    "unheard",
    "rejuvenated",
    "duplicates",
    "lost",
    "overwritten",
    "afterStop",
    "broken",
  ] as const;
  const restless = one.writesAfterRest > 0 ? [`${one.writesAfterRest} writes after rest`] : [];
  return [...kinds.flatMap((kind) => one[kind].map((what) => `${kind}: ${what}`)), ...restless];
}

type Happened = Pick<Played, "changes" | "writes" | "faults" | "restarts">;

/** Why a history proves nothing; null if enough happened. */
export function emptinessOf({ changes, writes, faults, restarts }: Happened): string | null {
  if (changes === 0) return "nothing changed";
  if (writes === 0) return "nothing was written";
  return faults + restarts === 0 ? "nothing went wrong" : null;
}
