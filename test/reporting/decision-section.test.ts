import { describe, expect, test } from "vitest";
import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import { iterationsOf } from "../../src/domain/model/train.ts";
import { decisionRows } from "../../src/reporting/decision-rows.ts";
import { decisionSection } from "../../src/reporting/decision-section.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aRecord,
  githubId,
  jiraId,
  noon,
  planned,
  proposed,
} from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation } from "../support/rollup.ts";

const items = [1, 2, 3].map((number) => planned(anItem({ nativeId: `${number}` })));
const view = aView([...items, planned(aGithubItem())]);
const nextIteration = Date.UTC(2026, 11, 7);
const overNext = Date.UTC(2026, 11, 21);

function section(...conflicts: readonly Conflict[]) {
  return decisionSection(anEvaluation({ view, records: conflicts.map((conflict) => aRecord(conflict)) }), "below");
}

const move = (nativeId: string, to: string) =>
  proposed({ do: "move", item: jiraId(nativeId), to, increment: "2026.4" }, { by: "checkout" });

describe("to decide this week", () => {
  test("one line for each decision: until when, who does what, and why, with both titles", () => {
    const late = aConflict({
      dueAt: nextIteration,
      fix: [{ ...proposed({ do: "finish", item: githubId("1") }), by: "api" }, move("1", "5")],
    });
    expect(linesOf(section(late))).toStrictEqual([
      "To decide this week",
      "By 6 Dec 2026: API: finish acme/api#1; or Checkout: move PAY-1 to iteration 5. PAY-1 “Title of PAY-1” needs acme/api#1 “Title of api#1”.",
    ]);
  });

  test("three conflicts that one move ends are one line, by keys", () => {
    const fix = [proposed({ do: "move", item: githubId("1"), to: "1", increment: "2026.4" }, { by: "api" })];
    const conflicts = ["1", "2", "3"].map((number) =>
      aConflict({ fingerprint: number, consumer: jiraId(number), dueAt: noon, fix }),
    );
    expect(linesOf(section(...conflicts)).slice(1)).toStrictEqual([
      "Now: API: move acme/api#1 to iteration 1. That ends 3 conflicts: PAY-1 needs acme/api#1; PAY-2 needs acme/api#1; PAY-3 needs acme/api#1.",
    ]);
  });

  test.each([
    [{ do: "decide-scope", item: githubId("1") }, "decide about the scope of acme/api#1"],
    [{ do: "grant-access", provider: githubId("1") }, "give Signalbox access to acme/api#1"],
  ] as const)("a step that was not tried concerns its conflicts: %o", (step, words) => {
    const fix = [proposed(step, { by: "api" })];
    const conflicts = ["1", "2"].map((number) =>
      aConflict({ fingerprint: number, consumer: jiraId(number), dueAt: noon, fix }),
    );
    const [, line] = linesOf(section(...conflicts));
    expect(line).toContain(`Now: API: ${words}`);
    expect(line).toContain("That concerns 2 conflicts: PAY-1 needs acme/api#1; PAY-2 needs acme/api#1.");
  });

  test("what has no date is not due now: only the list of all decisions has it", () => {
    const fix = [proposed({ do: "finish", item: githubId("1") }, { by: "api" })];
    const records = [aRecord(aConflict({ dueAt: null, fix }))];
    expect(decisionRows(anEvaluation({ view, records }))).toMatchObject([
      { says: expect.stringMatching(/^API: finish acme\/api#1\. PAY-1 /u), dueAt: null, due: false },
    ]);
    expect(linesOf(decisionSection(anEvaluation({ view, records }), "below"))[1]).toMatch(/^Nothing: /u);
  });

  test("a cycle is shown whole; a provider nobody knows is called so", () => {
    const cycle = aConflict({
      rule: "cycle",
      dueAt: noon,
      evidence: { ...aConflict().evidence, cycle: [jiraId("1"), jiraId("2")] },
      fix: [move("1", "5")],
    });
    const unknown = aConflict({ fingerprint: "x", dueAt: noon, provider: null, fix: [move("2", "5")] });
    expect(linesOf(section(cycle, unknown)).slice(1)).toStrictEqual([
      "Now: Checkout: move PAY-1 to iteration 5. PAY-1 → PAY-2 → PAY-1.",
      "Now: Checkout: move PAY-2 to iteration 5. PAY-1 needs an unknown item.",
    ]);
  });

  test("what lies behind the next iteration, risks and the rest of ten wait below", () => {
    const due = Array.from({ length: 12 }, (_, number) =>
      aConflict({ fingerprint: `${number}`, dueAt: noon, fix: [move(`${number}`, "5")] }),
    );
    const later = aConflict({ fingerprint: "later", dueAt: overNext, fix: [move("77", "5")] });
    const risk = aConflict({ fingerprint: "risk", severity: "risk", dueAt: noon, fix: [move("88", "5")] });
    const lines = linesOf(section(...due, later, risk));
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe("+2 more below, under “Open conflicts by team”.");
    expect(lines.join("\n")).not.toMatch(/:77|:88/);
  });

  const [first, last] = [iterationsOf(view.train)[0], iterationsOf(view.train).at(-1)];
  test.each([
    ["within the calendar", noon, "touches this iteration or the next one"],
    ["in its last iteration", (last?.endsAt ?? 0) - 1, "touches this iteration"],
    ["before it", (first?.startsAt ?? 0) - 1, "touches the next iteration"],
    ["after it", last?.endsAt ?? 0, "is due"],
  ])("nothing says so: %s", (_, at, words) => {
    const nothing = decisionSection(anEvaluation({ view: { ...view, at }, records: [] }), "below");
    expect(linesOf(nothing)).toStrictEqual(["To decide this week", `Nothing: no conflict ${words}.`]);
  });
});
