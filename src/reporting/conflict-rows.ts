import { shortIds } from "../domain/conflicts/answer.ts";
import type { ConflictRecord, ConflictSeverity, EndEvidence, RuleId } from "../domain/conflicts/conflict.ts";
import type { LinkEnd } from "../domain/ids.ts";
import { once } from "../domain/tracking/once.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { answerJson } from "./answer-words.ts";
import { conflictSentence, fixWords, plain } from "./conflict-sentence.ts";
import { answeredRecords, openRecords, unseenRecords, type Evaluation } from "./evaluate.ts";
import { datesWords, keyOrId, plannedOf, titleOf } from "./item-words.ts";
import { stepRows, type StepRow } from "./remedy-words.ts";

/** One open conflict as `conflicts --json` prints it. Instants are ISO 8601. */
export type ConflictRow = {
  /** By which people name it in commands. */
  readonly id: string;
  readonly fingerprint: string;
  readonly rule: RuleId;
  readonly alsoFires: readonly RuleId[];
  readonly severity: ConflictSeverity;
  readonly says: string;
  readonly consumer: ConflictEnd;
  readonly provider: ConflictEnd | null;
  readonly evidence: unknown;
  /** When it takes effect; null without any date. */
  readonly dueAt: string | null;
  /** All steps as one phrase. */
  readonly fix: string;
  /** The same one by one, the best first. */
  readonly steps: readonly StepRow[];
  readonly actors: readonly string[];
  readonly firstSeenAt: string;
  /** The time since which Signalbox cannot tell whether it still exists; null while it can. */
  readonly unseenSince: string | null;
  /** What a person said of it (`answerJson`); null for nothing. */
  readonly answer: unknown;
};

export type ConflictEnd = {
  readonly key: string;
  readonly url: string | null;
  readonly title: string;
  /** Key of the team; null if no team of the train owns the item. */
  readonly team: string | null;
  readonly iteration: string | null;
  readonly increment: string | null;
  readonly status: string | null;
  /** In days of the train's time zone: `23 Nov – 6 Dec 2026`. Null if Signalbox cannot read the item. */
  readonly dates: string | null;
};

/** In the order of `openRecords`, which is stable. */
export function conflictRows(evaluation: Evaluation): readonly ConflictRow[] {
  return openRecords(evaluation).map((record) => row(evaluation, record));
}

/** Open conflicts that people acknowledged or snoozed. */
export function answeredRows(evaluation: Evaluation): readonly ConflictRow[] {
  return answeredRecords(evaluation).map((record) => row(evaluation, record));
}

/** Gives the id of an open conflict of the train by its fingerprint. */
export const openIds = once((records: Evaluation["records"]) =>
  shortIds(records.filter(({ state }) => state === "open").map(({ fingerprint }) => fingerprint)),
);

/** Open conflicts that are not visible at present, with their last state. */
export function unseenRows(evaluation: Evaluation): readonly ConflictRow[] {
  return unseenRecords(evaluation).map((record) => row(evaluation, record));
}

function row({ view, rollup, records }: Evaluation, record: ConflictRecord): ConflictRow {
  const { conflict, fingerprint, firstSeenAt, unseenSince, answer } = record;
  const { rule, alsoFires, severity, actors } = conflict;
  return {
    id: openIds(records)(fingerprint),
    fingerprint,
    rule,
    alsoFires,
    severity,
    says: plain(conflictSentence(view, conflict, rollup.increment)),
    consumer: end(view, conflict.consumer),
    provider: conflict.provider === null ? null : end(view, conflict.provider),
    evidence: evidence(view, conflict.evidence),
    dueAt: instant(conflict.dueAt),
    fix: fixWords(view, conflict, rollup.increment),
    steps: stepRows({ view, conflict, home: rollup.increment, reader: null }),
    actors,
    firstSeenAt: new Date(firstSeenAt).toISOString(),
    unseenSince: instant(unseenSince),
    answer: answerJson(answer),
  };
}

function end(view: TrainView, id: LinkEnd): ConflictEnd {
  const planned = plannedOf(view, id);
  return {
    key: keyOrId(view, id),
    url: planned === null || planned.item.url === "" ? null : planned.item.url,
    title: titleOf(view, id),
    team: planned?.team?.key ?? null,
    iteration: planned?.iteration?.key ?? null,
    increment: planned?.iteration?.increment ?? null,
    status: planned?.item.status ?? null,
    dates: planned === null || planned.item.presence === "stub" ? null : datesWords(planned, view.train.timeZone),
  };
}

/** Ids are internal: rows name items by key. */
function evidence(
  view: TrainView,
  { consumer, provider, cycle, written, chain }: ConflictRecord["conflict"]["evidence"],
) {
  return {
    consumer: dated(view, consumer),
    provider: provider === null ? null : dated(view, provider),
    ...(cycle.length === 0 ? {} : { cycle: cycle.map((id) => keyOrId(view, id)) }),
    ...(chain === undefined
      ? {}
      : { chain: { items: chain.items.map((id) => keyOrId(view, id)), end: dated(view, chain.end) } }),
    written: written.map((mention) => ({ ...mention, in: mention.in === null ? null : keyOrId(view, mention.in) })),
  };
}

function dated(view: TrainView, { through, ...plan }: EndEvidence) {
  const dates = { ...plan, startsAt: instant(plan.startsAt), endsAt: instant(plan.endsAt) };
  if (through === undefined) return dates;
  const { item, from, unplanned, part } = through;
  return {
    ...dates,
    through: {
      from,
      unplanned,
      item: keyOrId(view, item),
      ...(part === undefined ? {} : { part: keyOrId(view, part) }),
    },
  };
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
