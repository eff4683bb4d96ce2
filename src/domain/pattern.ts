import { RE2JS, RE2JSException } from "re2js";
import { Failure } from "./failure.ts";

/** Found anywhere in a text, unless it says `^` or `$`. */
export type Pattern = { test(text: string): boolean };

/**
 * A regular expression that a person wrote. It takes time in proportion to the text, whatever it says, since it is run over texts
 * of strangers.
 * @throws Failure for one that `patternProblem` complains about: a train that an earlier version stored may have it
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

/** What is wrong with a regular expression, to be read by whoever wrote it; null for nothing. */
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
