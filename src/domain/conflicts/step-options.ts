import { carriersIn } from "../schedule/carriers.ts";
import { zoneOf } from "../schedule/civil-day.ts";
import type { FixStep, RuleId } from "./conflict.ts";
import type { Dependency } from "../items/dependency.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { slippingChain } from "./rules/chain-slip.ts";
import { isScheduled } from "./rules/rule.ts";
import type { Edge } from "./rules/rule.ts";
import { placingsIn } from "./step-cautions.ts";
import type { Going, Placing } from "./step-cautions.ts";
import { derived } from "../tracking/tracked.ts";
import { iterationsOf } from "../model/train.ts";
import type { Iteration } from "../model/train.ts";
import type { Change } from "./trial.ts";

/** A possible step, before the trial. */
export type Option = Placing & {
  readonly step: FixStep;
  /** Key of the team that would take it. */
  readonly by: string | null;
  /** Its possible results: it must help in each of them. Empty if the result is unknown. */
  changes(): readonly Change[];
};

/** A conflict's dependency, and the rules that fire on it. */
export type Trouble = { readonly edge: Edge; readonly dependency: Dependency; readonly rules: ReadonlySet<RuleId> };

/** The item whose place is in the way of D: B, or the last one of a chain behind it. */
export function awaitedIn<B extends PlannedItem | null>({ edge, rules }: Trouble, provider: B): B | PlannedItem {
  const chain = rules.has("chain-slip") ? slippingChain(edge) : null;
  return chain === null ? provider : chain.last;
}

/** The steps worth trying; of one kind on one item the best first. */
export type StepOptions = (trouble: Trouble) => readonly Option[];

const ordering: readonly RuleId[] = ["late-provider", "same-iteration", "cross-increment", "chain-slip"];

export function stepOptionsOf(plan: LivePlan): StepOptions {
  const zone = zoneOf(plan.train.timeZone);
  const { replan, lastBoundary, hasPassed } = plan;
  const upcoming = derived(plan.rows.cells, () =>
    iterationsOf(plan.train).filter(({ endsAt }) => endsAt > lastBoundary()),
  );
  const placings = placingsIn(plan);

  const carriersOf = carriersIn(plan);

  const moves = ({ planned, other }: Going, fits: (target: Iteration) => boolean): Option[] => {
    const targets = upcoming().filter((target) => target.ordinal !== planned.iteration?.ordinal && fits(target));
    if (targets.length === 0) return [];
    const placingIn = placings.ofMoves({ planned, other });
    return targets
      .map((target) => ({
        ...placingIn(target),
        step: {
          do: isScheduled(planned) ? "move" : "schedule",
          item: planned.item.id,
          to: target.key,
          increment: target.increment,
        } as const,
        by: teamOf(planned),
        changes: () => replan.inIteration(planned, target),
      }))
      .toSorted(byPlacing);
  };

  /** Never after its consumer. */
  const providerMoves = (provider: PlannedItem, consumer: PlannedItem) =>
    carriersOf(provider, "last").flatMap((planned) =>
      moves({ planned, other: consumer }, (target) => target.ordinal <= ordinalOf(consumer, Infinity)),
    );

  /** Never before its provider. */
  const consumerMoves = (consumer: PlannedItem, provider: PlannedItem) =>
    carriersOf(consumer, "first").flatMap((planned) =>
      moves({ planned, other: provider }, (target) => target.ordinal >= ordinalOf(provider, 0)),
    );

  const due = (planned: PlannedItem, on: string): Option[] => {
    const end = zone.endOf(on);
    if (end === null || hasPassed(end)) return [];
    return [
      {
        ...placings.ofDueDate(planned, end),
        step: { do: "set-due", item: planned.item.id, on },
        by: teamOf(planned),
        changes: () => [replan.changed(planned, { dueOn: on })],
      },
    ];
  };

  /** The item that decides when a provider ends: itself, or the part of it that ends last. */
  const decidingOf = (provider: PlannedItem): readonly PlannedItem[] => {
    const { datesFrom, through } = provider;
    if (datesFrom !== "parts" || through?.from !== "parts") return [provider];
    const last = through.last === null ? null : plan.itemOf(through.last);
    return last === null ? [] : [last];
  };

  /** Earlier or, if it is overdue, later: the last day on which the consumer can still begin in time. */
  const providerDue = (provider: PlannedItem, consumer: PlannedItem, isPart: boolean): Option[] => {
    const limit = (isPart ? null : consumer.startsAt) ?? consumer.endsAt ?? upcoming()[0]?.endsAt ?? null;
    return limit === null ? [] : due(provider, zone.lastDayBy(limit));
  };

  /** If the item fits into no timebox, a due date is a plan too; GitHub's issues have none. */
  const schedules = (provider: PlannedItem, { consumer, isPart }: Edge): Option[] =>
    carriersOf(provider, "last").length === 0 && provider.item.system === "jira"
      ? providerDue(provider, consumer, isPart)
      : providerMoves(provider, consumer);

  const consumerDue = (consumer: PlannedItem, provider: PlannedItem): Option[] =>
    provider.endsAt === null || !hasOwnDue(consumer) ? [] : due(consumer, zone.firstDayUntil(provider.endsAt));

  const open = (trouble: Trouble, provider: PlannedItem): Option[] => {
    const { edge, rules } = trouble;
    const { consumer, isPart } = edge;
    const awaited = awaitedIn(trouble, provider);
    const isOverdue = rules.has("overdue-provider");
    const isMisplaced = ordering.some((rule) => rules.has(rule));
    const isUncertain = rules.has("probable-slip");
    return [
      ...(isOverdue || isUncertain || rules.has("started-blocked") ? [statusOption(plan, provider, "done")] : []),
      ...(isOverdue || isMisplaced
        ? [
            ...decidingOf(awaited)
              .filter(hasOwnDue)
              .flatMap((planned) => providerDue(planned, consumer, isPart)),
            ...providerMoves(awaited, consumer),
          ]
        : []),
      ...(isMisplaced || isUncertain ? [...consumerMoves(consumer, awaited), ...consumerDue(consumer, awaited)] : []),
      ...(rules.has("unscheduled-provider") ? schedules(provider, edge) : []),
    ];
  };

  const cancelled = ({ edge: { consumer }, dependency }: Trouble, provider: PlannedItem): Option[] => {
    const isCancelled = provider.item.status === "cancelled" && provider.item.presence === "present";
    const replace = { do: "replace", item: provider.item.id } as const;
    return [
      ...(isCancelled ? [statusOption(plan, provider, "todo")] : []),
      { ...atOnce, step: replace, by: teamOf(consumer), changes: () => [{ drops: dependency }] },
      ...(isWrittenInGone(dependency, plan) ? [] : [dropLink(dependency, plan)]),
    ];
  };

  return (trouble) => {
    const { edge, rules } = trouble;
    // Access does not end `started-blocked`, which does not look at the plan.
    const needsAccess = rules.has("unreadable-provider") && !rules.has("started-blocked");
    if (edge.provider === null || needsAccess) return [grantAccess(edge)];
    return rules.has("cancelled-provider") ? cancelled(trouble, edge.provider) : open(trouble, edge.provider);
  };
}

