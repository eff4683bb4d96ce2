import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { scopeChange, type Commitment } from "../../src/domain/history/commitment.ts";
import { scopeIn, type ScopeItem } from "../../src/domain/history/scope.ts";
import type { TrainView } from "../../src/domain/model/train-plan.ts";
import type { FlowFigures } from "../../src/domain/figures/flow.ts";
import type { BusinessValue } from "../../src/domain/figures/business-value.ts";
import type { GroupFigures } from "../../src/domain/figures/delivery-figures.ts";
import type { NoValue } from "../../src/domain/figures/share.ts";
import type { Velocity } from "../../src/domain/figures/velocity.ts";
import { flowOf } from "../../src/reporting/flow.ts";
import { commitmentsOf } from "../../src/reporting/commitments.ts";
import {
  evaluateInput,
  storedInput,
  type EvaluateContext,
  type Evaluated,
} from "../../src/reporting/evaluate-train.ts";
import { deliveryAt } from "../../src/reporting/with-delivery.ts";
import type { Database } from "../../src/store/database.ts";
import * as second from "../naive/delivery.ts";
import { cumulativeFlowOf, flowTimeOf, isBlind, throughputOf, type FlowQuestion } from "../naive/flow.ts";
import { commitmentOf, scopeAt, scopeChangeAt } from "../naive/scope.ts";
import { periodsOf, trainIn, type Period, type Train } from "../naive/train.ts";
import { worldOf, type World } from "../naive/world.ts";
import { openMemoryDatabase } from "../support/empty-database.ts";
import { readTrain, type ReadTrain } from "../support/read-lived-train.ts";

let database: Database;
beforeAll(async () => {
  database = await openMemoryDatabase();
});
afterAll(() => database.close());

const seeds = Array.from({ length: 50 }, (_, place) => place + 1);

describe.each(seeds)("train %i, by a second implementation from the trackers' records,", (seed) => {
  const ending = new AsyncDisposableStack();
  let read: ReadTrain;
  let naive: Train;
  let world: World;

  beforeAll(async () => {
    read = await readTrain(seed, database, ending);
    naive = trainIn(read.trainFile);
    world = worldOf(naive, read.readings);
  });

  afterAll(() => ending.disposeAsync());

  /** As `report --at` sees it. */
  const asking = (): EvaluateContext => ({ ...evaluating(read.app.store), asked: { now: read.now } });
  const evaluated = new Map<number, Promise<Evaluated>>();
  const evaluatedAt = (at: number): Promise<Evaluated> => {
    const found = evaluated.get(at) ?? evaluateAt(at);
    evaluated.set(at, found);
    return found;
  };
  const evaluateAt = async (at: number): Promise<Evaluated> => {
    const context = asking();
    const input = await storedInput(context, read.train, at);
    return { input, evaluation: await evaluateInput(context, input) };
  };
  const viewAt = async (at: number): Promise<TrainView> => (await evaluatedAt(at)).evaluation.view;

  let committed: Promise<readonly Commitment[]> | null = null;
  const commitments = (): Promise<readonly Commitment[]> => (committed ??= findCommitments());
  const findCommitments = async (): Promise<readonly Commitment[]> => {
    const { app, train, now } = read;
    const model = await app.store.loadModel();
    const found = [];
    for (const at of new Set([Math.min(now, (naive.increments[0]?.endsAt ?? 0) - 1), now])) {
      const { stored, made } = await commitmentsOf(evaluating(app.store), train, { model, at, fill: "iterations" });
      found.push(...stored, ...made);
    }
    return found;
  };

  const titles = (items: readonly ScopeItem[]) => items.map(({ id }) => read.titleOf(id)).toSorted();
  const works = (items: readonly ScopeItem[]) =>
    items
      .map(({ id, team, points, isDone }) => ({ title: read.titleOf(id), team, points, isDone }))
      .toSorted((a, b) => (a.title < b.title ? -1 : 1));
  const begun = () => periodsOf(naive).filter(({ startsAt }) => startsAt <= read.now);

  it("has the same scope at each instant", async () => {
    for (const at of read.instants) {
      const view = await viewAt(at);
      for (const period of periodsOf(naive))
        expect(works(scopeIn(view, period)), said(period, at)).toEqual(scopeAt(world, period, at));
    }
  });

  it("has the same commitments of all begun periods", async () => {
    const found = await commitments();
    expect(found).toHaveLength(begun().length);
    for (const { items, ...period } of found)
      expect(works(items), said(period, period.startsAt)).toEqual(commitmentOf(naive, read.readings, period));
  });

  it("has the same change of scope since", async () => {
    const found = await commitments();
    for (const at of read.instants) {
      const view = await viewAt(at);
      for (const commitment of found.filter(({ startsAt }) => startsAt <= at)) {
        const committed = commitmentOf(naive, read.readings, commitment);
        const change = scopeChange(commitment, view);
        const kept = titles(change.kept.map(({ is }) => is));
        const { added, removed, carriedOver, finishedElsewhere } = change;
        expect(
          {
            kept,
            added: titles(added),
            removed: titles(removed),
            carriedOver: titles(carriedOver),
            finishedElsewhere: titles(finishedElsewhere),
          },
          said(commitment, at),
        ).toEqual(scopeChangeAt(world, commitment, { committed, instant: at }));
      }
    }
  });

  it("delivered the same of its commitments, day by day and iteration by iteration", async () => {
    for (const instant of [...read.instants.slice(-2), ...ends().slice(-1)]) {
      const { all, teams } = await deliveryAt(evaluating(read.app.store), read.train, instant);
      const asked = { world, readings: read.readings, instant };
      const where = new Date(instant).toISOString();
      const inPoints = (key: string) => second.isInPoints({ ...asked, team: key }, key);
      const units = teams.map(({ team, unit }) => [team, unit]);
      expect(units, where).toEqual(teams.map(({ team }) => [team, inPoints(team) ? "points" : "items"]));
      expect(groupSaid(all), where).toEqual(groupFound({ ...asked, team: null }, all));
      for (const one of teams) {
        const question = { ...asked, team: one.team };
        expect(groupSaid(one), `${one.team}, ${where}`).toEqual(groupFound(question, one));
        expect(velocitySaid(one.velocity), `${one.team}, ${where}`).toEqual({
          items: second.velocityOf(question, "items"),
          points: one.unit === "points" ? second.velocityOf(question, "points") : null,
        });
      }
    }
  });

  it("has the same flow time, throughput and cumulative flow", async () => {
    for (const instant of read.instants.slice(-4)) {
      const looked = await flowOf(asking(), await evaluatedAt(instant));
      if (looked === null) throw new TypeError("an instant that has come has figures");
      const { train, teams } = looked.flow;
      const where = new Date(instant).toISOString();
      expect(flowSaid(train), where).toEqual(flowFound({ world, team: null, instant }));
      for (const { team, ...figures } of teams)
        expect(flowSaid(figures), `${team}, ${where}`).toEqual(flowFound({ world, team, instant }));
    }
  });

  /** When iterations end. */
  const ends = () => naive.iterations.map(({ endsAt }) => endsAt).filter((at) => at <= read.now);
});

