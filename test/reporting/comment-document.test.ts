import { describe, expect, test } from "vitest";
import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import type { Mention } from "../../src/domain/items/dependency.ts";
import type { Block } from "../../src/ports/document.ts";
import { commentDocument, type CommentInput } from "../../src/reporting/comment-document.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aRecord,
  evidence,
  githubId,
  iterations,
  jiraId,
  noon,
  planned,
  proposed,
} from "../support/builders.ts";
import { aView } from "../support/views.ts";

const [, secondIteration = null, , fourthIteration = null] = iterations(5);
const dayMs = 86_400_000;

function datesOf(iteration: typeof secondIteration) {
  const { startsAt = 0, endsAt = 0 } = iteration ?? {};
  return { iteration, startsAt, endsAt, datesFrom: "iteration" } as const;
}

const view = aView(
  [
    planned(anItem(), datesOf(secondIteration)),
    planned(aGithubItem({ status: "in-progress", sourceStatus: "open" }), datesOf(fourthIteration)),
  ],
  { dependencies: [] },
);

const fix = [
  proposed({ do: "move", item: githubId("1"), to: "1", increment: "2026.4" }, { by: "api" }),
  proposed({ do: "move", item: jiraId("1"), to: "5", increment: "2026.4" }, { by: "checkout" }),
];
const inText: Mention = { origin: "text", words: "Blocked by acme/api#1", in: jiraId("1") };

function written(...mentions: readonly Mention[]): Conflict["evidence"] {
  return { ...aConflict().evidence, written: mentions };
}

const remoteLink: Mention = { origin: "jira-remote-link", words: "is blocked by", in: jiraId("1") };
const late = aConflict({ fix, dueAt: noon + 5 * dayMs, evidence: written(inText) });

function comment(change: Partial<CommentInput> = {}) {
  const input = { view, reader: jiraId("1"), open: [aRecord(late)], ended: [], rollup: null, increment: "2026.4" };
  return commentDocument({ ...input, ...change });
}

function words(block: Block | undefined): readonly string[] {
  if (block?.type === "panel") return block.paragraphs.map(plain);
  if (block?.type === "list") return block.items.map(plain);
  return block?.type === "paragraph" ? [plain(block.content)] : [];
}

/** The lines of the card about one conflict. */
function card(conflict: Conflict, change: Partial<CommentInput> = {}): readonly string[] {
  return words(comment({ open: [aRecord(conflict)], ...change }).blocks[0]);
}

