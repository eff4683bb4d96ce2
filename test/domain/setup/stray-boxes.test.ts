import { expect, test } from "vitest";
import { strayBoxes } from "../../../src/domain/setup/stray-boxes.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import { day, item, model, now, sprint, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

/** Timeboxes that fit no iteration, where one open item of PAY is in that sprint. */
function straysWith(change: Partial<Sprint>, status: "todo" | "done" = "todo") {
  const own = sprint("900", { name: "Across", state: "active", startsAt: day(0), endsAt: day(14), ...change });
  const facts = model({
    items: [item("PAY-1", { status, sprintIds: [own.id] })],
    sprints: [own],
  });
  const of = train();
  return strayBoxes(of, viewTrain(facts, of, now).plan, facts);
}

const across = { startsAt: day(10), endsAt: day(60) };

test.each<readonly [string, Partial<Sprint>, readonly object[]]>([
  ["the dates of an iteration", {}, []],
  ["dates across several iterations", across, [{ name: "Across", isUndated: false }]],
  ["no dates, while it runs", { startsAt: null, endsAt: null, state: "active" }, [{ name: "Across", isUndated: true }]],
  ["no dates, before it begins", { startsAt: null, endsAt: null, state: "future" }, []],
  ["dates after the calendar", { startsAt: day(900), endsAt: day(914) }, []],
  ["dates across, but it is closed", { ...across, state: "closed" }, []],
  ["only an end, after the calendar", { startsAt: null, endsAt: day(900) }, []],
])("a sprint with %s", (_, change, strays) => {
  const found = straysWith(change);
  expect(found).toEqual(strays.map((stray) => ({ team: "PAY", ...stray })));
});

test("a sprint without open work strays nowhere", () => {
  expect(straysWith(across, "done")).toEqual([]);
});
