import { describe, expect, test } from "vitest";
import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import type { StatusMeaning } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { closed, finished, open, read, says } from "../issue-statuses.ts";
import { blocks, item, model, now, train, soundSetup } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

describe("how a Jira issue stands", () => {
  test.each<[string, Partial<WorkItem>, readonly StatusMeaning[], WorkItem["status"], string | null]>([
    ["a finished one is done", finished("Done", "Done"), [], "done", null],
    [
      "a resolution of the list cancels, as a guess",
      finished("Closed", "Nicht benötigt"),
      [],
      "cancelled",
      "Nicht benötigt",
    ],
    ["a status of the list does too", finished("Abgebrochen"), [], "cancelled", "Abgebrochen"],
    ["also beside a resolution that is set by itself", finished("Abgebrochen", "Done"), [], "cancelled", "Abgebrochen"],
    [
      "a resolution that no list knows counts as done, and is told",
      finished("Closed", "Frobbed"),
      [],
      "done",
      "Frobbed",
    ],
    ["so does a status without any resolution", finished("Abgezwitschert"), [], "done", "Abgezwitschert"],
    [
      "the train file names a resolution",
      finished("Closed", "Frobbed"),
      [says("cancelled", "frobbed")],
      "cancelled",
      null,
    ],
    ["or takes one out of the list", finished("Closed", "Invalid"), [says("done", "Invalid")], "done", null],
    ["or confirms what was guessed", finished("Closed", "Invalid"), [says("cancelled", "INVALID ")], "cancelled", null],
    ["by id", finished("Closed", "Frobbed"), [says("cancelled", "r1")], "cancelled", null],
    [
      "by the id of the status",
      finished("Closed", "Fixed"),
      [says("cancelled", "s1", { bearer: "status" })],
      "cancelled",
      null,
    ],
    [
      "a status that is done does not lift its resolution",
      finished("Closed", "Won't Do"),
      [says("done", "Closed")],
      "cancelled",
      "Won't Do",
    ],
    [
      "a resolution that is done lifts a status of the list",
      finished("Rejected", "Shipped"),
      [says("done", "Shipped")],
      "done",
      null,
    ],
    [
      "a status named cancelled is that, whatever the resolution",
      finished("Weg", "Done"),
      [says("cancelled", "Weg"), says("done", "Done")],
      "cancelled",
      null,
    ],
    [
      "a status in the wrong category is set right",
      { ...finished("Abgelehnt"), status: "todo" },
      [says("cancelled", "Abgelehnt")],
      "cancelled",
      null,
    ],
    ["in the other direction too", finished("In QA", "Done"), [says("in-progress", "In QA")], "in-progress", null],
    [
      "a word for another bearer says nothing",
      finished("Closed", "Frobbed"),
      [says("cancelled", "Frobbed", { bearer: "status" })],
      "done",
      "Frobbed",
    ],
    [
      "nor does one for another connection",
      finished("Closed", "Frobbed"),
      [says("cancelled", "Frobbed", { connection: "other" })],
      "done",
      "Frobbed",
    ],
    [
      "the more precise word wins",
      finished("Closed", "Hold"),
      [says("cancelled", "Hold"), says("todo", "Hold", { connection: "j" })],
      "todo",
      null,
    ],
    [
      "an open one has no resolution that counts",
      { ...finished("Reopened", "Won't Fix"), status: "in-progress" },
      [],
      "in-progress",
      null,
    ],
    ["nor a name that counts", { ...finished("Cancelled"), status: "todo" }, [], "todo", null],
    ["one without words stays as it was stored", { status: "cancelled" }, [], "cancelled", null],
  ])("%s", (_, changes, statuses, status, guess) => {
    const result = read("PAY-1", changes, statuses);
    expect([result.status, result.guesses.map(({ word }) => word)]).toEqual([status, guess === null ? [] : [guess]]);
  });
});

describe("how a GitHub issue stands", () => {
  test.each<[string, Partial<WorkItem>, readonly StatusMeaning[], WorkItem["status"], string, string | null]>([
    [
      "a label of the list begins an open one, as a guess",
      open("Status: In Arbeit"),
      [],
      "in-progress",
      "Open (Status: In Arbeit)",
      "Status: In Arbeit",
    ],
    [
      "the train file names the label",
      open("flying"),
      [says("in-progress", "Flying")],
      "in-progress",
      "Open (flying)",
      null,
    ],
    [
      "or says that a label is no beginning",
      open("started"),
      [says("todo", "started", { bearer: "label" })],
      "todo",
      "Open",
      null,
    ],
    ["no label closes an open one", open("wontfix"), [says("cancelled", "wontfix")], "todo", "Open", null],
    ["no list cancels a closed one by its label", closed("wontfix"), [], "done", "Closed", null],
    [
      "the train file does",
      closed("wontfix"),
      [says("cancelled", "wontfix", { bearer: "label" })],
      "cancelled",
      "Closed (wontfix)",
      null,
    ],
    [
      "GitHub's own reason stays",
      { ...closed("shipped"), status: "cancelled" },
      [says("done", "shipped")],
      "cancelled",
      "Closed",
      null,
    ],
  ])("%s", (_, changes, statuses, status, words, guess) => {
    const result = read("acme/api#1", changes, statuses);
    expect([result.status, result.words]).toEqual([status, words]);
    expect(result.guesses.map(({ word }) => word)).toEqual(guess === null ? [] : [guess]);
  });
});

describe("what is guessed", () => {
  const items = [
    item("PAY-1", { in: 1 }),
    item("PAY-2", { ...finished("Closed", "Entfällt") }),
    item("PAY-3", { ...finished("Closed", "ENTFÄLLT") }),
    item("PAY-4", { ...finished("Closed", "Frobbed") }),
    item("PAY-5", { ...finished("Closed", "Fixed") }),
    item("XYZ-1", { ...finished("Closed", "Entfällt") }),
  ];
  const facts = model({ items, links: [blocks("PAY-2", "PAY-1")] });

  test("is counted once a word, of what the train looks at, the most frequent first", () => {
    const view = viewTrain(facts, train(), now);
    expect(
      rollUp({ view, conflicts: [], model: facts, setup: soundSetup, unseen: 0 }).dataQuality.guessedStatuses,
    ).toEqual([
      { bearer: "resolution", word: "Entfällt", means: "cancelled", known: true, count: 2 },
      { bearer: "resolution", word: "Frobbed", means: "done", known: false, count: 1 },
    ]);
  });

  test("holds for the rules as well, and takes effect without anything being read again", () => {
    const rules = (statuses: readonly StatusMeaning[]) =>
      viewTrain(facts, train({ statuses }), now).conflicts.map(({ rule }) => rule);
    expect(rules([])).toEqual(["cancelled-provider"]);
    expect(rules([says("done", "entfällt")])).toEqual([]);
  });
});
