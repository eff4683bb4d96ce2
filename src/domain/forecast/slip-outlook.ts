import { CLOCK_CHANGE_MS } from "../schedule/interval.ts";
import type { SprintId } from "../ids.ts";
import { nameOf, type ItemName } from "../items/item-name.ts";
import { isOpen } from "../items/work-item.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { byText, sortedBy } from "../ordering.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { blockDays, dayMs } from "./finishes.ts";
import { at } from "./numbers.ts";
import { aucOf, brierOf, calibrationErrorOf, type Predicted } from "./probability-scores.ts";
import type { Coefficient } from "./slip-model.ts";
import { describeStays, type DescribedStay } from "./slip-rates.ts";
import { probabilityAt, replaySlips, warningsBy, type SlipReplay, type Warning } from "./slip-replay.ts";
import { isForecaster, type SlipRefusal } from "./slips.ts";
import { hasSlipped } from "./sprint-stay.ts";
import { staysOfTrain } from "./sprint-stays.ts";
import { isBad } from "./stated-range.ts";
import type { TrackRecord } from "./track-record.ts";

/** The probability from which Signalbox warns, and the one below which it takes the warning back. */
export const warned = { from: 0.7, until: 0.6 } as const;

/** An item of a running sprint that is likely to be open at the sprint's planned end. */
export type LikelySlip = {
  readonly item: ItemName;
  readonly team: string;
  readonly sprint: string;
  /** The sprint's planned end, epoch milliseconds. */
  readonly endsAt: number;
  /** At least `warned.until`; two decimals. */
  readonly probability: number;
};

/** How probabilities at the beginning of stays came out. */
export type SlipScores = {
  /** Stays that were predicted and have ended. */
  readonly n: number;
  /** The share of them that slipped. */
  readonly rate: number;
  /** Null if all slipped, or none. */
  readonly auc: number | null;
  readonly brier: number;
  /** Of the rolling base rate. */
  readonly baseBrier: number;
  readonly calibrationError: number;
};

/** How often warnings were right. `team`: its key; empty for all teams. */
export type WarningRecord = { readonly team: string; readonly held: number; readonly times: number };

/** What the past of a train's sprints tells about its running ones. Shares and scores have four decimals. */
export type LearnedSlips = {
  readonly kind: "learned";
  /** Ended stays from which it was learned. */
  readonly ended: number;
  readonly ridge: number;
  readonly coefficients: readonly Coefficient[];
  /** Null as long as no predicted stay has ended. */
  readonly scores: SlipScores | null;
  /** Warnings at `warned.from`: of all teams, then of each team that had one. */
  readonly records: readonly WarningRecord[];
  /** By days after a sprint's planned end: the share of items open then that are still open. */
  readonly openAfter: readonly number[];
  /** Those that end first at the top. */
  readonly items: readonly LikelySlip[];
};

export type SlipOutlook = LearnedSlips | SlipRefusal;

/** A train's items and sprints. `now`: the beginning of the forecast's day, epoch milliseconds. */
export type SlipQuestion = {
  readonly view: Pick<TrainView, "items" | "dependencies">;
  readonly sprints: ReadonlyMap<SprintId, Sprint>;
  readonly now: number;
};

/** A year of fortnights, and as many stays as their fits need: older ones weigh little, and time counts. */
const [replayed, mostStays] = [26, 5000];

/** Past warnings below which there is no record, and so no warning. */
const leastWarnings = 8;

/** Each step is short; other work may run between two of them. */
export function* slipOutlook({ view, sprints, now }: SlipQuestion): Generator<void, SlipOutlook> {
  const stays = (yield* staysOfTrain(view, sprints)).filter(({ from }) => from <= now);
  const newest = stays.toSorted((a, b) => a.from - b.from || byText(a.item, b.item));
  yield;
  const described = describeStays(newest.slice(-mostStays));
  const replay = yield* replaySlips(described, fortnightsBefore(now));
  const { last, ended } = replay;
  if (!isForecaster(last)) return last;
  const records = recordsOf(warningsBy(replay, now, warned.from));
  yield;
  const { ridge, coefficients } = last.model;
  return {
    kind: "learned",
    ended: ended.length,
    ridge,
    coefficients: coefficients.map(({ column, perUnit, perDeviation }) => {
      return { column, perUnit: rounded(perUnit), perDeviation: rounded(perDeviation) };
    }),
    scores: scoresOf(replay, now),
    records,
    openAfter: replay.courses.slice(-1).flatMap(({ openAfter }) => openAfter.map((share) => rounded(share))),
    items: likelySlips(replay, { described, view, now }),
  };
}

