import { describe, expect, test } from "vitest";
import { commentDocument, type CommentInput } from "../../src/reporting/comment-document.ts";
import type { Conflict } from "../../src/domain/conflict.ts";
import type { Block } from "../../src/ports/document.ts";
import { plain } from "../../src/reporting/conflict-words.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aRecord,
  aView,
  evidence,
  githubId,
  iterations,
  jiraId,
  planned,
} from "../support/builders.ts";

const [, secondIteration, , fourthIteration] = iterations(5);
const dates = {
  startsAt: secondIteration?.startsAt ?? 0,
  endsAt: secondIteration?.endsAt ?? 0,
  datesFrom: "iteration",
} as const;
const view = aView([
  planned(anItem(), { iteration: secondIteration ?? null, ...dates }),
  planned(aGithubItem({ status: "in-progress", sourceStatus: "open" }), { iteration: fourthIteration ?? null }),
]);

function comment(change: Partial<CommentInput> = {}) {
  return commentDocument({ view, open: [aRecord(aConflict())], rollup: null, increment: "2026.4", ...change });
}

function words(block: Block | undefined): readonly string[] {
  if (block?.type === "panel") return block.paragraphs.map(plain);
  return block?.type === "paragraph" ? [plain(block.content)] : [];
}

/** What the card says of the ends, below sentence, actors and fix. */
function ends(conflict: Conflict): readonly string[] {
  return words(comment({ open: [aRecord(conflict)] }).blocks[0]).slice(3);
}

describe("the comment of an item in conflict", () => {
  test("is one card: what is wrong, who acts, the smallest fix, and both ends with their dates", () => {
    const [card, ...rest] = comment().blocks;
    expect(card).toMatchObject({ type: "panel", tone: "bad" });
    expect(words(card)).toStrictEqual([
      "PAY-1 is planned for iteration 2, but acme/api#1, which it waits for, only for iteration 4.",
      "Who acts: API",
      "Smallest fix: move acme/api#1 to iteration 1.",
      "Waits, 23 Nov – 6 Dec 2026: PAY-1 “Title of PAY-1” (Checkout, iteration 2) To Do",
      "Comes first, no dates: acme/api#1 “Title of api#1” (API, iteration 4) open",
    ]);
    expect(rest).toHaveLength(1);
  });

  test("shows an end that cannot be read by its key alone", () => {
    expect(ends(aConflict({ rule: "unreadable-provider", provider: "key:github:other/repo#9" }))[1]).toBe(
      "Comes first: other/repo#9 (not readable)",
    );
  });

  test("shows an end that is planned nowhere as one without dates and iteration", () => {
    const unplanned = aView([planned(anItem()), planned(aGithubItem())]);
    const [card] = comment({ view: unplanned, open: [aRecord(aConflict({ rule: "unscheduled-provider" }))] }).blocks;
    expect(words(card).at(-1)).toBe("Comes first, no dates: acme/api#1 “Title of api#1” (API, no iteration) To Do");
  });

  test("lists the members of a cycle in their order", () => {
    const cycle = aConflict({
      rule: "cycle",
      evidence: { consumer: evidence(), provider: evidence(), cycle: [githubId("1"), jiraId("1")], written: [] },
    });
    expect(ends(cycle)).toStrictEqual([
      expect.stringMatching(/^Waits, no dates: acme\/api#1 /),
      expect.stringMatching(/^Waits, 23 Nov – 6 Dec 2026: PAY-1 /),
    ]);
  });

  test("has one line for an item that waits for nothing that has a name", () => {
    expect(ends(aConflict({ provider: null }))).toStrictEqual([expect.stringMatching(/^Waits, /)]);
  });

  test("gives each conflict its own card, in the order given", () => {
    const risk = aConflict({ severity: "risk", rule: "started-blocked" });
    const [first, second] = comment({ open: [aRecord(aConflict()), aRecord(risk)] }).blocks;
    expect([first, second]).toMatchObject([
      { type: "panel", tone: "bad" },
      { type: "panel", tone: "warning" },
    ]);
  });

  test("ends with a link to the rollup in the reader's tracker", () => {
    const rollup = { key: "PMO-1", url: "https://acme.example/browse/PMO-1" };
    const last = comment({ rollup }).blocks.at(-1);
    expect(last).toMatchObject({
      content: expect.arrayContaining([{ type: "link", text: "rollup PMO-1", url: rollup.url }]),
    });
  });

  test("without a rollup names the train", () => {
    expect(words(comment().blocks.at(-1))).toStrictEqual(["Release train Payments."]);
  });

  test("says so when all is resolved", () => {
    const [panel] = comment({ open: [] }).blocks;
    expect(panel).toMatchObject({ type: "panel", tone: "good" });
    expect(words(panel)[0]).toMatch(/^Resolved\./);
  });
});