describe("the comment of an item in conflict", () => {
  test("is one card at the consumer: what is wrong, who does what until when, both dates, where it is written", () => {
    const [panel, ...rest] = comment().blocks;
    expect(panel).toMatchObject({ type: "panel", tone: "bad" });
    expect(words(panel)).toStrictEqual([
      "This item is planned for iteration 2, but it needs acme/api#1 “Title of api#1” (API), which is planned for iteration 4.",
      "What to do by 29 Nov 2026: API: move acme/api#1 to iteration 1; or Checkout: move this item to iteration 5.",
      "This item: 23 Nov – 6 Dec 2026, iteration 2, To Do; acme/api#1: 21 Dec 2026 – 3 Jan 2027, iteration 4, open",
      "Recorded as: “Blocked by acme/api#1” in this item's text",
    ]);
    expect(rest).toHaveLength(1);
  });

  test("in grey and as last seen, where something of it cannot be read", () => {
    const [panel] = comment({ open: [aRecord(late, { unseenSince: noon })] }).blocks;
    expect(panel).toMatchObject({ type: "panel", tone: "neutral" });
    expect(words(panel)).toStrictEqual([
      "As last seen on 24 Nov 2026, 12:00 UTC: something of this cannot be read since then, so it may be out of date.",
      ...card(late),
    ]);
  });

  test("begins with the reader's own item at the provider as well", () => {
    expect(card(late, { reader: githubId("1") })).toStrictEqual([
      "This item is planned for iteration 4, but it blocks PAY-1 “Title of PAY-1” (Checkout), which is planned for iteration 2.",
      "What to do by 29 Nov 2026: API: move this item to iteration 1; or Checkout: move PAY-1 to iteration 5.",
      "This item: 21 Dec 2026 – 3 Jan 2027, iteration 4, open; PAY-1: 23 Nov – 6 Dec 2026, iteration 2, To Do",
      "Recorded as: “Blocked by acme/api#1” in PAY-1",
    ]);
  });

  test.each([
    ["a day ahead", noon + dayMs, "What to do by 25 Nov 2026: API: "],
    ["no day", null, "What to do: API: "],
    ["now", noon, "What to do now: API: "],
  ])("with %s says until when", (_name, dueAt, expected) => {
    expect(card({ ...late, dueAt })[1]).toContain(expected);
  });

  test("without a step asks for nothing", () => {
    expect(card({ ...late, fix: [] }).map((line) => line.split(" ")[0])).toStrictEqual(["This", "This", "Recorded"]);
  });

  test.each([
    ["a Jira link", [{ origin: "jira-link", words: "Blocks", in: null }], "Jira link “Blocks”"],
    ["GitHub's relation", [{ origin: "github-blocked-by", words: "", in: null }], "GitHub relation “blocked by”"],
    ["a remote link of the reader's item", [remoteLink], "Jira remote link “is blocked by” in this item"],
    [
      "a remote link of another item",
      [{ ...remoteLink, in: githubId("1") }],
      "Jira remote link “is blocked by” in acme/api#1",
    ],
    ["a remote link of a lost item", [{ ...remoteLink, in: null }], "Jira remote link “is blocked by”"],
    ["a text nobody can read", [{ ...inText, in: null }], "“Blocked by acme/api#1”"],
    [
      "two links alike",
      ["Blocks", "Blocks"].map((words) => ({ origin: "jira-link", words, in: null }) as const),
      "Jira link “Blocks”",
    ],
    [
      "several places",
      [{ origin: "jira-link", words: "Blocks", in: null }, inText],
      "Jira link “Blocks”; “Blocked by acme/api#1” in this item's text",
    ],
  ] as const)("names where the dependency is written: %s", (_name, mentions, expected) => {
    expect(card({ ...late, evidence: written(...mentions) })[3]).toBe(`Recorded as: ${expected}`);
  });

  test("names the duplicate that the link is to, where the dependency is on what it is a duplicate of", () => {
    const link: Mention = { origin: "jira-link", words: "Blocks", in: null, names: jiraId("2") };
    const twoViews = aView([...view.items.values(), planned(anItem({ nativeId: "2", status: "cancelled" }))]);
    const open = [aRecord(aConflict({ evidence: written(link) }))];
    expect(words(comment({ open, view: twoViews }).blocks[0])).toContain(
      "Recorded as: Jira link “Blocks” to PAY-2, a closed duplicate",
    );
  });

  test("says nothing of where it is written when that is not known", () => {
    expect(card({ ...late, evidence: written() })).toHaveLength(3);
  });

  test("shows an end that cannot be read by its key alone", () => {
    const rule = "unreadable-provider";
    expect(card({ ...late, rule, provider: "key:github:other/repo#9" })[2]).toMatch(/; other\/repo#9: not readable$/);
    const stub = aView([planned(anItem()), planned(aGithubItem({ presence: "stub" }))]);
    expect(card({ ...late, rule }, { view: stub })[2]).toBe("This item: not planned, To Do; acme/api#1: not readable");
    const gone = aView([planned(anItem()), planned(aGithubItem({ presence: "gone" }), datesOf(fourthIteration))]);
    expect(card({ ...late, rule: "cancelled-provider" }, { view: gone })[2]).toBe(
      "This item: not planned, To Do; acme/api#1: no longer in its tracker",
    );
  });

  test.each([
    [{}, "not planned"],
    [{ endsAt: noon }, "until 24 Nov 2026"],
    [{ startsAt: noon }, "from 24 Nov 2026"],
    [{ iteration: fourthIteration }, "no dates, iteration 4"],
  ])("shows the plan %o as %s", (plan, expected) => {
    const seen = aView([planned(anItem()), planned(aGithubItem(), plan)]);
    expect(card(late, { view: seen })[2]).toBe(`This item: not planned, To Do; acme/api#1: ${expected}, To Do`);
  });

  test("lists the members of a cycle from the reader's on, and not where one of its links is written", () => {
    const cycle = [githubId("1"), jiraId("1")];
    const evidences = { consumer: evidence(), provider: evidence(), cycle, written: [inText] };
    const lines = card({ ...late, rule: "cycle", evidence: evidences });
    expect(lines[2]).toMatch(/^This item: 23 Nov – 6 Dec 2026.*; acme\/api#1: 21 Dec/u);
    expect(lines).toHaveLength(3);
  });

  test("has one end for an item that needs nothing that has a name", () => {
    expect(card({ ...late, provider: null })[2]).toBe("This item: 23 Nov – 6 Dec 2026, iteration 2, To Do");
  });

  test("gives each conflict its own card, in the order given", () => {
    const risk = aConflict({ severity: "risk", rule: "started-blocked" });
    const [first, second] = comment({ open: [aRecord(late), aRecord(risk)] }).blocks;
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
    expect(words(last)).toStrictEqual([
      "Release train Payments: rollup PMO-1. Signalbox keeps this comment up to date.",
    ]);
  });

  test("without a rollup names the train", () => {
    expect(words(comment().blocks.at(-1))).toStrictEqual(["Release train Payments."]);
  });
});

describe("what is over", () => {
  const over = aRecord(late, { state: "resolved", stateSince: noon });
  const line =
    "Resolved on 24 Nov 2026: this item needed acme/api#1 “Title of api#1” (API), planned too late (iteration 4). The dependency was removed.";

  test("keeps a line below what is open", () => {
    const { blocks } = comment({ ended: [over] });
    expect(blocks.map(({ type }) => type)).toStrictEqual(["panel", "list", "paragraph"]);
    expect(words(blocks[1])).toStrictEqual([line]);
  });

  test("is all that is said once nothing is open", () => {
    const { blocks } = comment({ open: [], ended: [over] });
    expect(blocks[0]).toMatchObject({ type: "panel", tone: "good" });
    expect(words(blocks[0])).toStrictEqual([line]);
  });

  test("is not called good where it only went out of sight", () => {
    const unseen = aView([planned(anItem())]);
    const { blocks } = comment({ open: [], ended: [over], view: unseen });
    expect(blocks[0]).toMatchObject({ type: "panel", tone: "neutral" });
    expect(words(blocks[0])[0]).toMatch(/^Can no longer be checked since 24 Nov 2026: /u);
  });

  test("is called good only where all of it is certain", () => {
    const unseen = aConflict({ fingerprint: "unseen", provider: githubId("9") });
    const ended = [over, aRecord(unseen, { state: "resolved", stateSince: noon })];
    for (const some of [ended, ended.toReversed()]) {
      expect(comment({ open: [], ended: some }).blocks[0]).toMatchObject({ type: "panel", tone: "neutral" });
    }
  });

  test("is a comment, which has neither title nor labels nor stamp", () => {
    expect(comment()).toMatchObject({ title: "", labels: [], stamp: [] });
  });

  test("is said to be over where nothing more is known", () => {
    const [panel] = comment({ open: [] }).blocks;
    expect(panel).toMatchObject({ type: "panel", tone: "good" });
    expect(words(panel)).toStrictEqual([
      "Resolved. No dependency of this item is in conflict any more. Nothing to do.",
    ]);
  });
});
