import { expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import { deliveryJson } from "../../src/reporting/delivery-json.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { deliveryAt } from "../../src/reporting/with-delivery.ts";
import { syncAndPublish } from "../support/app.ts";
import { openDemo } from "../support/demo-app.ts";
import { at, objectsAt } from "../support/json.ts";

test("the demo's history makes the figures of delivery worth looking at", async () => {
  await using ending = new AsyncDisposableStack();
  const now = Date.parse("2026-11-24T12:00:00Z");
  const { app, train } = await openDemo(() => now, ending);
  await syncAndPublish(app);
  const context = evaluating(app.store);
  const { view } = await evaluateStored(context, train, now);
  const json = deliveryJson(await deliveryAt(context, train, now), view);
  const teams = objectsAt(json, "teams");
  expect(teams).toHaveLength(6);
  for (const team of teams) expect(at(team, "velocity", "points")).toMatchObject({ n: 2 });
  const ratios = [1, 2].flatMap((place) =>
    teams.map((team) => Number(at(team, "periods", place, "predictability", "points", "ratio"))),
  );
  expect(Math.min(...ratios)).toBeLessThan(0.7);
  expect(Math.max(...ratios)).toBe(1);
  expect(at(json, "all", "periods", 0, "scopeChange", "ratios", "points", "creep")).toBeGreaterThan(0.1);
  expect(objectsAt(json, "all", "burnUp", "days").map((day) => at(day, "day"))).toHaveLength(30);
});
