import { z } from "zod";
import { boxKey, day, days, patternTemplate, text } from "./text-schema.ts";

const sprintName = patternTemplate
  .optional()
  .describe("Regular expression on sprint names, with {increment} and {iteration}, where dates do not tell");

const kind = z.enum(["regular", "innovation-planning"]);

const regularIterations = z.strictObject({
  count: z.int({ error: "a whole number" }).min(1, { error: "1 or more" }).max(60, { error: "60 or less" }),
  length: days.describe("Length of each, in weeks or days: 2w, 10d"),
  last: kind.optional().describe("What the last one is for"),
  sprintName,
});

const listedIteration = z.strictObject({
  key: boxKey.describe("Unique in the increment"),
  name: text.optional(),
  starts: day.describe("First day"),
  ends: day.describe("First day after"),
  kind: kind.optional(),
  sprintName,
});
export type ListedIteration = z.output<typeof listedIteration>;

export const increment = z
  .strictObject({
    key: boxKey.describe("Unique on the train, in quotes"),
    starts: day.optional().describe("First day; needed where iterations are given as a count"),
    iterations: z
      .union([regularIterations, z.array(listedIteration).min(1, { error: "at least one iteration" })], {
        error: "a count and a length, or a list of iterations",
      })
      .describe("A count and a length, or a list with dates"),
  })
  .meta({ id: "increment", description: "A planning increment" });
export type IncrementEntry = z.output<typeof increment>;
