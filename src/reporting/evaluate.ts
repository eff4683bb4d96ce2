import { advanceConflicts } from "../domain/conflicts/conflict-life.ts";
import type { Commitment } from "../domain/history/commitment.ts";
import { withProbableSlips } from "../domain/conflicts/probable-slips.ts";
import { decisionsOf, type Decision } from "../domain/conflicts/decisions.ts";
import { recordsAt } from "../domain/conflicts/records-at.ts";
import { unknownIn, type Unknown, type UnknownInput } from "../domain/history/unknown.ts";
import { settleTeams } from "../domain/rollup/settle-teams.ts";
import { rollUp } from "../domain/rollup/roll-up.ts";
import { changesSince, comparisonAt, type Changes, type PastRollup } from "../domain/rollup/changes.ts";
import { answerIn, type ConflictAnswer } from "../domain/conflicts/answer.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Model } from "../domain/model/model.ts";
import type { KnownName } from "../domain/items/names.ts";
import type { KeptDelivery, KeptHints } from "../domain/rollup/kept-rollup.ts";
import type { TrainForecast } from "../domain/forecast/train-forecast.ts";
import { byUrgency } from "../domain/conflicts/urgency.ts";
import { atOneGo } from "../domain/tracking/in-steps.ts";
import { once } from "../domain/tracking/once.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Rollup } from "../domain/rollup/rollup.ts";
import { isOfPlan } from "../domain/setup/setup-fault.ts";
import { setupOf, type Setup } from "../domain/setup/setup.ts";
import { sharedStepsIn } from "../domain/conflicts/shared-steps.ts";
import { visibilityOf, type Visibility } from "../domain/conflicts/visibility.ts";
import type { Train } from "../domain/model/train.ts";
import { zoneOf } from "../domain/schedule/civil-day.ts";

/** One train's state at one instant: the input of every report, plan and command. */
export type Evaluation = {
  readonly view: TrainView;
  /** Every conflict so far, with its life. */
  readonly records: readonly ConflictRecord[];
  /** Every decision for the open conflicts that no person answered, the nearest first. */
  readonly decisions: readonly Decision[];
  readonly rollup: Rollup;
  /** Since last Monday, or since the first known rollup; null for the first one, and for an instant that has not come yet. */
  readonly changes: Changes | null;
  readonly setup: Setup;
  readonly visibility: Visibility;
  /** The day's forecast; absent if there is none, the train's calendar is over, or the instant has not come yet. See `dayForecast`. */
  readonly forecast?: TrainForecast;
  /** Figures of the day's beginning; absent if nothing asked for them, nothing has begun, or the instant has not come yet. See `withDelivery`. */
  readonly delivery?: KeptDelivery;
  /** Hints on dependencies, of the day's first evaluation; absent if nothing asked for them. See `withHints`. */
  readonly hints?: KeptHints;
  /** Present and former names; absent if nothing was renamed. */
  readonly names?: readonly KnownName[];
  /** Sites of all connections; absent if nothing needs them. */
  readonly sites?: Model["sites"];
  /** How the instant differs from that of the items; absent if it does not. */
  readonly asOf?: AsOf;
  /** What stood in the present increment and its begun iterations when they started; absent if nothing is stored. */
  readonly commitments?: readonly Commitment[];
};

/**
 * `then`: the items as they stood at the instant, with what is not certain. `later`: the items as they are, under the
 * calendar of an instant that has not come yet.
 */
export type AsOf = { readonly kind: "then" | "later"; readonly unknown: readonly Unknown[] };

export type EvaluationInput = {
  readonly model: Model;
  readonly train: Train;
  readonly previous: readonly ConflictRecord[];
  /** The rollup to compare with (`comparisonAt`); null if none is known. */
  readonly past: PastRollup | null;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly commitments?: readonly Commitment[];
  /** The forecast of the instant's day; absent if there is none. */
  readonly forecast?: TrainForecast | undefined;
  /** Set if a person asked for the instant. */
  readonly asked?: AskedInstant;
};

export type AskedInstant = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** What is uncertain about the model, if the items at the instant were others than now; else null. */
  readonly uncertain: Omit<UnknownInput, "view"> | null;
};

/**
 * Pure: the same view, model, earlier conflicts and earlier rollup give the same evaluation. Other work may run between
 * two steps, but no other model may be evaluated: the view's plan is live.
 * @param planned the view of that model
 */
