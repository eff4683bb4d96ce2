import type { Conflict, ProposedStep } from "./conflict.ts";
import { distinct } from "../ordering.ts";
import { iterationsOf } from "../model/train.ts";
import type { Train } from "../model/train.ts";

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
 * @returns the nearest first
 */
export function decisionsOf(conflicts: readonly Conflict[], train: Train): readonly Decision[] {
  const places = new Map(conflicts.map((conflict, place) => [conflict, place]));
  const placeOf = ({ conflicts: [first] }: Decision) => places.get(first) ?? 0;
  const choices = choicesAmong(conflicts);
  const shared: Decision[] = [];
  for (let ends = mostEnded(choices); ends !== null; ends = mostEnded(choices)) {
    shared.push(sharedDecision(ends, train));
    for (const { conflict } of ends) settle(choices, conflict);
  }
  return [...shared, ...[...choices.changes.keys()].map(ownDecision)].toSorted(
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

/** The remaining conflicts and their possible changes, in order. */
type Choices = {
  /** See `changesIn`. */
  readonly changes: Map<Conflict, ReadonlyMap<string, ProposedStep>>;
  /** The conflicts that each change ends. */
  readonly ends: Map<string, Map<Conflict, ProposedStep>>;
};

function choicesAmong(conflicts: readonly Conflict[]): Choices {
  const choices: Choices = { changes: new Map(), ends: new Map() };
  for (const conflict of conflicts) {
    const changes = changesIn(conflict);
    choices.changes.set(conflict, changes);
    for (const [change, step] of changes) {
      const ends = choices.ends.get(change);
      if (ends === undefined) choices.ends.set(change, new Map([[conflict, step]]));
      else ends.set(conflict, step);
    }
  }
  return choices;
}

function settle({ changes, ends }: Choices, conflict: Conflict): void {
  for (const change of changes.get(conflict)?.keys() ?? []) {
    const ended = ends.get(change);
    ended?.delete(conflict);
    if (ended?.size === 1) ends.delete(change);
  }
  changes.delete(conflict);
}

/** The step that ends most conflicts, more than one; of equal ones the first. */
function mostEnded({ changes, ends }: Choices): Ends | null {
  let most = 1;
  for (const { size } of ends.values()) most = Math.max(most, size);
  if (most === 1) return null;
  for (const own of changes.values()) {
    for (const change of own.keys()) {
      const ended = ends.get(change);
      if (ended?.size !== most) continue;
      const [first, ...more] = [...ended].map(([conflict, step]) => ({ conflict, step }));
      if (first !== undefined) return [first, ...more];
    }
  }
  return null;
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
 * still later, ends the conflict as well: of several targets the furthest one ends all.
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

function sharedDecision(ends: Ends, train: Train): Decision {
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

/** The target's place in time, comparable among steps of one change; 0 for steps without a target. */
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
