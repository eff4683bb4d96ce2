import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { FlowFigures } from "../../src/domain/figures/flow.ts";
import { evaluateWithInput } from "../../src/reporting/evaluate-train.ts";
import { flowOf } from "../../src/reporting/flow.ts";
import { cumulativeFlowOf, flowTimeOf, isBlind, throughputOf, type FlowQuestion } from "../naive/flow.ts";
import { trainIn } from "../naive/train.ts";
import { worldOf, type World } from "../naive/world.ts";
import { readTrain, type ReadTrain } from "../support/read-lived-train.ts";

const seeds = Array.from({ length: 50 }, (_, place) => place + 1);

describe.each(seeds)("train %i, by a second implementation from the trackers' records,", (seed) => {
  const ending = new AsyncDisposableStack();
  let read: ReadTrain;
  let world: World;

  beforeAll(async () => {
    read = await readTrain(seed, ending);
    world = worldOf(trainIn(read.trainFile), read.readings);
  });

  afterAll(() => ending.disposeAsync());

  it("has the same flow time, throughput and cumulative flow", async () => {
    for (const instant of read.instants.slice(-4)) {
      const context = { ...evaluating(read.app.store), asked: { now: read.now } };
      const looked = await flowOf(context, await evaluateWithInput(context, read.train, instant));
      if (looked === null) throw new TypeError("an instant that has come has figures");
      const { train, teams } = looked.flow;
      const where = new Date(instant).toISOString();
      expect(said(train), where).toEqual(found({ world, team: null, instant }));
      for (const { team, ...figures } of teams)
        expect(said(figures), `${team}, ${where}`).toEqual(found({ world, team, instant }));
    }
  });
});

function said({ flowTime, throughput, cumulativeFlow }: FlowFigures) {
  const { p50, p85, sample, coverage } = flowTime;
  return {
    flowTime: { p50, p85, measured: sample, finished: coverage.of },
    weeks: throughput.weeks.map(({ items }) => items),
    mean: throughput.mean,
    days: cumulativeFlow.days,
  };
}

function found(question: FlowQuestion): ReturnType<typeof said> {
  const weeks = throughputOf(question);
  const all = weeks.reduce((sum, one) => sum + one, 0);
  return {
    flowTime: flowTimeOf(question),
    weeks: [...weeks],
    mean: Math.round((all / 12) * 100) / 100,
    days: cumulativeFlowOf(question).slice(isBlind(question) ? -1 : 0),
  };
}