export function* evaluateView(planned: TrainView, input: EvaluationInput): Generator<void, Evaluation> {
  const { model, train, past, at, asked, forecast, commitments = [] } = input;
  const isPast = asked !== undefined && at < asked.now;
  const isAhead = asked !== undefined && at > asked.now;
  const { figuresOf, faultsOf, unplannedOf, boxFaultsOf } = planned.plan;
  yield* settleTeams(train, [figuresOf, faultsOf, unplannedOf, boxFaultsOf]);
  const view = withProbableSlips({
    view: planned,
    slips: forecast?.slips,
    // Stored conflicts do not tell which of them stood at an earlier instant.
    previous: isPast ? [] : input.previous,
  });
  const { conflicts } = view;
  const found = setupOf(view);
  const visibility = visibilityOf({ view, model, setup: found });
  const isThen = asked !== undefined && asked.uncertain !== null;
  const setup = isThen ? { ...found, faults: found.faults.filter(isOfPlan) } : found;
  const stored = answersIn(input.previous, train);
  const previous = isPast ? recordsAt(stored, conflicts, at) : stored;
  const { recordOf } = view.plan;
  const { isOver, isAsBefore } = visibility;
  const records = advanceConflicts(previous, conflicts, { train: train.key, at, isOver, isAsBefore, recordOf });
  yield;
  const decisions = decisionsOpen(view, records);
  yield;
  const unseen = records.filter((record) => isUnseen(record)).length;
  const rollup = rollUp({ view, conflicts, model, setup, unseen, now: Math.min(at, asked?.now ?? at) });
  yield;
  const comparison = comparisonAt(at, train.timeZone);
  const changes = past === null || isAhead ? null : changesSince({ past, comparison, rollup, records, recordOf });
  const asOf = asked === undefined ? null : asOfIn(view, asked);
  const parts = {
    view,
    records,
    decisions,
    rollup,
    changes,
    setup,
    visibility,
    names: model.names,
    sites: model.sites,
    commitments,
  };
  return { ...parts, ...(forecast === undefined ? {} : { forecast }), ...(asOf === null ? {} : { asOf }) };
}

function answersIn(records: EvaluationInput["previous"], { timeZone }: Train): EvaluationInput["previous"] {
  const zone = zoneOf(timeZone);
  return records.map((record) => {
    const answer = answerIn(record.answer, zone);
    return answer === record.answer ? record : { ...record, answer };
  });
}

/** Call it before another model is evaluated: the view's plan is live. */
export function decisionsOpen({ train, plan }: TrainView, records: Evaluation["records"]): readonly Decision[] {
  const open = openIn(records).map(({ conflict }) => conflict);
  return decisionsOf(
    open.filter(({ severity }) => severity === "conflict"),
    train,
    sharedStepsIn(plan),
  );
}

function asOfIn(view: TrainView, { now, uncertain }: AskedInstant): AsOf | null {
  if (view.at > now) return { kind: "later", unknown: [] };
  return uncertain === null ? null : { kind: "then", unknown: atOneGo(unknownIn({ view, ...uncertain })) };
}

/** Conflicts without an answer, the most severe first; of equal ones the nearest. See docs/rules.md, "Order". */
export function openRecords({ records }: Pick<Evaluation, "records">): readonly ConflictRecord[] {
  return openIn(records);
}

/** Visible open conflicts that a person acknowledged or snoozed, in the same order. */
export function answeredRecords({ records }: Pick<Evaluation, "records">): readonly AnsweredRecord[] {
  return answeredIn(records);
}

export type AnsweredRecord = ConflictRecord & { readonly answer: ConflictAnswer };

/** Open conflicts that are not visible at present, with their last state, in the same order. */
export function unseenRecords({ records }: Pick<Evaluation, "records">): readonly ConflictRecord[] {
  return unseenIn(records);
}

const openIn = once((records: Evaluation["records"]) =>
  inOrder(records.filter((record) => isVisible(record) && record.answer === null)),
);
const answeredIn = once((records: Evaluation["records"]) =>
  inOrder(records.filter((record): record is AnsweredRecord => isVisible(record) && record.answer !== null)),
);
const unseenIn = once((records: Evaluation["records"]) => inOrder(records.filter((record) => isUnseen(record))));

function inOrder<Found extends ConflictRecord>(records: readonly Found[]): readonly Found[] {
  return records.toSorted((a, b) => byUrgency(a.conflict, b.conflict));
}

function isVisible(record: ConflictRecord): boolean {
  return record.state === "open" && !isUnseen(record);
}

function isUnseen({ unseenSince }: ConflictRecord): boolean {
  return unseenSince !== null;
}
