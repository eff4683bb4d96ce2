import { z } from "zod";
import { compilePattern, patternProblem } from "../../src/domain/pattern.ts";

/** A regular expression that runs in linear time on any text. */
export const pattern = z
  .string()
  .min(1, { error: "a regular expression that is not empty" })
  .transform((source, context) => {
    const problem = patternProblem(source);
    if (problem === null) return compilePattern(source);
    context.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });
