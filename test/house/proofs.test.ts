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

const files = [...refused, ...taken].map((code, n) => [`test/domain/proof-${n}.ts`, `${code};\n`] as const);

test("what undefined would pass is refused, and nothing else", () => {
  const findings = lintTrial(Object.fromEntries(files));
  const isRefused = files.filter(([file]) => findings.get(file)?.includes("proofs(not-of-nothing)"));
  expect(isRefused.map(([, code]) => code)).toEqual(refused.map((code) => `${code};\n`));
});
