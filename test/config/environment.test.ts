import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { maskReferences, resolveReferences, unmaskReferences } from "../../config/environment.ts";

function resolve(text: string, env: Record<string, string>): { value: unknown; missing: string[] } {
  const missing: string[] = [];
  const value = resolveReferences({ a: [maskReferences(text)] }, [], {
    env,
    missing: (path, name) => missing.push(`${path.join(".")} ${name}`),
  });
  return { value, missing };
}

describe("${NAME}", () => {
  propertyTest.prop([fc.array(fc.constantFrom("${A}", "${B_1}", "$", "{", "}", "${", "x", "\n", "${9}"))])(
    "is masked without moving anything, and back",
    (parts) => {
      const text = parts.join("");
      expect(maskReferences(text)).toHaveLength(text.length);
      expect(unmaskReferences(maskReferences(text))).toBe(text);
    },
  );

  test.each([
    ["${A}", "one"],
    ["x-${A}-${B}", "x-one-${A}"],
    ["$A {A} ${9} ${A", "$A {A} ${9} ${A"],
  ])("%s becomes %s, and what comes in is not looked at again", (text, expected) => {
    expect(resolve(text, { A: "one", B: "${A}" })).toEqual({ value: { a: [expected] }, missing: [] });
  });

  test.each([[{}], [{ A: "" }]])("is missing in %j", (env) => {
    expect(resolve("${A}", env)).toEqual({ value: { a: ["${A}"] }, missing: ["a.0 A"] });
  });

  test("other values stay as they are", () => {
    const resolving = { env: {}, missing: () => undefined };
    expect(resolveReferences({ a: 1, b: null, c: true }, [], resolving)).toEqual({ a: 1, b: null, c: true });
  });
});
