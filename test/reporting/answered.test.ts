import { describe, expect, test } from "vitest";
import { conflictLines } from "../../src/cli/conflict-lines.ts";
import type { ConflictAnswer } from "../../src/domain/conflicts/answer.ts";
import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { conflictSections } from "../../src/reporting/conflict-sections.ts";
import { decisionSection } from "../../src/reporting/decision-section.ts";
import { openRows } from "../../src/reporting/open-rows.ts";
import { commentMarker, documentOn, planComments } from "../../src/reporting/plan-comments.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aPublication,
  aRecord,
  githubId,
  jiraId,
  noon,
  planned,
} from "../support/builders.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation } from "../support/rollup.ts";
import { aView } from "../support/views.ts";

const day = 86_400_000;
const acknowledged = { kind: "acknowledged", at: noon, by: "ann", note: "we ship without it" } as const;
const snoozed: ConflictAnswer = { kind: "snoozed", at: noon, by: "bob", until: Date.UTC(2026, 11, 14) };
const view = aView([planned(anItem()), planned(anItem({ nativeId: "2" })), planned(aGithubItem())]);
const late = aConflict({ dueAt: noon });
const known = aRecord(late, { answer: acknowledged });
const later = aRecord(late, { answer: snoozed });
const other = aRecord(aConflict({ fingerprint: "other", consumer: jiraId("2"), dueAt: noon }));

const payComment = commentMarker("payments", jiraId("1"));
const apiComment = commentMarker("payments", githubId("1"));

function plan(records: readonly ConflictRecord[], publications: readonly PublicationRecord[] = []) {
  return atOneGo(
    planComments({
      evaluation: anEvaluation({ view, records }),
      publications,
      recent: [],
      refusals: [],
      consent: { state: "started", since: 0, withStanding: true },
      render: (_connection, { title, blocks, labels }) => ({ title, body: JSON.stringify(blocks), labels }),
    }),
  );
}

const commentOn = (records: readonly ConflictRecord[], reader = jiraId("1")) => {
  const planned = view.items.get(reader);
  if (planned === undefined) throw new Error("unknown item");
  const subject = { planned, open: records };
  return linesOf(documentOn({ evaluation: anEvaluation({ view, records }), publications: [] }, subject, null).blocks);
};

describe("comments", () => {
  test("none begins about what people know of; the plan says why, and for how long", () => {
    expect(plan([known])).toMatchObject({
      writes: [],
      waiting: [
        { marker: payComment, because: "answered", until: null },
        { marker: apiComment, because: "answered", until: null },
      ],
    });
    expect(plan([later]).waiting).toMatchObject([{ until: Date.UTC(2026, 11, 14) }, {}]);
    const risk = aRecord(aConflict({ severity: "risk" }), { answer: acknowledged });
    expect(plan([risk])).toEqual({ writes: [], unchanged: 0, waiting: [] });
  });

  test("an existing one keeps a line that says who knows of it, and does not change with the plan", () => {
    expect(commentOn([known])).toEqual([
      "Acknowledged by ann on 24 Nov 2026 (“we ship without it”): PAY-1 needs acme/api#1.",
      "Release train Payments.",
    ]);
    const silent = aRecord(late, { answer: { ...acknowledged, note: null } });
    expect(commentOn([silent])[0]).toBe("Acknowledged by ann on 24 Nov 2026: PAY-1 needs acme/api#1.");
    expect(commentOn([later])[0]).toBe("Snoozed by bob until 14 Dec 2026: PAY-1 needs acme/api#1.");
    const moved = aRecord({ ...late, dueAt: noon + day, fix: [], waitingBehind: 3 }, { answer: acknowledged });
    expect(commentOn([moved])).toEqual(commentOn([known]));
  });

  test("an existing one changes once by the answer, and once more when it ends", () => {
    const standing = [payComment, apiComment].map((marker, place) =>
      aPublication({
        marker,
        itemId: place === 0 ? jiraId("1") : githubId("1"),
        connection: place === 0 ? "acme" : "hub",
      }),
    );
    const { writes } = plan([known], standing);
    expect(writes.map(({ action, marker }) => [action, marker])).toEqual([
      ["update", payComment],
      ["update", apiComment],
    ]);
    const written = standing.map((one, place) => ({ ...one, digest: writes[place]?.text.digest ?? null }));
    const unseen = aRecord(late, { answer: acknowledged, unseenSince: noon });
    expect(plan([known], written)).toMatchObject({ writes: [], unchanged: 2 });
    expect(plan([unseen], written)).toMatchObject({ writes: [], unchanged: 2 });
    expect(plan([aRecord(late)], written).writes.map(({ action }) => action)).toEqual(["update", "update"]);
    expect(plan([], written).writes.map(({ action }) => action)).toEqual(["resolve", "resolve"]);
  });

  test("a new one tells the news in full, and the rest in a line", () => {
    const news = aRecord(aConflict({ fingerprint: "news", provider: jiraId("2"), actors: ["checkout"] }));
    const lines = commentOn([news, known]);
    expect(lines[0]).toMatch(/^This item .*PAY-2/u);
    expect(lines).toContain("Acknowledged by ann on 24 Nov 2026 (“we ship without it”): PAY-1 needs acme/api#1.");
  });

  test("one that a person deleted stays deleted, however new what people know of is", () => {
    const gone = aPublication({
      marker: payComment,
      itemId: jiraId("1"),
      state: "gone",
      createdAt: noon,
      updatedAt: noon,
    });
    const old = aRecord(aConflict({ fingerprint: "old", provider: jiraId("2") }), { firstSeenAt: noon - day });
    const fresh = aRecord(late, { firstSeenAt: noon + day, answer: acknowledged });
    expect(plan([old, fresh], [gone]).waiting).toContainEqual(
      expect.objectContaining({ marker: payComment, because: "removed-by-a-person" }),
    );
  });
});

