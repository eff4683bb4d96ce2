import { describe, expect, test } from "vitest";
import type { FixStep, ProposedStep, StepCaution } from "../../src/domain/conflicts/conflict.ts";
import type { Mention } from "../../src/domain/items/dependency.ts";
import { conflictSentence, fixWords, plain } from "../../src/reporting/conflict-sentence.ts";
import { stepsByTeam } from "../../src/reporting/remedy-words.ts";
import type { PlannedItem } from "../../src/domain/model/planned-item.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  evidence,
  githubId,
  jiraId,
  planned,
  proposed as proposedBy,
} from "../support/builders.ts";
import { aView } from "../support/views.ts";

const dueOn = "2026-12-18";
const view = aView([planned(anItem({ dueOn })), planned(aGithubItem({ dueOn })), planned(anItem({ nativeId: "2" }))]);

/** By a team of the train, unless a test says otherwise. */
const proposed = (step: FixStep, change: Parameters<typeof proposedBy>[1] = {}) =>
  proposedBy(step, { by: "checkout", ...change });

function drop(...written: readonly Mention[]): FixStep {
  return { do: "drop-link", consumer: jiraId("1"), provider: githubId("1"), written };
}

const inText: Mention = { origin: "text", words: "Blocked by acme/api#1", in: jiraId("1") };
const atGithub: Mention = { origin: "text", words: "Blocks PAY-1", in: githubId("1") };
const jiraLink: Mention = { origin: "jira-link", words: "Blocks", in: null };
const relation: Mention = { origin: "github-blocked-by", words: "blocked by", in: null };

const steps: readonly (readonly [FixStep, string])[] = [
  [{ do: "move", item: githubId("1"), to: "1", increment: "2026.4" }, "move acme/api#1 to iteration 1"],
  [{ do: "move", item: jiraId("1"), to: "1", increment: "2027.1" }, "move PAY-1 to 2027.1 iteration 1"],
  [{ do: "schedule", item: jiraId("1"), to: "3", increment: "2026.4" }, "plan PAY-1 for iteration 3"],
  [{ do: "schedule", item: jiraId("1"), to: null, increment: null }, "plan PAY-1"],
  [
    { do: "set-due", item: githubId("1"), on: "2026-12-04" },
    "change the due date of acme/api#1 to 4 Dec 2026 or earlier",
  ],
  [{ do: "set-due", item: jiraId("1"), on: "2026-12-04" }, "change the due date of PAY-1 to 4 Dec 2026 or later"],
  [{ do: "finish", item: jiraId("1") }, "finish PAY-1"],
  [{ do: "reopen", item: githubId("1") }, "reopen acme/api#1"],
  [{ do: "replace", item: githubId("1") }, "find a replacement for acme/api#1"],
  [drop(), "remove the link between PAY-1 and acme/api#1, if it no longer holds"],
  [drop(jiraLink), "remove the Jira link “Blocks” between PAY-1 and acme/api#1, if it no longer holds"],
  [
    drop({ ...jiraLink, names: jiraId("2") }),
    "remove the Jira link “Blocks” between PAY-1 and PAY-2, if it no longer holds",
  ],
  [
    { do: "drop-link", consumer: jiraId("1"), provider: jiraId("1"), written: [jiraLink] },
    "remove the Jira link “Blocks” of PAY-1 to itself, if it no longer holds",
  ],
  [drop(jiraLink, jiraLink), "remove the Jira link “Blocks” between PAY-1 and acme/api#1, if it no longer holds"],
  [drop(relation), "remove the GitHub relation “blocked by” between PAY-1 and acme/api#1, if it no longer holds"],
  [
    drop(inText, atGithub),
    "remove the sentence “Blocked by acme/api#1” from PAY-1 and the sentence “Blocks PAY-1” from acme/api#1, if it no longer holds",
  ],
  [
    drop({ origin: "jira-remote-link", words: "is blocked by", in: jiraId("1") }),
    "remove the Jira remote link “is blocked by” from PAY-1, if it no longer holds",
  ],
  [drop({ ...inText, in: null }), "remove the sentence “Blocked by acme/api#1”, if it no longer holds"],
  [{ do: "grant-access", provider: "key:jira:OPS-4" }, "give Signalbox access to OPS-4, or correct the dependency"],
  [{ do: "decide-scope", item: jiraId("1") }, "decide about the scope of PAY-1 (no move within the increment helps)"],
];

