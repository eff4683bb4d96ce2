import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { stringify } from "yaml";
import { ConfigInvalid } from "../../config/problems.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { env, trainFileText } from "./train-file-text.ts";

/** Whatever is wrong, the answer is a train file or a list of problems that each have a place; never another error. */
function expectAnswer(text: string): void {
  const lineCount = text.split("\n").length;
  try {
    expect(parseTrainFile(text, { file: "f", env }).trains.length).toBeGreaterThan(0);
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    expect(error.problems.every(({ line }) => line >= 1 && line <= lineCount)).toBe(true);
  }
}

const words = [
  "trains",
  "key",
  "from",
  "jira",
  "github",
  "acme",
  "hub",
  "iterations",
  "count",
  "length",
  "2w",
  "rollup",
];
const value = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...words, "${JIRA}", "", "2026-10-05", null, 0, 1.5, true),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words, "teams", "increments", "reports", "connections", "__proto__"), tie("tree")),
  ),
})).tree;

test.prop([value])("any value is a train file or has problems", (tree) => {
  expectAnswer(stringify(tree));
});

const whole = trainFileText({
  rest: "    rules: { cycle: risk }\n    reports: { rollup: [{ github: hub, repo: a/b }] }",
});

test.prop([
  fc.nat(whole.length),
  fc.nat(12),
  fc.oneof(fc.constantFrom(...words, ": ", "- ", "{", "]", "\n", "*a", "&a "), fc.string()),
])("a good file with a slip is still a train file or has problems", (at, length, put) => {
  expectAnswer(whole.slice(0, at) + put + whole.slice(at + length));
});
