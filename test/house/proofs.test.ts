import { expect, test } from "vitest";
import { lintTrial } from "./lint-trial.ts";

const refused = [
  "expect(found?.id).not.toBe(7)",
  "expect((await find())?.id).not.toEqual([])",
  "expect(found?.list[0].id).not.toBeNull()",
  "await expect(found?.later).resolves.not.toStrictEqual({})",
  'expect(at(found, "actors")).not.toEqual([])',
  'expect(textAt(await find(), "level"), "told").not.toBe("on-track")',
];

const taken = [
  "expect(found?.id).toBe(7)",
  "expect(found.id).not.toBe(7)",
  // These say by themselves that undefined is not what they look at.
  "expect(found?.text).not.toContain('x')",
  "expect(found?.text).not.toMatch(/x/u)",
  "expect(found?.id).not.toBeUndefined()",
  'expect(at(found, "actors")).toEqual([])',
  'expect(list.at(found?.place ?? 0).id).not.toBe("x")',
];

const vague = ["expect(found).toBeDefined()", "expect(found.id).toBeTruthy()", "expect(found.id).toBeFalsy()"];

const trials = [...refused, ...vague, ...taken].map((code, n) => ({ file: `test/domain/proof-${n}.ts`, code }));

/** Matchers count where vitest's own `expect` is asked. */
const inTest = (code: string) => `import { expect, test } from "vitest";\ntest("it", async () => {\n  ${code};\n});\n`;

test.each([
  ["what undefined would pass", "proofs(not-of-nothing)", refused],
  ["what nearly anything would pass", "vitest(no-restricted-matchers)", vague],
])("%s is refused, and nothing else", (_, rule, expected) => {
  const findings = lintTrial(Object.fromEntries(trials.map(({ file, code }) => [file, inTest(code)])));
  const isRefused = trials.filter(({ file }) => findings.get(file)?.includes(rule));
  expect(isRefused.map(({ code }) => code)).toEqual(expected);
});