test.each(steps)("the step %o", (step, expected) => {
  expect(fixWords(view, aConflict({ fix: [proposed(step)] }), "2026.4")).toBe(expected);
});

test.each(["epic", "subtask"] as const)("what a foreign %s is planned by is to be read", (kind) => {
  const foreign = planned(anItem({ nativeId: "7", key: "OPS-7", container: "OPS", kind }));
  const change = { rule: "unreadable-provider", provider: jiraId("7") } as const;
  const told = aConflict({ ...change, fix: [proposed({ do: "grant-access", provider: jiraId("7") })] });
  const plan = kind === "epic" ? "is planned by its parts" : "is planned with its parent";
  const looked = aView([planned(anItem()), foreign]);
  expect(fixWords(looked, told, "2026.4")).toBe(
    "name OPS in the train file, so that what plans OPS-7 is read, or give OPS-7 a due date",
  );
  expect(plain(conflictSentence(looked, told, "2026.4"))).toContain(`which ${plan}, which Signalbox does not read`);
});

test.each(["unscheduled-provider", "cross-train"] as const)("of an item without one, %s gives a due date", (rule) => {
  const unplanned = aView([planned(anItem()), planned(aGithubItem())]);
  const due = proposed({ do: "set-due", item: githubId("1"), on: "2026-12-04" });
  expect(fixWords(unplanned, aConflict({ rule, fix: [due] }), "2026.4")).toBe(
    "give acme/api#1 a due date: 4 Dec 2026 or earlier",
  );
});

test("an overdue provider gets a later due date, which has a limit", () => {
  const overdue = aView([planned(anItem()), planned(aGithubItem({ dueOn: "2026-11-20" }))]);
  const due = proposed({ do: "set-due", item: githubId("1"), on: "2026-12-04" });
  expect(fixWords(overdue, aConflict({ rule: "overdue-provider", fix: [due] }), "2026.4")).toBe(
    "change the due date of acme/api#1 to a later day, 4 Dec 2026 at the latest",
  );
});

describe("a step names how the item it moves relates to the conflict", () => {
  const [part, parent] = [anItem({ nativeId: "8" }), anItem({ nativeId: "9" })];
  const parts = { from: "parts", first: part.id, last: null, end: null, unplanned: 1, next: null } as const;
  const moved = (item: WorkItem, provider: PlannedItem, between: readonly PlannedItem[] = []) => {
    const looked = aView([planned(anItem()), provider, planned(item), ...between]);
    const step = proposed({ do: "move", item: item.id, to: "1", increment: "2026.4" });
    return fixWords(looked, aConflict({ fix: [step] }), "2026.4");
  };

  test("a part of an end", () => {
    const words = "move PAY-8 (part of acme/api#1) to iteration 1";
    expect(moved(part, planned(aGithubItem(), { through: parts }))).toBe(words);
  });

  test("a part of the provider whose due date changes", () => {
    const dated = { ...part, dueOn };
    const looked = aView([planned(anItem()), planned(aGithubItem(), { through: parts }), planned(dated)]);
    const step = proposed({ do: "set-due", item: part.id, on: "2026-12-04" });
    expect(fixWords(looked, aConflict({ fix: [step] }), "2026.4")).toBe(
      "change the due date of PAY-8 (part of acme/api#1) to 4 Dec 2026 or earlier",
    );
  });

  test("the parent of an end", () => {
    const through = { from: "parent", parent: parent.id } as const;
    expect(moved(parent, planned(aGithubItem(), { through }))).toBe("move PAY-9 (parent of acme/api#1) to iteration 1");
  });

  test("a part of that parent", () => {
    const through = { from: "parent", parent: parent.id } as const;
    const between = [planned(parent, { through: parts })];
    expect(moved(part, planned(aGithubItem(), { through }), between)).toBe("move PAY-8 (part of PAY-9) to iteration 1");
  });

  test("nothing where it plans no end any more", () => {
    expect(moved(parent, planned(aGithubItem(), { through: parts }))).toBe("move PAY-9 to iteration 1");
  });

  test("nothing for an item of the chain, which the sentence names", () => {
    const chain = { items: [githubId("1"), part.id], end: evidence() };
    const step = proposed({ do: "schedule", item: part.id, to: "1", increment: "2026.4" });
    const told = aConflict({ rule: "chain-slip", fix: [step] });
    const looked = aView([planned(anItem()), planned(aGithubItem(), { through: parts }), planned(part)]);
    expect(fixWords(looked, { ...told, evidence: { ...told.evidence, chain } }, "2026.4")).toBe(
      "plan PAY-8 for iteration 1",
    );
  });

  test("nothing where the provider is unknown", () => {
    const step = proposed({ do: "move", item: part.id, to: "1", increment: "2026.4" });
    expect(fixWords(view, aConflict({ provider: null, fix: [step] }), "2026.4")).toContain("to iteration 1");
  });
});

