import { describe, expect, test } from "vitest";
import { commentDocument, type CommentInput } from "../../src/reporting/comment-document.ts";
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

const [, second, , fourth] = iterations(5);
const dates = { startsAt: second?.startsAt ?? 0, endsAt: second?.endsAt ?? 0, datesFrom: "iteration" } as const;
const view = aView([
  planned(anItem(), { iteration: second ?? null, ...dates }),
  planned(aGithubItem({ status: "in-progress", sourceStatus: "open" }), { iteration: fourth ?? null }),
]);

function comment(change: Partial<CommentInput> = {}) {
  return commentDocument({ view, open: [aRecord(aConflict())], rollup: null, increment: "2026.4", ...change });
}

function words(block: Block | undefined): readonly string[] {
  if (block?.type === "panel") return block.paragraphs.map(plain);
  if (block?.type === "paragraph") return [plain(block.content)];
  return block?.type === "table" ? block.rows.map((row) => row.map(plain).join(" | ")) : [];
}

describe("the comment of an item in conflict", () => {
  test("says what is wrong, who acts, and the smallest fix", () => {
    const [panel] = comment().blocks;
    expect(panel).toMatchObject({ type: "panel", tone: "bad" });
    expect(words(panel)).toStrictEqual([
      "PAY-1 is planned for iteration 2, but acme/api#1, which it waits for, only for iteration 4.",
      "Who acts: API",
      "Smallest fix: move acme/api#1 to iteration 1.",
    ]);
  });

  test("shows both ends with team, status, place in the plan and dates", () => {
    const [, table] = comment().blocks;
    expect(words(table)).toStrictEqual([
      "Waits | PAY-1 Title of PAY-1 | Checkout | To Do | iteration 2 | 23 Nov 2026 – 6 Dec 2026",
      "Comes first | acme/api#1 Title of api#1 | API | open | iteration 4 | ",
    ]);
  });

  test("shows an end that cannot be read by its key alone", () => {
    const conflict = aConflict({ rule: "unreadable-provider", provider: "key:github:other/repo#9" });
    const [, table] = comment({ open: [aRecord(conflict)] }).blocks;
    expect(words(table)[1]).toBe("Comes first | other/repo#9 | not readable |  |  | ");
  });

  test("lists the members of a cycle in their order", () => {
    const cycle = aConflict({
      rule: "cycle",
      evidence: { consumer: evidence(), provider: evidence(), cycle: [githubId("1"), jiraId("1")] },
    });
    const [, table] = comment({ open: [aRecord(cycle)] }).blocks;
    expect(words(table).map((row) => row.split(" | ")[1])).toStrictEqual([
      "acme/api#1 Title of api#1",
      "PAY-1 Title of PAY-1",
    ]);
  });

  test("has one line for an item that waits for nothing that has a name", () => {
    const [, table] = comment({ open: [aRecord(aConflict({ provider: null }))] }).blocks;
    expect(words(table)).toHaveLength(1);
  });

  test("a risk is a warning, not an alarm", () => {
    const [panel] = comment({ open: [aRecord(aConflict({ severity: "risk", rule: "same-iteration" }))] }).blocks;
    expect(panel).toMatchObject({ tone: "warning" });
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
