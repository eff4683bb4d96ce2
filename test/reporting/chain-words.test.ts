import { describe, expect, test } from "vitest";

import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import { edgesOf, visibilityOf } from "../../src/domain/conflicts/visibility.ts";
import { setupOf } from "../../src/domain/setup/setup.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import { commentDocument } from "../../src/reporting/comment-document.ts";
import { touched } from "../../src/reporting/comment-subjects.ts";
import { conflictRows } from "../../src/reporting/conflict-rows.ts";
import { conflictSentence, fixWords, plain, sentenceForReader } from "../../src/reporting/conflict-sentence.ts";
import { endedLine } from "../../src/reporting/ended-words.ts";
import { blocks, date, idOf, item, model, now, train } from "../domain/plan.ts";
import { byId, aRecord } from "../support/builders.ts";
import { linesOf } from "../support/document-lines.ts";
import { viewTrain } from "../support/look-once.ts";
import { clear, anEvaluation } from "../support/rollup.ts";

const home = "first";
/** PAY-1 waits for LED-1, that for api#1, and that for LED-2, which comes too late. */
const items = [item("PAY-1", { in: 3 }), item("LED-1", { in: 2 }), item("acme/api#1"), item("LED-2", { in: 4 })];
const links = [blocks("LED-1", "PAY-1"), blocks("acme/api#1", "LED-1"), blocks("LED-2", "acme/api#1")];

function world(changes: Readonly<Record<string, Partial<WorkItem>>> = {}) {
  const facts = model({ items: items.map((one) => ({ ...one, ...changes[one.key] })), links });
  return { facts, view: viewTrain(facts, train(), now) };
}

function slipIn({ view }: ReturnType<typeof world>): Conflict {
  const slip = view.conflicts.find(({ rule }) => rule === "chain-slip");
  if (slip === undefined) throw new Error("no chain slips");
  return slip;
}

const { view } = world();
const slip = slipIn(world());

describe("a chain that slips", () => {
  test("is said in one sentence, with what lies between", () => {
    expect(plain(conflictSentence(view, slip, home))).toBe(
      "PAY-1 is planned for iteration 4, but it needs LED-1, which waits for LED-2 (through acme/api#1), and that is planned for second iteration 5.",
    );
  });

  test("without anything between", () => {
    const direct = world({ "acme/api#1": { status: "done" } });
    const facts = { ...direct.facts, links: byId([...links, blocks("LED-2", "LED-1")]) };
    const near = viewTrain(facts, train(), now);
    const conflict = near.conflicts.find(({ rule }) => rule === "chain-slip") ?? slip;
    expect(plain(sentenceForReader({ view: near, conflict, home }, idOf("PAY-1")))).toBe(
      "This item is planned for iteration 4, but it needs LED-1 “Title of LED-1” (LED), which waits for LED-2, and that is planned for second iteration 5.",
    );
  });

  test("of which nothing is stored reads like a late provider", () => {
    const { chain: _chain, ...evidence } = slip.evidence;
    expect(plain(conflictSentence(view, { ...slip, evidence }, home))).toBe(
      "PAY-1 starts on 15 Feb 2027, but it needs LED-1, which ends on 14 Feb 2027.",
    );
  });

  test("is a matter of the consumer's item alone, whose comment shows the plan of each", () => {
    expect(touched(view, slip)).toEqual([idOf("PAY-1")]);
    const document = commentDocument({
      view,
      reader: idOf("PAY-1"),
      open: [aRecord(slip)],
      ended: [],
      rollup: null,
      increment: home,
    });
    expect(linesOf(document.blocks).join("\n")).toContain("LED-2: 1 – 14 Mar 2027, second iteration 5, To Do");
  });

  test("is listed with the keys of its path", () => {
    const [row] = conflictRows(anEvaluation({ view, records: [aRecord(slip)], visibility: clear }));
    expect(row?.evidence).toMatchObject({
      chain: { items: ["LED-1", "acme/api#1", "LED-2"], end: { iteration: "5", endsAt: "2027-03-15T00:00:00.000Z" } },
    });
  });

  test("whose end has a day of its own gets an earlier day", () => {
    const due = world({ "LED-2": { sprintIds: [], dueOn: date(60) } });
    expect(fixWords(due.view, slipIn(due), home)).toBe(
      "LED: change the due date of LED-2 to 14 Feb 2027 or earlier; or PAY: move PAY-1 to second iteration 6 (in the next increment)",
    );
  });
});

describe("what ended it", () => {
  const saidOf = (changes: Readonly<Record<string, Partial<WorkItem>>>) => {
    const after = world(changes);
    const reading = { view: after.view, reader: idOf("PAY-1"), increment: home };
    return plain(endedLine(reading, aRecord(slip, { state: "resolved", stateSince: now })).words);
  };
  const it =
    "Resolved on 20 Jan 2027: this item needed LED-1 “Title of LED-1” (LED), waiting for LED-2 (through acme/api#1), planned too late (second iteration 5). ";

  test.each<readonly [string, Readonly<Record<string, Partial<WorkItem>>>, string]>([
    [
      "the end came earlier",
      { "LED-2": { sprintIds: item("LED-2", { in: 1 }).sprintIds } },
      "LED-2 was moved to iteration 2.",
    ],
    ["the end is done", { "LED-2": { status: "done" } }, "LED-2 is done."],
    ["the provider is done", { "LED-1": { status: "done" } }, "LED-1 is done."],
    [
      "the consumer was moved",
      { "PAY-1": { sprintIds: item("PAY-1", { in: 5 }).sprintIds } },
      "This item was moved to second iteration 6.",
    ],
  ])("%s", (_, changes, how) => {
    expect(saidOf(changes)).toBe(it + how);
  });

  test.each<readonly [string, Readonly<Record<string, Partial<WorkItem>>>, boolean]>([
    ["an item between that is done", { "acme/api#1": { status: "done" } }, true],
    ["an end that is done", { "LED-2": { status: "done" } }, true],
    ["an end that moved", { "LED-2": { sprintIds: [] } }, true],
    ["no end that Signalbox cannot read any more", { "LED-2": { presence: "stub" } }, false],
  ])("%s", (_, changes, isOver) => {
    const { facts, view: after } = world(changes);
    expect(visibilityOf({ view: after, model: facts, setup: setupOf(after) }).isOver(slip)).toBe(isOver);
  });

  test("the dependencies of the whole path", () => {
    expect(edgesOf(slip)).toEqual([
      [idOf("PAY-1"), idOf("LED-1")],
      [idOf("LED-1"), idOf("acme/api#1")],
      [idOf("acme/api#1"), idOf("LED-2")],
      [idOf("LED-2")],
    ]);
  });
});
