import { RE2JS, RE2JSException } from "re2js";
import { Failure } from "./failure.ts";

/** Matches anywhere in a text, unless it has `^` or `$`. */
export type Pattern = { test(text: string): boolean };

/**
 * A regular expression from a person. It runs in time proportional to the text, because it runs on texts from trackers.
 * @throws Failure if `patternProblem` has a problem with it: a train that an earlier version stored may contain such a
 * pattern
 */
export function compilePattern(source: string): Pattern {
  const problem = patternProblem(source);
  if (problem === null) return compiled(source);
  throw new Failure({
    code: "config-invalid",
    what: `The pattern "${source}": ${problem}.`,
    remedy: "Change it in the train file, then run `signalbox sync`.",
    verdict: { kind: "stop" },
  });
}

function compiled(source: string): Pattern {
  return RE2JS.compile(RE2JS.translateRegExp(source));
}

/** The problem of a regular expression, for its author; null for none. */
export function patternProblem(source: string): string | null {
  for (const [part] of source.matchAll(parts)) {
    if (part.startsWith("(?")) return without("look-around", part);
    if (backReference.test(part)) return without("back-references", part);
  }
  try {
    compiled(source);
    return null;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return `not a supported regular expression: ${error.message.replace("error parsing regexp: ", "")}`;
  }
}

/** An escape, a class of characters, or the beginning of a look-around. */
const parts = /\\k<|\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?<?[=!]/gu;
const backReference = /^\\(?:[1-9]|k<)$/u;

function without(what: string, part: string): string {
  return `${what} (${part}) is not supported, because it can make a regular expression run for ever; write the pattern without it`;
}
