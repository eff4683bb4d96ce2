import { describe, expect, test } from "vitest";
import { conflictRows } from "../../src/reporting/conflict-rows.ts";
import { openRecords, type Evaluation } from "../../src/reporting/evaluate.ts";
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
import { anEvaluation } from "../support/rollup.ts";

const [first] = iterations(1);
const view = aView([
  planned(anItem(), { iteration: first ?? null, startsAt: first?.startsAt ?? null, endsAt: first?.endsAt ?? null }),
  planned(aGithubItem({ url: "" }), { team: null }),
]);
const rollup = { increment: "2026.4" } as Evaluation["rollup"];

function rows(...conflicts: readonly ReturnType<typeof aConflict>[]) {
  return conflictRows(anEvaluation({ view, rollup, records: conflicts.map((conflict) => aRecord(conflict)) }));
}

describe("conflicts as rows", () => {
  test("name the part or the parent by which an end is planned", () => {
    const through = { item: githubId("1"), from: "parts", unplanned: 2 } as const;
    const provider = { ...evidence({ datesFrom: "parts" }), through };
    const conflict = aConflict({ evidence: { consumer: evidence(), provider, cycle: [], written: [] } });
    expect(rows(conflict)[0]?.evidence).toMatchObject({ provider: { through: { ...through, item: "acme/api#1" } } });
  });

  test("name the part of the parent by which an end is planned", () => {
    const through = { item: githubId("1"), from: "parent", unplanned: 0, part: jiraId("1") } as const;
    const consumer = { ...evidence({ datesFrom: "parent" }), through };
    const conflict = aConflict({ evidence: { consumer, provider: null, cycle: [], written: [] } });
    const named = { ...through, item: "acme/api#1", part: "PAY-1" };
    expect(rows(conflict)[0]?.evidence).toMatchObject({ consumer: { through: named } });
  });

  test("have both ends, the evidence with ISO instants, the fix in words", () => {
    const conflict = aConflict({
      dueAt: noon + 86_400_000,
      evidence: {
        consumer: evidence({ startsAt: noon }),
        provider: evidence({ endsAt: noon }),
        cycle: [],
        written: [
          { origin: "jira-link", words: "Blocks", in: null },
          { origin: "text", words: "Blocks PAY-1", in: githubId("1") },
        ],
      },
    });
    expect(rows(conflict)[0]).toMatchObject({
      consumer: {
        key: "PAY-1",
        url: "https://acme.example/browse/PAY-1",
        team: "checkout",
        iteration: "1",
        increment: "2026.4",
        status: "todo",
        dates: "9 – 22 Nov 2026",
      },
      provider: { key: "acme/api#1", url: null, team: null, iteration: null, dates: "no dates" },
      evidence: {
        consumer: { startsAt: "2026-11-24T12:00:00.000Z", endsAt: null },
        provider: { endsAt: "2026-11-24T12:00:00.000Z" },
        written: [
          { origin: "jira-link", words: "Blocks", in: null },
          { origin: "text", words: "Blocks PAY-1", in: "acme/api#1" },
        ],
      },
      fix: "move acme/api#1 to iteration 1",
      dueAt: "2026-11-25T12:00:00.000Z",
      steps: [{ by: "api", says: "move acme/api#1 to iteration 1" }],
      firstSeenAt: "2026-11-24T12:00:00.000Z",
    });
  });

  test("without a provider, or with one nobody can read", () => {
    const bare = { consumer: evidence(), provider: null, cycle: [], written: [] };
    const [none, unread] = rows(
      aConflict({ provider: null, evidence: bare, fingerprint: "a" }),
      aConflict({ provider: "key:jira:OPS-1", evidence: bare, fingerprint: "b" }),
    );
    expect(none).toMatchObject({ dueAt: null, provider: null, evidence: { provider: null } });
    expect(unread?.provider).toStrictEqual({
      key: "OPS-1",
      url: null,
      title: "",
      team: null,
      iteration: null,
      increment: null,
      status: null,
      dates: null,
    });
  });

  test("have no dates of a stub", () => {
    const stub = aView([planned(anItem()), planned(aGithubItem({ presence: "stub" }))]);
    const [row] = conflictRows(anEvaluation({ view: stub, records: [aRecord(aConflict())] }));
    expect(row?.provider).toMatchObject({ key: "acme/api#1", dates: null });
  });

  test("of a cycle name its members by key", () => {
    const cycle = [jiraId("1"), githubId("1"), jiraId("99")];
    const conflict = aConflict({
      rule: "cycle",
      evidence: { consumer: evidence(), provider: evidence(), cycle, written: [] },
    });
    expect(rows(conflict)[0]?.evidence).toMatchObject({ cycle: ["PAY-1", "acme/api#1", jiraId("99")] });
  });
});

test("the gravest come first, of equally grave ones the nearest, the one that most waits behind, by fingerprint", () => {
  const records = [
    aConflict({ fingerprint: "d", severity: "info", dueAt: noon }),
    aConflict({ fingerprint: "c", severity: "risk", dueAt: noon }),
    aConflict({ fingerprint: "b", rule: "cycle" }),
    aConflict({ fingerprint: "a" }),
    aConflict({ fingerprint: "y", dueAt: noon }),
    aConflict({ fingerprint: "z", dueAt: noon, waitingBehind: 1 }),
  ].map((conflict) => aRecord(conflict));
  expect(openRecords({ records }).map(({ fingerprint }) => fingerprint)).toStrictEqual(["z", "y", "a", "b", "c", "d"]);
  expect(openRecords({ records: records.toReversed() })).toStrictEqual(openRecords({ records }));
});
