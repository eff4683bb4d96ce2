import { expect, test } from "vitest";
import { createAnswerRedaction } from "../../../connectors/kit/redact-answers.ts";

test.each([
  ["as it is meant", "not a b/c\nd here"],
  ["within JSON", JSON.stringify({ message: "not a b/c\nd here" })],
  ["within an address", `not https://acme.example/${encodeURIComponent("a b/c\nd")} here`],
])("a secret is taken out %s", (_, words) => {
  const safe = createAnswerRedaction(["a b/c\nd"])(words);
  expect(safe).toContain("… here");
  expect(safe).not.toMatch(/b.{1,5}c/u);
});

test("an empty secret and none leave words as they are", () => {
  expect(createAnswerRedaction(["", null])("as they are")).toBe("as they are");
});