test("a quotation that is long is clipped, never in the middle of a character", () => {
  const words = `Blocked by ${"x".repeat(67)}😀 and more`;
  const [step] = [proposed(drop({ ...inText, words }))];
  expect(fixWords(view, aConflict({ fix: [step] }), "2026.4")).toContain(`“Blocked by ${"x".repeat(67)}…”`);
});

const move = { do: "move", item: githubId("1"), to: "2", increment: "2026.4" } as const;

const cautions: readonly (readonly [StepCaution, string])[] = [
  [{ kind: "running-iteration" }, "already running"],
  [{ kind: "innovation-planning" }, "innovation and planning"],
  [{ kind: "next-increment" }, "in the next increment"],
  [
    { kind: "over-capacity", team: "api", load: 51.04, finished: 36.7, unit: "points" },
    "API would have 51 pt there, and finished about 37 lately",
  ],
  [
    { kind: "over-capacity", team: "gone", load: 12.25, finished: 8, unit: "items" },
    "gone would have 12.3 items there, and finished about 8 lately",
  ],
  [
    { kind: "over-capacity", team: "api", load: 34, finished: 33.5, unit: "points" },
    "API would have 34 pt there, and finished about 33.5 lately",
  ],
  [
    { kind: "over-capacity", team: "api", load: 1, finished: 0, unit: "points" },
    "API would have 1 pt there, and finished nothing lately",
  ],
  [
    { kind: "over-capacity", team: "api", load: 1, finished: 0.33, unit: "items" },
    "API would have 1 item there, and finished about 0.3 lately",
  ],
];

test.each(cautions)("the caution %o", (caution, expected) => {
  const conflict = aConflict({ fix: [proposed(move, { by: "api", cautions: [caution] })] });
  expect(fixWords(view, conflict, "2026.4")).toBe(`move acme/api#1 to iteration 2 (${expected})`);
});

test("several cautions of a step stand together", () => {
  const both: readonly StepCaution[] = [{ kind: "running-iteration" }, { kind: "next-increment" }];
  const conflict = aConflict({ fix: [proposed(move, { by: "api", cautions: both })] });
  expect(fixWords(view, conflict, "2026.4")).toBe(
    "move acme/api#1 to iteration 2 (already running; in the next increment)",
  );
});

