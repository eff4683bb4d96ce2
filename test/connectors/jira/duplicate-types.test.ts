import { expect, test } from "vitest";
import { duplicateEnd } from "../../../connectors/jira/duplicate-types.ts";

test.each<[string, string | null, string | null, "source" | "target" | null]>([
  ["Duplicate", "is duplicated by", "duplicates", "source"],
  ["Duplicate", "duplicates", "is duplicated by", "target"],
  ["Dublette", "wird dupliziert von", "dupliziert", "source"],
  ["Doppelt", "dupliziert", "wird dupliziert von", "target"],
  ["Zwilling", "est dupliqué par", "est un doublon de", "source"],
  ["Repetido", "es duplicado por", "duplica a", "source"],
  ["Дубль", "дублируется", "дублирует", "source"],
  ["Duplicate", null, null, "source"],
  ["Duplicate", "relates to", "relates to", "source"],
  ["Cloners", "is cloned by", "clones", null],
  ["Not a duplicate", "is unlike", "is unlike", null],
  ["Relates", "relates to", "relates to", null],
])("of the type %s (%s / %s) the duplicate is the %s", (name, inward, outward, end) => {
  expect(duplicateEnd({ id: "7", name, inward, outward })).toBe(end);
});
