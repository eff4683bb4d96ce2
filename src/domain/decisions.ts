import type { Conflict, ProposedStep } from "./conflict.ts";
import { distinct } from "./ordering.ts";
import { iterationsOf } from "./train.ts";
import type { Train } from "./train.ts";

/** What has to be decided to end one conflict, or several that one step ends. */
export type Decision = {
  /** Alternatives, the smallest first; a single one where it ends several conflicts. */
  readonly steps: readonly ProposedStep[];
  /** In the order in which they came, at least one. */
  readonly conflicts: readonly [Conflict, ...Conflict[]];
  /** The earliest boundary of them, in epoch milliseconds; null where no date tells. */
  readonly dueAt: number | null;
  /** Keys of the teams that can take a step, in the order of `steps`. */
  readonly teams: readonly string[];
};

/**
 * One decision for each conflict, or for all that the same step ends: the step that ends most comes first to be chosen.
 * @param conflicts the nearest first.
 * @returns the nearest first.
 */
export function decisionsOf(conflicts: readonly Conflict[], train: Train): readonly Decision[] {
  const shared: Decision[] = [];
  let rest = conflicts;
  for (let best = mostEnded(rest); best !== null; best = mostEnded(rest)) {
    const { ends } = best;
    shared.push(sharedDecision(best, train));
    rest = rest.filter((conflict) => !ends.some((end) => end.conflict === conflict));
  }
  const order = new Map(conflicts.map((conflict, place) => [conflict, place]));
  return [...shared, ...rest.map(ownDecision)].toSorted(
    (a, b) => nearness(a) - nearness(b) || (order.get(a.conflicts[0]) ?? 0) - (order.get(b.conflicts[0]) ?? 0),
  );
}

/** Whether its boundary lies in the present or the next iteration, or behind. Between iterations the next one counts alone. */
export function isDueBy({ dueAt }: Pick<Decision, "dueAt">, train: Train, at: number): boolean {
  const coming = iterationsOf(train).filter(({ endsAt }) => endsAt > at);
  const near = coming.slice(0, (coming[0]?.startsAt ?? at) <= at ? 2 : 1);
  return dueAt !== null && (dueAt <= at || dueAt < (near.at(-1)?.endsAt ?? at));
}

type End = { readonly conflict: Conflict; readonly step: ProposedStep };
type Ended = { readonly ends: readonly [End, ...End[]] };

/** The step that ends most conflicts, more than one; of equal ones the first met. */
function mostEnded(conflicts: readonly Conflict[]): Ended | null {
  const byChange = new Map<string, [End, ...End[]]>();
  for (const conflict of conflicts) {
    for (const [change, step] of changesIn(conflict)) {
      const known = byChange.get(change);
      if (known === undefined) byChange.set(change, [{ conflict, step }]);
      else known.push({ conflict, step });
    }
  }
  const several = [...byChange.values()].filter(({ length }) => length > 1);
  const [ends] = several.toSorted((a, b) => b.length - a.length);
  return ends === undefined ? null : { ends };
}

/** Each change once, with its step. One that has more against it than the smallest is not put before that one. */
function changesIn(conflict: Conflict): ReadonlyMap<string, ProposedStep> {
  const most = conflict.fix[0]?.cautions.length ?? 0;
  const changes = new Map<string, ProposedStep>();
  for (const step of conflict.fix.filter(({ cautions }) => cautions.length <= most)) {
    const change = changeOf(step, conflict);
    if (!changes.has(change)) changes.set(change, step);
  }
  return changes;
}

/**
 * Names what a step changes, and which way. A provider that is done earlier still, or a consumer that begins later
 * still, ends the conflict as well: so of several targets the furthest one ends all.
 */
function changeOf(step: ProposedStep, conflict: Conflict): string {
  switch (step.do) {
    case "move":
    case "schedule":
      return step.to === null ? `plan ${step.item}` : `${way(step.item, conflict)} ${step.item}`;
    case "set-due":
      return `due ${way(step.item, conflict)} ${step.item}`;
    case "finish":
    case "reopen":
    case "replace":
    case "decide-scope":
      return `${step.do} ${step.item}`;
    case "drop-link":
      return `${step.do} ${step.consumer} ${step.provider}`;
    case "grant-access":
      return `${step.do} ${step.provider}`;
  }
}

/** The consumer begins later, or what it is planned by. */
function way(item: string, { consumer, evidence }: Conflict): "later" | "earlier" {
  return item === consumer || item === evidence.consumer.through?.item ? "later" : "earlier";
}

function sharedDecision({ ends }: Ended, train: Train): Decision {
  const [first, ...more] = ends;
  const places = iterationsOf(train).map(({ key, increment }) => `${increment} ${key}`);
  const isLater = "item" in first.step && way(first.step.item, first.conflict) === "later";
  const step = more
    .map((end) => end.step)
    .reduce((best, one) => {
      const difference = placeOf(one, places) - placeOf(best, places);
      return (isLater ? difference > 0 : difference < 0) ? one : best;
    }, first.step);
  const conflicts: Decision["conflicts"] = [first.conflict, ...more.map(({ conflict }) => conflict)];
  const teams = step.by === null ? first.conflict.actors : [step.by];
  return { steps: [step], conflicts, dueAt: earliest(conflicts), teams };
}

/** Where in time a step puts its item, comparable among steps of one change; 0 for steps that put nothing anywhere. */
function placeOf(step: ProposedStep, places: readonly string[]): number {
  if (step.do === "set-due") return Number(step.on.replaceAll("-", ""));
  return step.do === "move" || step.do === "schedule" ? places.indexOf(`${step.increment} ${step.to}`) : 0;
}

function ownDecision(conflict: Conflict): Decision {
  const { fix, dueAt, actors } = conflict;
  return { steps: fix, conflicts: [conflict], dueAt, teams: distinct(actors) };
}

function earliest(conflicts: readonly Conflict[]): number | null {
  const known = conflicts.flatMap(({ dueAt }) => dueAt ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

function nearness({ dueAt }: Decision): number {
  return dueAt ?? Number.MAX_SAFE_INTEGER;
}
