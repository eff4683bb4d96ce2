import { fc, test as property } from "@fast-check/vitest";
import { expect } from "vitest";
import type { ConflictAnswer } from "../../../src/domain/conflicts/answer.ts";
import { advanceConflicts } from "../../../src/domain/conflicts/conflict-life.ts";
import type { Conflict, ConflictRecord, RuleId } from "../../../src/domain/conflicts/conflict.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import { livesAfter, type Answer, type Finding, type Life } from "../../naive/conflict-life.ts";
import { aConflict, jiraId } from "../../support/builders.ts";

const copy: WorkItemId = "jira:b:issue:1";
const places = [0, 1] as const;
const severity = fc.constantFrom<Conflict["severity"]>("conflict", "risk", "info");
const rule = fc.constantFrom<RuleId>("late-provider", "same-iteration", "cancelled-provider", "unreadable-provider");
const shown = fc.option(fc.record({ rule, severity }), { freq: 2 });
const evaluation = fc.record({
  /** Negative if the clock was set back. */
  after: fc.constantFrom(1, 1, 1, -2),
  /** Another connection reads the waiting item. */
  isCopied: fc.boolean(),
  edges: fc.tuple(shown, shown),
  cycles: fc.tuple(fc.option(severity, { freq: 2 }), fc.option(severity, { freq: 2 })),
  over: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  asBefore: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  /** Of how long a snooze is; 0 for an acknowledgement. */
  answers: fc.array(fc.option(fc.nat(3), { freq: 2 }), { minLength: 20, maxLength: 20 }),
});

type Shown = Pick<typeof evaluation extends fc.Arbitrary<infer T> ? T : never, "edges" | "cycles">;

function conflictsIn({ edges, cycles }: Shown, consumer: WorkItemId): readonly Conflict[] {
  return places.flatMap((place) => {
    const [edge, cycle, provider] = [edges[place], cycles[place], jiraId(`9${place}`)];
    const found = (is: RuleId, grade: Conflict["severity"], members: readonly WorkItemId[]) =>
      aConflict({
        fingerprint: `${is} ${consumer} ${provider}`,
        rule: is,
        severity: grade,
        consumer,
        provider,
        evidence: { ...aConflict().evidence, cycle: members },
      });
    return [
      ...(edge === null ? [] : [found(edge.rule, edge.severity, [])]),
      ...(cycle === null ? [] : [found("cycle", cycle, [consumer, provider])]),
    ];
  });
}

const plainAnswer = (answer: ConflictAnswer | null): Answer | null =>
  answer === null ? null : { until: answer.kind === "snoozed" ? answer.until : null };

function findingOf({ fingerprint, rule: is, severity: grade, consumer, provider }: Conflict): Finding {
  return { fingerprint, rule: is, severity: grade, consumer, provider: provider ?? "" };
}

function lifeOf({ conflict, state, answer, ...life }: ConflictRecord): Life {
  const { firstSeenAt, stateSince, worsenedAt, unseenSince, reopenings } = life;
  return {
    finding: findingOf(conflict),
    isOpen: state === "open",
    firstSeenAt,
    stateSince,
    worsenedAt,
    unseenSince,
    reopenings,
    answer: plainAnswer(answer),
  };
}

property.prop([fc.array(evaluation, { maxLength: 8 })], { numRuns: 300 })(
  "conflicts live as a second implementation says",
  (history) => {
    let records: readonly ConflictRecord[] = [];
    let at = 10;
    for (const { after, isCopied, over, asBefore, answers, ...shows } of history) {
      at += after;
      const counting = isCopied ? copy : jiraId("1");
      const found = conflictsIn(shows, counting);
      const named = (picked: readonly boolean[]) =>
        new Set(records.map(({ fingerprint }) => fingerprint).filter((_, place) => picked[place]));
      const [ended, same] = [named(over), named(asBefore)];
      const recordOf = <Id extends string>(id: Id) => (id === copy || id === jiraId("1") ? counting : id);
      const seen = { at, found: found.map(findingOf), over: ended, asBefore: same, recordOf };
      const expected = livesAfter(records.map(lifeOf), seen);
      const isOver = ({ fingerprint }: Conflict) => ended.has(fingerprint);
      const isAsBefore = ({ fingerprint }: Conflict) => same.has(fingerprint);
      records = advanceConflicts(records, found, { train: "payments", at, isOver, isAsBefore, recordOf });
      expect(records.map(lifeOf)).toEqual(expected);
      records = records.map((record, place) => {
        const length = answers[place] ?? null;
        if (length === null || record.state === "resolved") return record;
        const said = { at, by: "Ada" };
        const answer: ConflictAnswer =
          length === 0
            ? { kind: "acknowledged", note: null, ...said }
            : { kind: "snoozed", until: at + length, ...said };
        return { ...record, answer };
      });
    }
  },
);