describe("the rollup", () => {
  const section = (...records: readonly ConflictRecord[]) =>
    linesOf(decisionSection(anEvaluation({ view, records }), "below"));

  test("asks for no decision about what people know of, and says that it leaves it out", () => {
    expect(anEvaluation({ view, records: [known, other] }).decisions).toHaveLength(1);
    expect(section(known, other).at(-1)).toBe("Left out: 1 conflict that people acknowledged or snoozed.");
    expect(section(known).slice(1)).toEqual([
      "Nothing: no other conflict touches this iteration or the next one.",
      "Left out: 1 conflict that people acknowledged or snoozed.",
    ]);
    const risk = aRecord(aConflict({ severity: "risk", dueAt: noon }), { answer: snoozed });
    const distant = aRecord(aConflict({ dueAt: noon + 100 * day }), { answer: snoozed });
    expect(section(risk, distant).slice(1)).toEqual(["Nothing: no conflict touches this iteration or the next one."]);
  });

  test("lists it after all others, with who said what", () => {
    const asleep = aRecord(aConflict({ fingerprint: "s" }), { answer: snoozed });
    const info = aRecord(aConflict({ fingerprint: "i", severity: "info" }));
    const blocks = conflictSections(anEvaluation({ view, records: [known, asleep, other, info] }));
    const folded = blocks.flatMap((block) => (block.type === "details" ? [block.summary] : []));
    expect(folded).toEqual(["Worth knowing (1)", "Acknowledged (1)", "Snoozed (1)"]);
    const lines = linesOf(blocks);
    expect(lines[0]).toBe("Open conflicts by team (1)");
    expect(lines.at(-3)).toMatch(
      /^conflict PAY-1 .*\. Acknowledged by ann on 24 Nov 2026 \(“we ship without it”\)\.$/u,
    );
    expect(lines.at(-1)).toMatch(/^conflict PAY-1 .*\. Snoozed by bob until 14 Dec 2026\.$/u);
  });
});

describe("the list of conflicts", () => {
  test("has it last, with the answer and the id for commands", () => {
    const rows = openRows(anEvaluation({ view, records: [known, other] }));
    expect(rows).toMatchObject([
      { fingerprint: "other", answer: null },
      {
        fingerprint: late.fingerprint,
        id: expect.stringMatching(/^[0-9a-f]{6}$/u) as string,
        answer: { kind: "acknowledged", at: "2026-11-24T12:00:00.000Z", by: "ann", note: "we ship without it" },
      },
    ]);
    const [asleep] = openRows(anEvaluation({ view, records: [later] }));
    expect(asleep).toMatchObject({ answer: { kind: "snoozed", by: "bob", until: "2026-12-14T00:00:00.000Z" } });
  });

  test("says so to people", () => {
    const lines = conflictLines(anEvaluation({ view, records: [known, other] }), new Map());
    expect(lines[0]).toMatch(/^conflict PAY-2 .*\. \[[0-9a-f]{6}\]$/u);
    expect(lines).toContain("         Acknowledged by ann on 24 Nov 2026 (“we ship without it”)");
    expect(lines.at(-1)).toBe("2 conflicts, 0 risks, 0 for information; people acknowledged 1 of them and snoozed 0.");
  });
});
