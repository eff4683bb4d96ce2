import { describe, expect, test } from "vitest";
import { aRollup, anEvaluation } from "../support/rollup.ts";
import { conflictLines, severityWords } from "../../src/cli/conflict-lines.ts";
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
} from "../support/builders.ts";
import { aView } from "../support/views.ts";

const [first = null] = iterations(1);
const dates = { startsAt: first?.startsAt ?? null, endsAt: first?.endsAt ?? null };
const view = aView([
  planned(anItem({ title: "Pay" }), { iteration: first, ...dates }),
  planned(aGithubItem({ presence: "stub", title: "" }), { team: null }),
]);

function linesOf(...conflicts: readonly ReturnType<typeof aConflict>[]): readonly string[] {
  const rollup = aRollup();
  const records = conflicts.map((conflict) => aRecord(conflict));
  return conflictLines(anEvaluation({ view, rollup, records }), new Map());
}

describe("open conflicts for people", () => {
  test("name both ends with title, team, iteration and dates, and by when it is to be mended", () => {
    const [says, consumer, provider, fix, total] = linesOf(aConflict({ dueAt: noon + 86_400_000 }));
    expect(says).toMatch(/^conflict PAY-1 /u);
    expect(consumer).toMatch(/^ {9}PAY-1 “Pay” \(Checkout\): iteration 1, \d+ .*2026$/u);
    expect(provider).toBe("         acme/api#1 (not readable)");
    expect(fix).toMatch(/^ {9}fix by 25 Nov 2026: /u);
    expect(total).toBe("1 conflict, 0 risks, 0 for information.");
  });

  test("are to be mended now where they bite already, at no time where no date tells", () => {
    expect(linesOf(aConflict({ dueAt: noon })).find((line) => line.includes("fix"))).toMatch(/^ {9}fix now: /u);
    expect(linesOf(aConflict({ dueAt: null })).find((line) => line.includes("fix"))).toMatch(/^ {9}fix: /u);
  });

  test("of one end, and of a cycle, name all there are", () => {
    const bare = { consumer: evidence(), provider: null, cycle: [], written: [] };
    expect(linesOf(aConflict({ provider: null, evidence: bare }))).toHaveLength(4);
    const cycle = aConflict({ rule: "cycle", evidence: { ...bare, cycle: [jiraId("1"), githubId("1"), jiraId("1")] } });
    expect(linesOf(cycle).filter((line) => /^ {9}(?:PAY-1|acme\/api#1) /u.test(line))).toHaveLength(3);
  });

  test("may be none", () => {
    expect(linesOf()).toEqual(["No open conflicts."]);
  });
});

test("counts are told by severity", () => {
  expect(severityWords({ conflict: 15, risk: 10, info: 2 })).toBe("15 conflicts, 10 risks, 2 for information");
});

test("what cannot be seen stands by itself, with since when; what the train file does not find is noted", () => {
  const conflict = aConflict();
  const evaluation = anEvaluation({
    view,
    rollup: aRollup({ verdict: { level: "unknown", reasons: [{ kind: "nothing-owned", count: 1 }] } }),
    records: [aRecord(conflict, { unseenSince: noon })],
    setup: { teams: [], faults: [{ kind: "team-owns-nothing", team: "Checkout" }] },
  });
  const lines = conflictLines(evaluation, new Map());
  expect(lines[0]).toMatch(/^unseen {3}PAY-1 /u);
  expect(lines[1]).toMatch(/^ {9}as of 24 Nov 2026, .*: Signalbox cannot read part of it since then$/u);
  expect(lines.slice(2)).toEqual([
    "No open conflicts.",
    "Unknown: no team owns an item that was read.",
    "note: Checkout owns no item: correct what `from` says of this team.",
  ]);
});
