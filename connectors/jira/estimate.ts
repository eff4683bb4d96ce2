import { z } from "zod";
import { asPoints, pointsIn } from "../../src/domain/items/points.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";

type Estimate = Pick<WorkItem, "points" | "pointsWords">;

/** A choice of a select list; `child`: the second choice of a cascading one. */
const Choice = z.object({ value: z.string(), child: z.object({ value: z.string() }).nullish().catch(null) });
const Several = z.array(z.unknown());

/**
 * The first number in an issue's estimate fields, which may be numbers, texts or select lists.
 * @param fields the value of each, in the order of the fields
 */
export function estimateIn(fields: readonly unknown[]): Estimate {
  return firstOf(fields.map(estimateOf));
}

/** Of several fields the first with a number, else the first with words. */
export function firstOf(read: readonly Estimate[]): Estimate {
  return (
    read.find(({ points }) => points !== null) ??
    read.find(({ pointsWords }) => pointsWords !== null) ?? { points: null, pointsWords: null }
  );
}

function estimateOf(value: unknown): Estimate {
  if (typeof value === "string") return estimateInWords([value]);
  if (typeof value === "number") return { points: asPoints(value), pointsWords: null };
  const [only, ...others] = Several.safeParse(value).data ?? [];
  if (typeof only === "number" && others.length === 0) return estimateOf(only);
  return estimateInWords(wordsIn(value));
}

/** As `estimateIn`, of words as a changelog has them. */
export function estimateInWords(words: readonly string[]): Estimate {
  const points = words.map(pointsIn).find((number) => number !== null) ?? null;
  return { points, pointsWords: points === null ? (words.find(isNoNumber) ?? null) : null };
}

/** The words that a person sees, the second choice first; none for several choices. */
function wordsIn(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  const several = Several.safeParse(value).data;
  if (several?.length === 1) return wordsIn(several[0]);
  if (several !== undefined)
    return several.length === 0 ? [] : [several.map((one) => wordsIn(one).at(0) ?? "…").join(", ")];
  const choice = Choice.safeParse(value).data;
  if (choice === undefined) return ["no text"];
  return [choice.child?.value ?? "", choice.value].filter((words) => words.trim() !== "");
}

/** Whether the words stand for "not estimated", such as −1. */
function isNoNumber(words: string): boolean {
  return words.trim() !== "" && !/^[-\u2212+]?[\d.,]+$/u.test(words.normalize("NFKC").trim());
}
