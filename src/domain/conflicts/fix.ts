import type { Conflict, ProposedStep } from "./conflict.ts";
import { distinct } from "../ordering.ts";
import type { OpenLink, PlannedItem } from "../model/planned-item.ts";
import { isInProgress } from "./rules/rule.ts";
import type { Situation } from "./situation.ts";
import { byPlacing, decideScope, dropLink, statusOption, stepOptionsOf } from "./step-options.ts";
import type { Option, Trouble } from "./step-options.ts";
import { trialOn } from "./try-step.ts";

/** More alternatives are no help. */
const MOST_STEPS = 3;

/** The steps to show, and the keys of the teams that could take them. */
export type Fix = Pick<Conflict, "fix" | "actors">;

/** Finds the steps that end the conflicts of one situation. */
export type Fixes = {
  ofDependency(trouble: Trouble): Fix;
  /** @param cycle the dependencies of the cycle that is shown, in its order. */
  ofCycle(cycle: readonly OpenLink[]): Fix;
};

type Test = (option: Option) => boolean;

/**
 * Each step is tried before it is shown: the rules are run again on the plan as it would be. It ends every rule of its
 * conflict and opens nothing. See docs/rules.md, "Fix".
 */
export function fixesFor(situation: Situation): Fixes {
  const { plan } = situation;
  const optionsFor = stepOptionsOf(plan);

  return {
    ofDependency(trouble) {
      const trial = trialOn(situation);
      const { edge, dependency } = trouble;
      const helps: Test = (option) => option.changes().every((change) => trial.ends(change, dependency));
      const steps = bestOfEach(optionsFor(trouble), helps);
      const isEnough = steps.some(({ cautions }) => cautions.every(({ kind }) => kind !== "next-increment"));
      const finish = isEnough ? [] : finishBegun(trouble, situation).filter(helps);
      const decisions = isEnough || finish.length > 0 ? [] : decisionsOn([edge.consumer, edge.provider]);
      return fixOf([...finish, ...decisions, ...steps], [edge.consumer, edge.provider]);
    },

    ofCycle(cycle) {
      const trial = trialOn(situation);
      const breaks: Test = (option) =>
        option.changes().every((change) => {
          const { opens, circles } = trial.after(change);
          return !opens && circles.length === 0;
        });
      const waiting = cycle.map(({ consumer }) => consumer);
      const drops = weakestFirst(cycle)
        .map(({ dependency }) => dropLink(dependency, plan))
        .filter(breaks);
      return fixOf(drops.length > 0 ? onePerTeam(drops) : decisionsOn(waiting), waiting);
    },
  };
}

/** Of the steps of one kind on one item the best that helps; the best of all first. */
function bestOfEach(options: readonly Option[], helps: Test): Option[] {
  const kinds = Map.groupBy(options, ({ step }) => `${step.do} ${"item" in step ? step.item : ""}`);
  return [...kinds.values()].flatMap((alike) => alike.find(helps) ?? []).toSorted(byPlacing);
}

/** Work that has begun may simply be finished, where nothing in the plan can be moved. */
function finishBegun({ edge }: Trouble, { plan }: Situation): Option[] {
  return [edge.provider]
    .filter((provider) => provider !== null)
    .filter((provider) => isInProgress(provider) || plan.hasPassed(startOf(provider) ?? Infinity))
    .map((provider) => statusOption(plan, provider, "done"));
}

function startOf({ iteration, startsAt }: PlannedItem): number | null {
  return iteration === null ? startsAt : iteration.startsAt;
}

/** One for each team that has one of the items. */
function decisionsOn(items: readonly (PlannedItem | null)[]): Option[] {
  const owned = items.filter((planned) => planned !== null).filter(({ team }) => team !== null);
  return onePerTeam(owned.map(decideScope));
}

function onePerTeam(options: readonly Option[]): Option[] {
  return [...Map.groupBy(options, ({ by }) => by).values()].flatMap((alike) => alike.slice(0, 1));
}

/** The dependency to give up first: one that only a text tells, else one between two teams, else the first. */
function weakestFirst(cycle: readonly OpenLink[]): OpenLink[] {
  const weight = ({ dependency, consumer, provider }: OpenLink) =>
    (dependency.origins.every((origin) => origin === "text") ? 0 : 2) +
    (consumer.team?.key === provider.team?.key ? 1 : 0);
  return cycle.toSorted((a, b) => weight(a) - weight(b));
}

/**
 * Where no step is up to a team of the train, the teams of the ends are named: they are the ones who can go and ask.
 */
function fixOf(options: readonly Option[], ends: readonly (PlannedItem | null)[]): Fix {
  const shown = options.slice(0, MOST_STEPS);
  const fix = shown.map(({ step, by, cautions }): ProposedStep => ({ ...step, by, cautions }));
  const teams = distinct(fix.flatMap(({ by }) => by ?? []));
  return { fix, actors: teams.length > 0 ? teams : distinct(ends.flatMap((planned) => planned?.team?.key ?? [])) };
}
