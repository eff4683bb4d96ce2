import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { compilePattern, patternProblem } from "../../src/domain/pattern.ts";
import { Failure } from "../../src/domain/failure.ts";

describe("what people write is found as ever", () => {
  test.each<[string, string, boolean]>([
    ["Sprint 7", "PAY Sprint 71", true],
    ["^Sprint 7$", "PAY Sprint 7", false],
    [String.raw`PI 2026\.4 / 2$`, "PI 2026.4 / 2", true],
    [String.raw`PI 2026[.]4\b`, "PI 2026.4.1", true],
    [String.raw`Sprint 0?\d+ API$`, "Sprint 07 API", true],
    ["(Core|API) sprint", "API sprint 3", true],
    ["(?:a|b){2}c", "xabc", true],
    ["(?<team>API|Core) [0-9]", "Core 4", true],
    [String.raw`\u00dcbung`, "Übung 3", true],
    [String.raw`\p{L}+ 3`, "Übung 3", true],
    ["[(?=]x", "=x", true],
    [String.raw`\\1`, "a\\1", true],
    [String.raw`\(\?=a`, "(?=a", true],
  ])("%s in %s: %s", (source, text, isFound) => {
    expect(patternProblem(source)).toBeNull();
    expect(compilePattern(source).test(text)).toBe(isFound);
  });
});

describe("what could take for ever is refused, with the word for it", () => {
  test.each([
    ["(?=a)b", "look-around ((?=) is not supported"],
    ["^(?!Core)", "look-around ((?!) is not supported"],
    ["(?<=PI )4", "look-around ((?<=) is not supported"],
    ["x[)](?<!PI )4", "look-around ((?<!) is not supported"],
    [String.raw`(a+)\1`, String.raw`back-references (\1) is not supported`],
    [String.raw`(?<n>a)\k<n>`, String.raw`back-references (\k<) is not supported`],
    ["Sprint (", "missing closing )"],
    ["a{2000}", "invalid repeat count"],
    ["((a{100}){100}){100}", "invalid repeat count"],
  ])("%s", (source, why) => {
    expect(patternProblem(source)).toContain(why);
    expect(() => compilePattern(source)).toThrow(Failure);
  });
});

const evil = [
  String.raw`^(\w|\d)+$`,
  "^(a+)+$",
  "^(a|a)*$",
  "^(a|aa)+$",
  "(.*a){20}$",
  String.raw`^(([a-z])+.)+[A-Z]([a-z])+$`,
];

test.each(evil)("%s is taken, and comes to an end on the texts that are made for it", (source) => {
  expect(patternProblem(source)).toBeNull();
  // With a machine that goes back to try again, the sun goes out before.
  expect(compilePattern(source).test(`${"a".repeat(20_000)}!`)).toBe(false);
});

property.prop([fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 })])(
  "whatever is written, it is refused in words or it can be run",
  (source, text) => {
    const problem = patternProblem(source);
    if (problem === null) expect(typeof compilePattern(source).test(text)).toBe("boolean");
    else expect(problem).toMatch(/is not supported|not a supported regular expression: \S/u);
  },
);
