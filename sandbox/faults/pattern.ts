import safeRegex from "safe-regex2";
import { z } from "zod";

/** A regular expression that no text can keep busy for ever. */
export const pattern = z
  .string()
  .min(1, { error: "a regular expression that is not empty" })
  .transform((source, context) => {
    const problem = problemIn(source);
    if (problem === null) return new RegExp(source);
    context.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });

function problemIn(source: string): string | null {
  try {
    new RegExp(source).test("");
  } catch (error) {
    return error instanceof Error ? error.message : "not a regular expression";
  }
  if (safeRegex(source)) return null;
  return "this regular expression repeats what is already repeated, which can take for ever; write it without nesting";
}