function ordinalOf({ iteration }: PlannedItem, otherwise: number): number {
  return iteration === null ? otherwise : iteration.ordinal;
}

const atOnce: Placing = { distance: 0, cautions: [], rank: 0 };

const untried = (): readonly Change[] => [];

/** The fewest cautions first, then the smallest distance. */
export function byPlacing(a: Placing, b: Placing): number {
  return a.rank - b.rank || a.distance - b.distance;
}

/** Finishes an item, or reopens it. */
export function statusOption({ replan }: LivePlan, planned: PlannedItem, status: "done" | "todo"): Option {
  return {
    ...atOnce,
    step: { do: status === "done" ? "finish" : "reopen", item: planned.item.id },
    by: teamOf(planned),
    changes: () => [replan.changed(planned, { status })],
  };
}

/** No step helps: the item's team must decide how much of it is done in the increment. */
export function decideScope(planned: PlannedItem): Option {
  return { ...atOnce, step: { do: "decide-scope", item: planned.item.id }, by: teamOf(planned), changes: untried };
}

/** A step without a trial: its result is unknown. */
function grantAccess({ consumer, providerEnd }: Edge): Option {
  const step = { do: "grant-access", provider: providerEnd } as const;
  return { ...atOnce, step, by: teamOf(consumer), changes: untried };
}

/** The text of a deleted item states it: people cannot remove that. */
function isWrittenInGone({ written }: Dependency, { itemOf }: LivePlan): boolean {
  return written.some((mention) => mention.in !== null && itemOf(mention.in)?.item.presence === "gone");
}

/** The consumer's team decides whether it still waits; people can only remove a sentence where it is. */
export function dropLink(dependency: Dependency, { itemOf }: LivePlan): Option {
  const { consumer, provider, written } = dependency;
  const writers = written.map((mention) => mention.in ?? consumer);
  const [by = null] = [...writers.filter((writer) => writer === consumer), ...writers]
    .slice(0, 1)
    .flatMap((writer) => itemOf(writer)?.team?.key ?? []);
  const step = { do: "drop-link", consumer, provider, written } as const;
  return { ...atOnce, step, by, changes: () => [{ drops: dependency }] };
}

function teamOf({ team }: PlannedItem): string | null {
  return team?.key ?? null;
}

function hasOwnDue({ item, datesFrom }: PlannedItem): boolean {
  return item.dueOn !== null && datesFrom === "item";
}
