import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { scopeChange, type Commitment } from "../../src/domain/history/commitment.ts";
import { scopeIn, type ScopeItem } from "../../src/domain/history/scope.ts";
import type { TrainView } from "../../src/domain/model/train-plan.ts";
import { commitmentsOf } from "../../src/reporting/commitments.ts";
import { evaluateConflicts } from "../../src/reporting/evaluate-train.ts";
import { commitmentOf, scopeAt, scopeChangeAt } from "../naive/scope.ts";
import { periodsOf, trainIn, type Period, type Train } from "../naive/train.ts";
import { worldOf, type World } from "../naive/world.ts";
import { readTrain, type ReadTrain } from "../support/read-lived-train.ts";

const seeds = Array.from({ length: 50 }, (_, place) => place + 1);

describe.each(seeds)("train %i, by a second implementation from the trackers' records,", (seed) => {
  const ending = new AsyncDisposableStack();
  let read: ReadTrain;
  let naive: Train;
  let world: World;

  beforeAll(async () => {
    read = await readTrain(seed, ending);
    naive = trainIn(read.trainFile);
    world = worldOf(naive, read.readings);
  });

  afterAll(() => ending.disposeAsync());

  /** As `report --at` sees it. */
  const views = new Map<number, Promise<TrainView>>();
  const look = async (at: number) => {
    const context = { ...evaluating(read.app.store), asked: { now: read.now } };
    return (await evaluateConflicts(context, read.train, at)).view;
  };
  const viewAt = (at: number): Promise<TrainView> => {
    const view = views.get(at) ?? look(at);
    views.set(at, view);
    return view;
  };

  const commitments = async (): Promise<readonly Commitment[]> => {
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
});

function said({ increment, iteration }: Period, at: number): string {
  return `${increment}, iteration ${iteration}, at ${new Date(at).toISOString()}`;
}
