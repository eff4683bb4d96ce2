import type { Conflict, ProposedStep } from "./conflict.ts";
import { distinct } from "../ordering.ts";
import { iterationsOf } from "../model/train.ts";
import type { Train } from "../model/train.ts";
import type { TryStep } from "./shared-steps.ts";

/** A decision that ends one conflict, or several that one step ends. */
export type Decision = {
  /** Alternatives, the best first; a single one if it ends several conflicts. */
  readonly steps: readonly ProposedStep[];
  /** In input order, at least one. */
  readonly conflicts: readonly [Conflict, ...Conflict[]];
  /** Their earliest boundary, in epoch milliseconds; null without any date. */
  readonly dueAt: number | null;
  /** Keys of the teams that can take a step, in the order of `steps`. */
  readonly teams: readonly string[];
};

/**
 * One decision for each conflict, or for all that the same step ends; chooses the step that ends most conflicts first.
 * @param conflicts the nearest first
 * @param tryStep asked about conflicts whose own step has another target
 * @returns the nearest first
 */
export function decisionsOf(conflicts: readonly Conflict[], train: Train, tryStep: TryStep): readonly Decision[] {
  const places = new Map(conflicts.map((conflict, place) => [conflict, place]));
  const placeOf = ({ conflicts: [first] }: Decision) => places.get(first) ?? 0;
  const targetOf = targetsIn(train);
  const choices = choicesAmong(conflicts);
  const shared: Decision[] = [];
  for (let found = mostEnded(choices); found !== null; found = mostEnded(choices)) {
    const { group, ends } = found;
    const step = furthest(ends, targetOf);
    const others = ends.filter((end) => targetOf(end.step) !== targetOf(step));
    const left = others.length === 0 ? [] : notEnded(others, tryStep(step));
    if (left.length > 0) {
      divide(choices, group, left);
    } else {
      shared.push(sharedDecision(ends, step));
      for (const { conflict } of ends) settle(choices, conflict);
    }
  }
  return [...shared, ...[...choices.groups.keys()].map(ownDecision)].toSorted(
    (a, b) => nearness(a) - nearness(b) || placeOf(a) - placeOf(b),
  );
}

/** Whether its boundary lies in the present or the next iteration, or in the past. Between iterations only the next one counts. */
export function isDueBy({ dueAt }: Pick<Decision, "dueAt">, train: Train, at: number): boolean {
  const coming = iterationsOf(train).filter(({ endsAt }) => endsAt > at);
  const near = coming.slice(0, (coming[0]?.startsAt ?? at) <= at ? 2 : 1);
  return dueAt !== null && (dueAt <= at || dueAt < (near.at(-1)?.endsAt ?? at));
}

type End = { readonly conflict: Conflict; readonly step: ProposedStep };
type Ends = readonly [End, ...End[]];

/** The conflicts that one change may end, with the step of each. */
type Group = Map<Conflict, ProposedStep>;

type Choices = {
  /** The remaining conflicts in order, each with the groups of its steps, in order. */
  readonly groups: Map<Conflict, readonly Group[]>;
  /** The groups of several conflicts. */
  readonly several: Set<Group>;
};

function choicesAmong(conflicts: readonly Conflict[]): Choices {
  const byChange = new Map<string, Group>();
  const groups = new Map<Conflict, readonly Group[]>();
  for (const conflict of conflicts) {
    const own: Group[] = [];
    for (const [change, step] of changesIn(conflict)) {
      const group = byChange.get(change) ?? new Map<Conflict, ProposedStep>();
      byChange.set(change, group.set(conflict, step));
      own.push(group);
    }
    groups.set(conflict, own);
  }
  return { groups, several: new Set([...byChange.values()].filter(({ size }) => size > 1)) };
}

/** Puts conflicts of one group into another one. */
function divide({ groups, several }: Choices, from: Group, left: readonly End[]): void {
  const apart: Group = new Map(left.map(({ conflict, step }) => [conflict, step]));
  for (const { conflict } of left) {
    from.delete(conflict);
    const own = groups.get(conflict) ?? [];
    groups.set(
      conflict,
      own.map((group) => (group === from ? apart : group)),
    );
  }
  if (from.size < 2) several.delete(from);
  if (apart.size > 1) several.add(apart);
}

function settle({ groups, several }: Choices, conflict: Conflict): void {
  for (const group of groups.get(conflict) ?? []) {
    group.delete(conflict);
    if (group.size < 2) several.delete(group);
  }
  groups.delete(conflict);
}

/** The largest group, of more than one conflict; of equal ones the first. */
function mostEnded({ groups, several }: Choices): { readonly group: Group; readonly ends: Ends } | null {
  let most = 1;
  for (const { size } of several) most = Math.max(most, size);
  if (most === 1) return null;
  for (const own of groups.values()) {
    for (const group of own) {
      if (group.size !== most) continue;
      const [first, ...more] = [...group].map(([conflict, step]) => ({ conflict, step }));
      if (first !== undefined) return { group, ends: [first, ...more] };
    }
  }
  return null;
}

function notEnded(others: readonly End[], doesEnd: (conflict: Conflict) => boolean): readonly End[] {
  return others.filter(({ conflict }) => !doesEnd(conflict));
}

/** Each change once, with its step. Excludes changes with more cautions than the conflict's best step. */
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
 * Identifies the change of a step, and its direction. A provider that ends still earlier, or a consumer that begins
 * still later, mostly ends the conflict as well: of several targets the furthest one ends most.
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
      return `${step.do} ${step.item}`;
    // Each team finds another provider for its own items.
    case "replace":
      return `${step.do} ${step.item} ${step.by}`;
    // What the teams of a cycle settle together is about its dependencies alone.
    case "decide-scope":
      return `${step.do} ${conflict.rule === "cycle" ? conflict.fingerprint : step.item}`;
    case "drop-link":
      return `${step.do} ${step.consumer} ${step.provider}`;
    case "grant-access":
      return `${step.do} ${step.provider}`;
  }
}

/** `later` if the step is for the consumer, or for an item that plans it. */
function way(item: string, { consumer, evidence }: Conflict): "later" | "earlier" {
  const { through } = evidence.consumer;
  return [consumer, through?.item, through?.part].some((one) => one === item) ? "later" : "earlier";
}

/** The place in time of a step's target, comparable among steps of one change; the same for all without a target. */
type Targets = (step: ProposedStep) => number;

function targetsIn(train: Train): Targets {
  const places = iterationsOf(train).map(({ key, increment }) => `${increment} ${key}`);
  return (step) => {
    if (step.do === "set-due") return Number(step.on.replaceAll("-", ""));
    return step.do === "move" || step.do === "schedule" ? places.indexOf(`${step.increment} ${step.to}`) : 0;
  };
}

/** The latest target if the step is for the consumer, else the earliest; of equal ones the first. */
function furthest([first, ...more]: Ends, targetOf: Targets): ProposedStep {
  const isLater = "item" in first.step && way(first.step.item, first.conflict) === "later";
  return more
    .map(({ step }) => step)
    .reduce((best, one) => {
      const difference = targetOf(one) - targetOf(best);
      return (isLater ? difference > 0 : difference < 0) ? one : best;
    }, first.step);
}

function sharedDecision([first, ...more]: Ends, step: ProposedStep): Decision {
  const conflicts: Decision["conflicts"] = [first.conflict, ...more.map(({ conflict }) => conflict)];
  const teams = step.by === null ? first.conflict.actors : [step.by];
  return { steps: [step], conflicts, dueAt: earliest(conflicts), teams };
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