/** What the product says of a team or of all, without coverage and examples. */
function groupSaid({ burnUp, periods }: GroupFigures) {
  return {
    days: burnUp.days.map(({ day, scope, done, remaining }) => ({ day, scope, done, remaining })),
    periods: periods.map(({ period, figures }) => {
      const name = nameOf(period);
      if ("because" in figures) return { name, because: figures.because };
      const { predictability, businessValue, scopeChange } = figures;
      const { done: _, ...parts } = scopeChange.amounts;
      return {
        name,
        parts,
        items: valueOf(scopeChange.items),
        points: valueOf(scopeChange.points),
        predictability: {
          items: valueOf(predictability.items)?.ratio ?? null,
          points: valueOf(predictability.points)?.ratio ?? null,
        },
        businessValue: businessValue && businessValueSaid(businessValue),
      };
    }),
  };
}

/** The same by the second implementation. */
function groupFound(question: second.Question, { periods, unit }: GroupFigures): ReturnType<typeof groupSaid> {
  return {
    days: [...second.burnUpOf(question)],
    periods: periods.map(({ period }) => {
      const parts = second.partsOf(question, period);
      const points = unit === "points" ? second.ratiosOf(parts, "points") : null;
      const predictability = second.predictabilityOf(question, period);
      const businessValue = second.businessValueOf(question, period);
      const items = second.ratiosOf(parts, "items");
      return { name: nameOf(period), parts, items, points, predictability, businessValue };
    }),
  };
}

function businessValueSaid({ part, whole, coverage }: BusinessValue): second.BusinessValue {
  return { part, whole, ...coverage };
}

function velocitySaid({ items, points }: Velocity) {
  return { items: valueOf(items), points: valueOf(points) };
}

function valueOf<Value extends object>(value: Value | NoValue): Value | null {
  return "because" in value ? null : value;
}

function nameOf({ increment, iteration }: Pick<Period, "increment" | "iteration">): string {
  return `${increment}, iteration ${iteration}`;
}

function said({ increment, iteration }: Period, at: number): string {
  return `${nameOf({ increment, iteration })}, at ${new Date(at).toISOString()}`;
}

function flowSaid({ flowTime, throughput, cumulativeFlow }: FlowFigures) {
  const { p50, p85, sample, coverage } = flowTime;
  return {
    flowTime: { p50, p85, measured: sample, finished: coverage.of },
    weeks: throughput.weeks.map(({ items }) => items),
    mean: throughput.mean,
    days: cumulativeFlow.days,
  };
}

function flowFound(question: FlowQuestion): ReturnType<typeof flowSaid> {
  const weeks = throughputOf(question);
  const all = weeks.reduce((sum, one) => sum + one, 0);
  return {
    flowTime: flowTimeOf(question),
    weeks: [...weeks],
    mean: Math.round((all / 12) * 100) / 100,
    days: cumulativeFlowOf(question).slice(isBlind(question) ? -1 : 0),
  };
}
