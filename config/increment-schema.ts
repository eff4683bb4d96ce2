import { z } from "zod";
import { boxKey, day, days, patternTemplate, text } from "./text-schema.ts";

const sprintName = patternTemplate
  .optional()
  .describe("Regular expression on sprint names, with {increment} and {iteration}, for sprints without dates");

const kind = z.enum(["regular", "innovation-planning"]);

const regularIterations = z.strictObject({
  count: z.int({ error: "a whole number" }).min(1, { error: "1 or more" }).max(60, { error: "60 or less" }),
  length: days.describe("Length of one iteration, in weeks or days: 2w, 10d"),
  last: kind.optional().describe("Kind of the last iteration"),
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
    starts: day.optional().describe("First day; required if iterations are a count"),
    iterations: z
      .union([regularIterations, z.array(listedIteration).min(1, { error: "at least one iteration" })], {
        error: "a count and a length, or a list of iterations",
      })
      .describe("A count and a length, or a list with dates"),
  })
  .meta({ id: "increment", description: "A planning increment" });
export type IncrementEntry = z.output<typeof increment>;
