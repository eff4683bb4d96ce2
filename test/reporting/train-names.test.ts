import { describe, expect, test } from "vitest";

import { commentSubjects } from "../../src/reporting/comment-subjects.ts";
import { conflictSentence, plain, sentenceForReader, titledSentence } from "../../src/reporting/conflict-sentence.ts";
import { stepsByTeam } from "../../src/reporting/remedy-words.ts";
import { blocks, idOf, item, jiraTeam, model, now, train } from "../domain/plan.ts";
import { aRecord } from "../support/builders.ts";
import { viewTrain } from "../support/look-once.ts";

const facts = model({
  items: [item("PAY-1", { in: 2 }), item("CORE-1", { in: 3 })],
  links: [blocks("CORE-1", "PAY-1")],
});
const payments = train({ others: [{ name: "Platform", teams: [jiraTeam("core")] }] });
const platform = train({
  key: "platform",
  name: "Platform",
  teams: [jiraTeam("core")],
  others: [{ name: payments.name, teams: payments.teams }],
});

describe.each([
  ["payments", payments, "PAY-1", "CORE-1 (train Platform)"],
  ["platform", platform, "CORE-1", "PAY-1 (train Payments)"],
] as const)("a conflict between two trains, as %s tells it", (_, on, own, other) => {
  const view = viewTrain(facts, on, now);
  const [conflict] = view.conflicts;
  if (conflict === undefined) throw new Error("no conflict");

  test("names the other train beside its item, once", () => {
    const says = plain(conflictSentence(view, conflict, "first"));
    expect(says).toContain(other);
    expect(says.split("(train").length).toBe(2);
    expect(plain(titledSentence(view, conflict, "first")).split("(train").length).toBe(2);
  });

  test("gets a comment on the train's own item alone", () => {
    const subjects = commentSubjects(view, [aRecord(conflict)], new Set());
    expect(subjects.map(({ planned }) => planned.item.key)).toEqual([own]);
  });
});

test("the comment names team and train of the other end, and who takes each step", () => {
  const view = viewTrain(facts, payments, now);
  const [conflict] = view.conflicts;
  if (conflict === undefined) throw new Error("no conflict");
  const context = { view, conflict, home: "first", reader: idOf("PAY-1") };
  expect(plain(sentenceForReader(context, idOf("PAY-1")))).toBe(
    "This item is planned for iteration 3, but it needs CORE-1 “Title of CORE-1” (CORE of train Platform), which is planned for iteration 4.",
  );
  expect(stepsByTeam(context)).toBe(
    "CORE of train Platform: move CORE-1 to iteration 2 (already running); or PAY: move this item to second iteration 5 (in the next increment)",
  );
});
