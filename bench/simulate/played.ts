import { z } from "zod";

const texts = z.array(z.string()).readonly();

/** What became of one history. */
export const played = z.object({
  seed: z.number(),
  steps: z.number(),
  faults: z.number(),
  restarts: z.number(),
  /** How the end differs from a clean run on the trackers' last state. */
  diverged: texts,
  /** How the model differs from a clean run's where nothing but deliveries tells of changes. */
  unheard: texts,
  /** Conflicts whose age was lost. */
  rejuvenated: texts,
  duplicates: texts,
  /** Deliveries that were accepted and never worked off. */
  lost: texts,
  /** Words of people that are gone. */
  overwritten: texts,
  /** What was written though somebody had said stop. */
  afterStop: texts,
  /** Jobs that ended by a bug, and what went wrong in the simulation itself. */
  broken: texts,
  writesAfterRest: z.number(),
  writes: z.number(),
  changes: z.number(),
  /** What the trackers refused people, and how often. */
  refusals: z.record(z.string(), z.number()),
  /** What went wrong in which state. */
  pairs: texts,
  turns: z.number(),
  /** Digest over all that happened, in its order. */
  trace: z.string(),
});
export type Played = Readonly<z.infer<typeof played>>;

/** What a history shows to be wrong; nothing where all is well. */
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

/** Why a history proves nothing; null where something happened. */
export function emptinessOf({ changes, writes, faults, restarts }: Happened): string | null {
  if (changes === 0) return "nothing changed";
  if (writes === 0) return "nothing was written";
  return faults + restarts === 0 ? "nothing went wrong" : null;
}
