import { expect, test } from "vitest";

import { nearest } from "../../src/domain/similar-name.ts";

test.each([
  ["Sprint 10", ["Sprint 11", "Sprint 12"], "Sprint 11"],
  ["Sprint 10", ["SPRINT 12", "sprint 12"], "sprint 12"],
  ["sprint", ["backlog"], null],
  ["sprint", [], null],
])("the nearest of %s is the same in any order of %s", (word, words, expected) => {
  expect([words, words.toReversed()].map((known) => nearest(word, known))).toEqual([expected, expected]);
});
