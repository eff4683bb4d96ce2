import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const teamKey = z.enum(["checkout", "ledger", "risk", "mobile", "api", "web", "identity"]);
export type TeamKey = z.infer<typeof teamKey>;

/** `bug` and `task` say the kind; the rest are stories. */
const work = z.union([
  z.string().transform((title) => ({ kind: "story" as const, title })),
  z.strictObject({ bug: z.string() }).transform(({ bug }) => ({ kind: "bug" as const, title: bug })),
  z.strictObject({ task: z.string() }).transform(({ task }) => ({ kind: "task" as const, title: task })),
]);

/** A title without its item. */
export type Work = z.infer<typeof work>;

const place = z.number().int().nonnegative();

const feature = z.strictObject({
  title: z.string(),
  why: z.string(),
  noun: z.string(),
  span: z.tuple([z.number(), z.number()]),
  /** Its own due date is the last day of this iteration. */
  due: place.optional(),
  buildsOn: z.array(z.tuple([teamKey, place])).default([]),
  children: z.array(work),
});

export type FeatureText = z.infer<typeof feature>;

const lines = z.array(z.string());

const textsFile = z.strictObject({
  teams: z.record(teamKey, z.strictObject({ features: z.array(feature), loose: z.array(work) })),
  chores: z.array(work),
  routine: z.array(work),
  acceptance: lines,
  observed: lines,
  steps: lines,
  comments: lines,
});

export type TeamText = z.infer<typeof textsFile>["teams"][TeamKey];

const item = z.strictObject({
  title: z.string(),
  at: z.tuple([teamKey, place, place]),
  kind: z.enum(["story", "task", "bug"]).default("story"),
  state: z.enum(["todo", "in-progress", "in-review", "done", "cancelled"]).default("todo"),
  dueDaysAgo: z.number().optional(),
  /** Number of closed sprints that it was in before. */
  carriedOver: place.optional(),
});

/** One item of a staged conflict. */
export type PreparedItem = z.infer<typeof item>;

const conflict = z.strictObject({
  consumer: item,
  provider: z.union([z.string(), item]),
  via: z.enum(["native", "text"]),
});

export type PreparedConflict = z.infer<typeof conflict>;

const conflictsFile = z.strictObject({ first: z.array(conflict), last: z.array(conflict) });

/** The texts of the demo: `texts.yaml`. */
export const texts = textsFile.parse(read("texts.yaml"));

/** The staged conflicts: `conflicts.yaml`. The demo draws `last` after everything else, so that the rest stays the same. */
export const preparedConflicts = conflictsFile.parse(read("conflicts.yaml"));

function read(file: string): unknown {
  return parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}