describe("who takes which step", () => {
  const later = { do: "move", item: jiraId("1"), to: "5", increment: "2026.4" } as const;
  const finish = { do: "finish", item: githubId("1") } as const;
  const told = (...fix: readonly ProposedStep[]) => ({
    view,
    conflict: aConflict({ fix }),
    home: "2026.4",
    reader: jiraId("1"),
  });
  const words = (...fix: readonly ProposedStep[]) => fixWords(view, aConflict({ fix }), "2026.4");

  test("is not said where one team can take all", () => {
    expect(words(proposed(finish, { by: "api" }), proposed(move, { by: "api" }))).toBe(
      "finish acme/api#1, or move acme/api#1 to iteration 2",
    );
  });

  test("is said where no team of the train can take it: the conflict is listed with the other end's team", () => {
    expect(words(proposed(finish, { by: null }))).toBe("the owners of acme/api: finish acme/api#1");
  });

  test("is said where teams differ, neighbouring steps of a team together", () => {
    const fix = [proposed(finish, { by: "api" }), proposed(move, { by: "api" }), proposed(later, { by: "checkout" })];
    expect(words(...fix)).toBe(
      "API: finish acme/api#1, or move acme/api#1 to iteration 2; or Checkout: move PAY-1 to iteration 5",
    );
  });

  test("is said to the readers of an item, even of one team", () => {
    expect(stepsByTeam(told(proposed(later, { by: "checkout" })))).toBe("Checkout: move this item to iteration 5");
  });

  test.each([
    ["the item's", proposedBy(finish), "the owners of acme/api: finish acme/api#1"],
    [
      "the other end's, whose sentence it is,",
      proposedBy(drop(atGithub)),
      "the owners of acme/api: remove the sentence",
    ],
    ["the consumer's, if both have one,", proposedBy(drop(atGithub, inText)), "the owners of PAY: remove the sentence"],
    ["the consumer's, of a link,", proposedBy(drop(jiraLink)), "the owners of PAY: remove the Jira link"],
    ["the consumer's without known places", proposedBy(drop()), "the owners of PAY: remove the link"],
    ["the consumer's", proposedBy(drop(inText)), "the owners of PAY: remove the sentence"],
    ["a key's", proposedBy({ do: "grant-access", provider: "key:jira:OPS-4" }), "the owners of OPS-4: give Signalbox"],
  ])("is %s owners where no team of the train can", (_name, step, expected) => {
    expect(stepsByTeam(told(step))).toContain(expected);
  });

  const onConsumer = proposed({ do: "decide-scope", item: jiraId("1") }, { by: "checkout" });
  const onProvider = proposed({ do: "decide-scope", item: githubId("1") }, { by: "api" });

  test("is said once where several can decide, before what else there is", () => {
    const nextOne = { do: "move", item: jiraId("1"), to: "1", increment: "2027.1" } as const;
    expect(words(onConsumer, onProvider, proposed(nextOne, { by: "checkout" }))).toBe(
      "Checkout or API: decide about the scope of PAY-1 or acme/api#1 (no move within the increment helps); or Checkout: move PAY-1 to 2027.1 iteration 1",
    );
    expect(stepsByTeam(told(onConsumer, onProvider))).toBe(
      "Checkout or API: decide about the scope of this item or acme/api#1 (no move within the increment helps)",
    );
    expect(words(onConsumer, proposed(nextOne, { by: "checkout" }))).toBe(
      "decide about the scope of PAY-1 (no move within the increment helps), or move PAY-1 to 2027.1 iteration 1",
    );
  });

  test("is one team that can decide about either", () => {
    const both = [proposed({ do: "decide-scope", item: githubId("1") }, { by: "checkout" }), onConsumer];
    expect(words(...both)).toBe("decide about the scope of acme/api#1 or PAY-1 (no move within the increment helps)");
  });

  test("say which of two links between items of a cycle", () => {
    const fix = [proposed(drop(jiraLink))];
    expect(fixWords(view, aConflict({ rule: "cycle", fix }), "2026.4")).toBe(
      "remove the Jira link “Blocks” by which PAY-1 needs acme/api#1, if it no longer holds",
    );
  });

  test("are all teams of a cycle, which settle it together, or its only team", () => {
    const others = ["web", "ledger"].map((by, place) =>
      proposed({ do: "decide-scope", item: jiraId(`${place + 2}`) }, { by }),
    );
    const decided = (...fix: readonly ProposedStep[]) => fixWords(view, aConflict({ rule: "cycle", fix }), "2026.4");
    const settled = "which dependency of the cycle to give up, and plan the items one after the other";
    expect(decided(onConsumer, onProvider, ...others)).toBe(
      `Checkout, API, web and ledger: settle together ${settled}`,
    );
    expect(decided(onConsumer)).toBe(`settle ${settled}`);
  });

  test("is nobody without a step", () => {
    expect([words(), stepsByTeam(told())]).toStrictEqual(["", ""]);
  });
});
