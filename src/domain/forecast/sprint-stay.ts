import { dayMs } from "./finishes.ts";
import { logOddsOf } from "./logistic.ts";
import type { WorkItemKind } from "../items/work-item.ts";

/**
 * An item's stay in one sprint, as known at its beginning: when the sprint started or, for an item created later, then.
 * Instants in epoch milliseconds.
 */
export type SprintStay = {
  readonly item: string;
  readonly team: string;
  readonly sprint: string;
  /** Jira project key or `owner/repo`. */
  readonly container: string;
  readonly kind: WorkItemKind;
  readonly from: number;
  readonly sprintStartsAt: number;
  /** The sprint's planned end. */
  readonly sprintEndsAt: number;
  readonly createdAt: number;
  /** Sprints that the item was in before. */
  readonly carried: number;
  /** The end of the sprint before this one; null if there was none. */
  readonly lastEndedAt: number | null;
  readonly openProviders: number;
  readonly openParts: number;
  /** When the item was done or cancelled; null while it is open. */
  readonly closedAt: number | null;
};

/** Whether the item was still open at the sprint's planned end. Meaningful once that is over. */
export function hasSlipped({ closedAt, sprintEndsAt }: SprintStay): boolean {
  return closedAt === null || closedAt > sprintEndsAt;
}

/** What surrounds a stay: all as known at its beginning. Rates are of stays that slipped, in sprints that had ended. */
export type Surroundings = {
  readonly teamRate: number;
  readonly teamRateLately: number;
  /** Of items that had been carried over as often. */
  readonly alikeRate: number;
  /** Of the team's items that had been carried over as often. */
  readonly teamAlikeRate: number;
  /** Of items of the same project or repository. */
  readonly containerRate: number;
  /** Of items of a similar age. */
  readonly ageRate: number;
  /** Stays of the team that ended without a slip in the last four weeks. */
  readonly teamFinished: number;
  /** Items in the sprint by then. */
  readonly items: number;
};

const kinds: readonly WorkItemKind[] = ["bug", "story", "task", "subtask", "epic", "other"];

/** Names of the columns, in their order. The first is constant. */
export const columns: readonly string[] = [
  "every item",
  "sprints before, log(1 + n)",
  "carried over",
  "age in days, log(1 + n)",
  "created within a day",
  "open provider",
  "open parts",
  "team's slip rate, a quarter, log-odds",
  "team's slip rate, four weeks, log-odds",
  "slip rate of items carried as often, half a year, log-odds",
  "slip rate of the team's items carried as often, half a year, log-odds",
  "slip rate of the project, a quarter, log-odds",
  "slip rate of items as old, half a year, log-odds",
  "team's finished items, four weeks, log(½ + n)",
  "items in the sprint, log",
  "days left, log",
  "added after the start",
  "share of the sprint that is over",
  "days of the sprint, log",
  "days since the last sprint, log(1 + n)",
  ...kinds.map((kind) => `type ${kind}`),
];

/** The stay as a row of numbers, one per column. */
export function rowOf(stay: SprintStay, around: Surroundings): Float64Array {
  const age = (stay.from - stay.createdAt) / dayMs;
  const length = (stay.sprintEndsAt - stay.sprintStartsAt) / dayMs;
  const left = (stay.sprintEndsAt - stay.from) / dayMs;
  const since = stay.lastEndedAt === null ? 0 : Math.max(0, (stay.from - stay.lastEndedAt) / dayMs);
  return Float64Array.of(
    1,
    Math.log1p(stay.carried),
    Number(stay.carried > 0),
    Math.log1p(Math.max(0, age)),
    Number(age < 1),
    Number(stay.openProviders > 0),
    Number(stay.openParts > 0),
    logOddsOf(around.teamRate),
    logOddsOf(around.teamRateLately),
    logOddsOf(around.alikeRate),
    logOddsOf(around.teamAlikeRate),
    logOddsOf(around.containerRate),
    logOddsOf(around.ageRate),
    Math.log(around.teamFinished + 0.5),
    Math.log(around.items),
    Math.log(left + 0.1),
    Number(stay.from > stay.sprintStartsAt),
    1 - left / length,
    Math.log(length),
    Math.log1p(since),
    ...kinds.map((kind) => Number(stay.kind === kind)),
  );
}