/** Fixed ones, the last not after the instant: so what was learned is the same for a fortnight. */
function fortnightsBefore(now: number): readonly number[] {
  const fortnightMs = blockDays * dayMs;
  const last = Math.floor(now / fortnightMs);
  return Array.from({ length: replayed }, (_, place) => (last - (replayed - 1 - place)) * fortnightMs);
}

/** Of stays whose sprints had ended by an instant. */
function scoresOf({ beginnings }: SlipReplay, now: number): SlipScores | null {
  const cases = [...beginnings].filter(([{ stay }]) => stay.sprintEndsAt <= now);
  if (cases.length === 0) return null;
  const predicted = cases.map(([{ stay }, probability]): Predicted => ({ probability, came: hasSlipped(stay) }));
  const base = cases.map(([{ stay, baseRate }]): Predicted => ({ probability: baseRate, came: hasSlipped(stay) }));
  const slipped = predicted.filter(({ came }) => came).length;
  const hasBoth = slipped > 0 && slipped < cases.length;
  return {
    n: cases.length,
    rate: rounded(slipped / cases.length),
    auc: hasBoth ? rounded(aucOf(predicted)) : null,
    brier: rounded(brierOf(predicted)),
    baseBrier: rounded(brierOf(base)),
    calibrationError: rounded(calibrationErrorOf(predicted)),
  };
}

function recordsOf(warnings: readonly Warning[]): readonly WarningRecord[] {
  const recordOf = (team: string, some: readonly Warning[]): WarningRecord => {
    return { team, held: some.filter(({ isRight }) => isRight).length, times: some.length };
  };
  const teams = sortedBy(
    Map.groupBy(warnings, ({ team }) => team),
    ([team]) => team,
  );
  return [recordOf("", warnings), ...teams.map(([team, own]) => recordOf(team, own))];
}

/** The record of warnings about a team's items: its own if it has enough, else that of all teams. */
export function warningRecord({ records }: Pick<LearnedSlips, "records">, team: string): TrackRecord {
  const own = records.find((one) => one.team === team && team !== "" && one.times >= leastWarnings);
  const all = records.find((one) => one.team === "");
  const { held, times } = own ?? all ?? { held: 0, times: 0 };
  return { said: warned.from, held, times, of: own === undefined ? "all teams" : "team" };
}

/** Whether past warnings were right as often as said, within chance; without enough of them they prove nothing. */
function mayWarn(record: TrackRecord): boolean {
  return record.times >= leastWarnings && !isBad(record, blockDays);
}

/** Likely slips that people did not finish or plan anew since the forecast, of teams whose warnings were right. */
export function trustedSlips(slips: SlipOutlook, { items }: Pick<TrainView, "items">): readonly LikelySlip[] {
  if (slips.kind !== "learned") return [];
  return slips.items.filter(({ item: { id }, team, sprint }) => {
    const item = items.get(id)?.item;
    const isThere = item !== undefined && isOpen(item) && item.sprintIds.some((id) => id === sprint);
    return isThere && mayWarn(warningRecord(slips, team));
  });
}

type Running = {
  readonly described: readonly DescribedStay[];
  readonly view: SlipQuestion["view"];
  readonly now: number;
};

/** Of an item in several running sprints the last to end counts. */
function likelySlips(replay: SlipReplay, { described, view, now }: Running): readonly LikelySlip[] {
  const items: ReadonlyMap<string, PlannedItem> = view.items;
  const found = new Map<string, LikelySlip>();
  const running = described.filter(({ stay }) => stay.sprintEndsAt > now);
  for (const one of running.toSorted((a, b) => a.stay.sprintEndsAt - b.stay.sprintEndsAt)) {
    const { stay } = one;
    const item = items.get(stay.item)?.item;
    found.delete(stay.item);
    if (item === undefined || !isOpen(item)) continue;
    const probability = Math.round((probabilityAt(replay, one, now) ?? 0) * 100) / 100;
    if (probability < warned.until) continue;
    found.set(stay.item, {
      item: nameOf(item),
      team: stay.team,
      sprint: stay.sprint,
      endsAt: stay.sprintEndsAt,
      probability,
    });
  }
  return sortedBy(found.values(), ({ item }) => item.id).toSorted((a, b) => a.endsAt - b.endsAt);
}

/**
 * The probability that a slip lasts: the item is still open at an instant after its sprint's planned end.
 * @param needed epoch milliseconds; at or before the planned end that end counts
 */
export function probabilityUntil(
  { openAfter }: Pick<LearnedSlips, "openAfter">,
  { probability, endsAt }: Pick<LikelySlip, "probability" | "endsAt">,
  needed: number,
): number {
  const days = Math.max(0, Math.ceil((needed - endsAt - CLOCK_CHANGE_MS) / dayMs));
  return probability * at(openAfter, Math.min(days, openAfter.length - 1));
}

/** Never −0, which JSON does not keep. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}
