import type { BusinessValue } from "../domain/figures/business-value.ts";
import type { BurnUp } from "../domain/figures/burn-up.ts";
import type { Coverage } from "../domain/figures/coverage.ts";
import type { Delivery, GroupFigures, PeriodFigures } from "../domain/figures/delivery-figures.ts";
import { listed, type Listed } from "../domain/figures/listed.ts";
import type { Velocity } from "../domain/figures/velocity.ts";
import type { ScopeChange } from "../domain/history/commitment.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { namesBehind, type NameOf } from "./behind-json.ts";

/**
 * The figures of delivery as `report --as json` prints them: each with its formula's name (a section of docs/figures.md),
 * its sample, its coverage and the items behind it. Of a list of items, JSON names the first ones.
 */
export function deliveryJson(
  { at, increment, unknown, all, teams }: Delivery,
  view: Pick<TrainView, "items">,
): unknown {
  const names = namesBehind(view);
  return {
    at: instant(at),
    increment,
    unknown,
    all: groupJson(all, names),
    teams: teams.map(({ team, name, velocity, ...figures }) => {
      return { team, name, ...groupJson(figures, names), velocity: velocityJson(velocity, names) };
    }),
  };
}

function groupJson({ unit, periods, burnUp }: GroupFigures, names: NameOf) {
  return { unit, periods: periods.map((one) => periodJson(one, names)), burnUp: burnUpJson(burnUp, names) };
}

function periodJson({ period, until, isRunning, figures }: PeriodFigures, names: NameOf): unknown {
  const { startsAt, endsAt, ...of } = period;
  const times = { startsAt: instant(startsAt), endsAt: instant(endsAt), until: instant(until), isRunning };
  if ("because" in figures) return { ...of, ...times, ...figures };
  const { predictability, businessValue, scopeChange, fromHistory, unknown } = figures;
  const { done, notDone, coverage, ...shares } = predictability;
  const { amounts, items, points, parts } = scopeChange;
  return {
    ...of,
    ...times,
    commitment: { fromHistory, unknown },
    predictability: {
      formula: "Predictability",
      ...shares,
      sample: done.length + notDone.length,
      ...coverageJson(coverage, names),
      done: listOf(done, names),
      notDone: listOf(notDone, names),
    },
    businessValue: businessValue === null ? null : valueJson(businessValue, names),
    scopeChange: {
      formula: "Scope change",
      ...amounts,
      ratios: { items, points },
      sample: scopeChange.coverage.of,
      ...coverageJson(scopeChange.coverage, names),
      ...partsJson(parts, names),
    },
  };
}

function valueJson({ done, notDone, ...share }: BusinessValue, names: NameOf): unknown {
  return {
    formula: "Business value",
    ...share,
    sample: done.length + notDone.length,
    // Signalbox reads no history of these values.
    valuesAsOf: "last-reading",
    done: listOf(done, names),
    notDone: listOf(notDone, names),
  };
}

function partsJson({ kept, added, removed, carriedOver, finishedElsewhere }: ScopeChange, names: NameOf) {
  const reEstimated = kept.filter(({ was, is }) => was.points !== is.points).map(({ is }) => is);
  const parts = { added, removed, carriedOver, finishedElsewhere, reEstimated };
  return {
    behind: Object.fromEntries(
      Object.entries(parts).map(([part, items]) => [
        part,
        listOf(
          items.map(({ id }) => id),
          names,
        ),
      ]),
    ),
  };
}

function velocityJson({ iterations, coverage, ...velocity }: Velocity, names: NameOf): unknown {
  return {
    formula: "Velocity",
    ...velocity,
    sample: iterations.length,
    ...coverageJson(coverage, names),
    iterations: iterations.map(({ ids, ...one }) => ({ ...one, behind: listOf(ids, names) })),
  };
}

function burnUpJson({ days, done, open, coverage }: BurnUp, names: NameOf): unknown {
  return {
    formula: "Burn-up",
    sample: days.length,
    ...coverageJson(coverage, names),
    done: listOf(done, names),
    open: listOf(open, names),
    days: days.map(({ at: _end, ...day }) => day),
  };
}

function coverageJson({ of, known, missing, withoutEstimate }: Coverage, names: NameOf) {
  const kinds = missing.map(({ kind, items }) => ({ kind, items: listOf(items, names) }));
  return { coverage: { of, known, missing: kinds }, withoutEstimate };
}

function listOf(ids: readonly WorkItemId[], nameOf: NameOf): Listed<string> {
  return listed(ids.map(nameOf));
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
