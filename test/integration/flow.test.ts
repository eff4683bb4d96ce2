import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { evaluateWithInput, type EvaluateContext } from "../../src/reporting/evaluate-train.ts";
import { flowOf } from "../../src/reporting/flow.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { syncAndPublish } from "../support/app.ts";
import { openDemo } from "../support/demo-app.ts";
import { at, listAt } from "../support/json.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

/** The demo in its third iteration. */
let now = Date.parse("2026-11-24T12:00:00Z");
let place: AppContext;
let train: Train;
let person: TrackerHands;
const ending = new AsyncDisposableStack();

beforeAll(async () => {
  const demo = await openDemo(() => now, ending);
  ({ app: place, train } = demo);
  person = new TrackerHands(demo.sandbox);
});

afterAll(() => ending.disposeAsync());

async function lookedAt(when: number, asked?: EvaluateContext["asked"]) {
  const context = { ...evaluating(place.store), asked };
  const evaluated = await evaluateWithInput(context, train, when);
  const flow = await flowOf(context, evaluated);
  return { flow, json: rollupJson(evaluated.evaluation, flow), rollup: evaluated.evaluation.rollup };
}

test("the demo's flow has every figure, and of an earlier instant it is the same later", async () => {
  await syncAndPublish(place);
  const then = now;
  const first = await lookedAt(then);
  const teams = first.flow?.flow.teams ?? [];
  expect(teams.map(({ team }) => team)).toEqual(train.teams.map(({ key }) => key));
  for (const { flowTime, throughput, load, ageing, efficiency, cumulativeFlow } of teams) {
    expect(throughput.sample).toBeGreaterThan(5);
    expect(flowTime.sample).toBeGreaterThan(throughput.sample / 2);
    expect(load.now).toBe(ageing.sample + (ageing.coverage.of - ageing.coverage.known));
    expect(cumulativeFlow.days.at(-1)).toMatchObject({ inProgress: load.now, done: throughput.sample });
    expect(efficiency.efficiency).toBeGreaterThan(0);
  }
  expect(first.flow?.flow.train.load.now).toBe(first.rollup.total.inProgress);
  expect(first.flow?.dependencyHealth.conflicts.sample).toBe(first.rollup.dependencies.open);
  expect(at(first.json, "flow", "window", "until")).toBe("2026-11-24T12:00:00.000Z");
  expect(at(listAt(first.json, "flow", "window", "weeks").at(-1), "until")).toBe("2026-11-24T12:00:00.000Z");
  expect(at(first.json, "dependencyHealth", "lives", "knownSince")).toBe("2026-11-24T12:00:00.000Z");

  const begun = [...(first.flow?.flow.train.load.items.first ?? [])].filter(({ id }) => id.startsWith("jira:"));
  expect(begun.length).toBeGreaterThan(1);
  now += 3_600_000;
  for (const { key } of begun) person.finish({ key });
  now += 3_600_000;
  await syncAndPublish(place);
  const second = await lookedAt(now);
  expect(second.flow?.flow.train.throughput.sample).toBe(
    (first.flow?.flow.train.throughput.sample ?? 0) + begun.length,
  );
  const before = await lookedAt(then - 1, { now });
  expect(before.flow?.dependencyHealth.age).toMatchObject({ sample: 0, p50: null, coverage: { known: 0 } });
  expect(before.flow?.dependencyHealth.lives).toMatchObject({ sample: 0, knownSince: null });
  const again = await lookedAt(then, { now });
  expect(again.flow?.dependencyHealth.age.coverage).toEqual(first.flow?.dependencyHealth.age.coverage);
  expect(again.flow?.flow).toEqual(first.flow?.flow);
  expect(again.flow?.dependencyHealth.chain).toEqual(first.flow?.dependencyHealth.chain);
});

test("nothing tells of the time until an instant that has not come yet", async () => {
  const { flow, json } = await lookedAt(now + 86_400_000, { now });
  expect([flow, at(json, "flow"), at(json, "dependencyHealth")]).toEqual([null, null, null]);
});
