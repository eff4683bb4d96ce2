import type { Conflict, ProposedStep } from "./conflict.ts";
import { arrowOf } from "./cycle-group.ts";
import { cyclicComponents } from "./cyclic-components.ts";
import { distinct } from "../ordering.ts";
import type { CycleGroup, OpenLink, PlannedItem, Replanned } from "../model/planned-item.ts";
import { isInProgress } from "./rules/rule.ts";
import type { Situation } from "./situation.ts";
import { awaitedIn, byPlacing, decideScope, dropLink, statusOption, stepOptionsOf } from "./step-options.ts";
import type { Option, Trouble } from "./step-options.ts";
import { trialOn } from "./trial.ts";

/** More alternatives do not help. */
const mostSteps = 3;

/** The steps to show, and the keys of the teams that could take them. */
export type Fix = Pick<Conflict, "fix" | "actors">;

/** Finds the steps that end the conflicts of one situation. */
export type StepChooser = {
  /** @param alsoHelps whether a changed item helps, for a rule that looks at more than the plan */
  ofDependency(trouble: Trouble, alsoHelps?: (change: Replanned) => boolean): Fix;
  /** @param cycle the dependencies of the shown cycle of the group, in order */
  ofCycle(cycle: readonly OpenLink[], group: CycleGroup): Fix;
};

type Test = (option: Option) => boolean;

/**
 * Tries each step before it shows it: runs the rules again on the changed plan. The step must end every rule of its
 * conflict and open nothing. See docs/rules.md, "Fix".
 */
export function stepChooserFor(situation: Situation): StepChooser {
  const { plan } = situation;
  const optionsFor = stepOptionsOf(plan);

  return {
    ofDependency(trouble, alsoHelps = () => true) {
      const trial = trialOn(situation);
      const { edge, dependency } = trouble;
      const ends = [edge.consumer, awaitedIn(trouble, edge.provider)];
      const helps: Test = (option) =>
        option.changes().every((change) => trial.ends(change, dependency) && ("drops" in change || alsoHelps(change)));
      const steps = bestOfEach(optionsFor(trouble), helps);
      const isEnough = steps.some(({ cautions }) => cautions.every(({ kind }) => kind !== "next-increment"));
      const finish = isEnough ? [] : finishBegun(trouble, situation).filter(helps);
      const decisions = isEnough || finish.length > 0 ? [] : decisionsOn(ends);
      return fixOf([...finish, ...decisions, ...steps].slice(0, mostSteps), ends);
    },

    ofCycle(cycle, group) {
      const trial = trialOn(situation);
      const waiting = cycle.map(({ consumer }) => consumer);
      const drops: Option[] = [];
      for (const { dependency } of isOnlyCircle(cycle, group) ? weakestFirst(cycle) : []) {
        const drop = dropLink(dependency, plan);
        if (drops.every(({ by }) => by !== drop.by) && trial.breaksCircle(dependency)) drops.push(drop);
        if (drops.length === mostSteps) break;
      }
      return fixOf(drops.length > 0 ? drops : decisionOfAll(waiting), waiting);
    },
  };
}

/** The best helping step of each kind and item; the best of all first. */
function bestOfEach(options: readonly Option[], helps: Test): Option[] {
  const kinds = Map.groupBy(options, ({ step }) => `${step.do} ${"item" in step ? step.item : ""}`);
  return [...kinds.values()].flatMap((alike) => alike.find(helps) ?? []).toSorted(byPlacing);
}

/** If no move helps, the step for work that has begun is to finish it. */
function finishBegun(trouble: Trouble, { plan }: Situation): Option[] {
  return [awaitedIn(trouble, trouble.edge.provider)]
    .filter((provider) => provider !== null)
    .filter((provider) => isInProgress(provider) || plan.hasPassed(startOf(provider) ?? Infinity))
    .map((provider) => statusOption(plan, provider, "done"));
}

function startOf({ iteration, startsAt }: PlannedItem): number | null {
  return iteration === null ? startsAt : iteration.startsAt;
}

/** One for each team that owns one of the items. */
function decisionsOn(items: readonly (PlannedItem | null)[]): Option[] {
  const owned = items.filter((planned) => planned !== null).filter(({ team }) => team !== null);
  return onePerTeam(owned.map(decideScope));
}

/** One for each team, and for each item of other owners: none of them can break the circle alone. */
function decisionOfAll(items: readonly PlannedItem[]): Option[] {
  const [own, others] = [items.filter(({ team }) => team !== null), items.filter(({ team }) => team === null)];
  return [...onePerTeam(own.map(decideScope)), ...others.map(decideScope)];
}

function onePerTeam(options: readonly Option[]): Option[] {
  return [...Map.groupBy(options, ({ by }) => by).values()].flatMap((alike) => alike.slice(0, 1));
}

/** Without the dependencies of the shown cycle, nothing in the group waits in a circle: else no single one breaks it. */
function isOnlyCircle(cycle: readonly OpenLink[], { inside }: CycleGroup): boolean {
  const shown = new Set(cycle.map(({ dependency }) => dependency));
  const others = inside.filter(({ dependency }) => !shown.has(dependency));
  return cyclicComponents(others.map(arrowOf)).length === 0;
}

/** The best dependency to remove: one that only a text states, else one between two teams, else the first. */
function weakestFirst(cycle: readonly OpenLink[]): OpenLink[] {
  const weight = ({ dependency, consumer, provider }: OpenLink) =>
    (dependency.origins.every((origin) => origin === "text") ? 0 : 2) +
    (consumer.team?.key === provider.team?.key ? 1 : 0);
  return cycle.toSorted((a, b) => weight(a) - weight(b));
}

/** If no team of the train can take a step, names the teams of the ends: they can ask the others. */
function fixOf(options: readonly Option[], ends: readonly (PlannedItem | null)[]): Fix {
  const fix = options.map(({ step, by, cautions }): ProposedStep => ({ ...step, by, cautions }));
  const teams = distinct(fix.flatMap(({ by }) => by ?? []));
  return { fix, actors: teams.length > 0 ? teams : distinct(ends.flatMap((planned) => planned?.team?.key ?? [])) };
}
