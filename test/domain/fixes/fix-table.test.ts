import { describe, expect, test } from "vitest";
import { bestFixIn } from "../../../src/domain/fixes/fix-order.ts";
import { fixFinderFor, type Bounds } from "../../../src/domain/fixes/smallest-fix.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, day, idOf, item, iteration, model, now, sprint, train } from "../plan.ts";

/** `PAY-1=2 LED-1=3` of the only conflict at an item, `none`, and up to how many moves none exists. */
function fixOf(facts: Model, consumer: string, { on = train(), bounds }: { on?: Train; bounds?: Bounds } = {}) {
  const view = viewTrain(facts, on, now);
  const find = fixFinderFor(view.plan, facts.items, bounds);
  const [conflict, ...others] = view.conflicts.filter((one) => one.consumer === idOf(consumer));
  if (conflict === undefined || others.length > 0) throw new Error(`${consumer} does not have exactly one conflict`);
  const { fix, excluded } = atOneGo(find(conflict));
  const moves = fix?.moves.map(({ planned, to }) => `${planned.item.key}=${to.ordinal}`) ?? ["none"];
  return `${moves.join(" ")}, ${excluded}`;
}

// No team of the train owns OPS: only the other items can move.
const parts = { parentId: idOf("PAY-9") };

describe("the smallest fix", () => {
  test.each<[string, Model, string, string]>([
    [
      "is one move of the provider, if only that can move",
      model({ items: [item("OPS-1", { in: 2 }), item("PAY-1", { in: 3 })], links: [blocks("PAY-1", "OPS-1")] }),
      "OPS-1",
      "PAY-1=1, 0",
    ],
    [
      "schedules an item without a plan, near the consumer",
      model({ items: [item("OPS-1", { in: 4 }), item("PAY-1")], links: [blocks("PAY-1", "OPS-1")] }),
      "OPS-1",
      "PAY-1=3, 0",
    ],
    [
      "moves each part that ends too late, and never an item that its parts plan",
      model({
        items: [
          item("OPS-1", { in: 2 }),
          item("PAY-9", { kind: "epic" }),
          item("PAY-1", { in: 3, ...parts }),
          item("PAY-2", { in: 3, ...parts }),
          // Not on the train: its tracker is none of a team's.
          item("PAY-3", { ...parts, system: "github", connection: "elsewhere" }),
        ],
        links: [blocks("PAY-9", "OPS-1")],
      }),
      "OPS-1",
      "PAY-1=1 PAY-2=1, 1",
    ],
    [
      "moves the parent of a sub-task",
      model({
        items: [
          item("OPS-1", { in: 2 }),
          item("PAY-1", { in: 3 }),
          item("PAY-2", { kind: "subtask", parentId: idOf("PAY-1") }),
        ],
        links: [blocks("PAY-2", "OPS-1")],
      }),
      "OPS-1",
      "PAY-1=1, 0",
    ],
    [
      "moves a provider's provider too, where the first move alone would open a conflict",
      model({
        items: [item("OPS-1", { in: 3 }), item("PAY-1", { in: 4 }), item("LED-1", { in: 3 })],
        links: [blocks("PAY-1", "OPS-1"), blocks("LED-1", "PAY-1")],
      }),
      "OPS-1",
      "LED-1=2 PAY-1=2, 1",
    ],
    [
      "moves three items, if each move opens a conflict that the next one clears",
      model({
        items: [item("OPS-1", { in: 4 }), ...["PAY-1", "PAY-2", "PAY-3"].map((key) => item(key, { in: 4 }))],
        links: [blocks("PAY-1", "OPS-1"), blocks("PAY-2", "PAY-1"), blocks("PAY-3", "PAY-2")],
      }),
      "OPS-1",
      "PAY-1=3 PAY-2=3 PAY-3=3, 2",
    ],
    [
      "clears the dependency in conflict, of several that the consumer has",
      model({
        items: [item("OPS-1", { in: 3 }), item("PAY-1", { in: 1 }), item("PAY-2", { in: 3 })],
        links: [blocks("PAY-1", "OPS-1"), blocks("PAY-2", "OPS-1")],
      }),
      "OPS-1",
      "PAY-2=2, 0",
    ],
    [
      "does not exist, if every place is over or too late",
      model({ items: [item("OPS-1", { in: 1 }), item("PAY-1", { in: 3 })], links: [blocks("PAY-1", "OPS-1")] }),
      "OPS-1",
      "none, 3",
    ],
    [
      "does not exist for a consumer that has begun",
      model({
        items: [item("LED-1", { in: 4, status: "in-progress" }), item("PAY-1", { in: 2 })],
        links: [blocks("PAY-1", "LED-1")],
      }),
      "LED-1",
      "none, 3",
    ],
    [
      "does not exist for items that wait for each other",
      model({
        items: [item("LED-1", { in: 2 }), item("PAY-1", { in: 3 })],
        links: [blocks("PAY-1", "LED-1"), blocks("LED-1", "PAY-1")],
      }),
      "LED-1",
      "none, 3",
    ],
  ])("%s", (_, facts, consumer, expected) => {
    expect(fixOf(facts, consumer)).toBe(expected);
  });

  test("must help in each timebox that the team has in the iteration", () => {
    const items = [item("OPS-1", { in: 2 }), item("PAY-1", { in: 3 })];
    const across = sprint("99", { startsAt: day(21), endsAt: day(35) });
    const facts = model({ items, links: [blocks("PAY-1", "OPS-1")], sprints: [across] });
    expect(fixOf(facts, "OPS-1")).toBe("none, 3");
  });

  test("does not make another conflict more severe, even if that stays less severe than its own", () => {
    const facts = model({
      items: [item("OPS-1", { in: 2 }), item("PAY-1", { status: "in-progress" }), item("LED-5", { in: 3 })],
      links: [blocks("PAY-1", "OPS-1"), blocks("LED-5", "PAY-1")],
    });
    const on = train({ rules: { "started-blocked": "info", "late-provider": "risk", "same-iteration": "off" } });
    expect(fixOf(facts, "OPS-1", { on })).toBe("LED-5=2 PAY-1=2, 1");
  });

  test("may open a less severe conflict where there was none", () => {
    const facts = model({
      items: [item("OPS-1", { in: 3 }), item("PAY-1"), item("LED-5", { in: 3 })],
      links: [blocks("PAY-1", "OPS-1"), blocks("LED-5", "PAY-1")],
    });
    const on = train({ rules: { "late-provider": "risk" } });
    expect(fixOf(facts, "OPS-1", { on })).toBe("PAY-1=2, 0");
  });

  test("is not searched beyond the bounds, and the search says up to how many moves it looked", () => {
    const facts = model({
      items: [item("OPS-1", { in: 3 }), item("PAY-1", { in: 4 }), item("LED-1", { in: 3 })],
      links: [blocks("PAY-1", "OPS-1"), blocks("LED-1", "PAY-1")],
    });
    const singles = 6;
    expect(fixOf(facts, "OPS-1", { bounds: { moves: 3, trials: singles - 1 } })).toBe("none, 0");
    expect(fixOf(facts, "OPS-1", { bounds: { moves: 3, trials: singles } })).toBe("none, 1");
    expect(fixOf(facts, "OPS-1", { bounds: { moves: 1, trials: 999 } })).toBe("none, 1");
  });
});

describe("of fixes with equally many moves the best", () => {
  const facts = model({
    items: [
      ...["PAY-1", "PAY-2", "LED-1", "LED-2"].map((key) => item(key, { in: 3 })),
      item("PAY-3"),
      item("LED-3", { startOn: "2027-02-01" }),
      item("LED-4", { dueOn: "2027-02-01" }),
      // PAY finished one item in its last iteration, has one in iteration 5, and already more in iteration 6.
      item("PAY-8", { in: 0, status: "done" }),
      item("PAY-9", { in: 5 }),
      ...["PAY-61", "PAY-62"].map((key) => item(key, { in: 6 })),
    ],
  });

  const bestOf = (on: Train, ...fixes: readonly string[]) => {
    const { plan } = viewTrain(facts, on, now);
    const sets = fixes.map((fix) =>
      fix.split(" ").flatMap((move) => {
        const [key = "", ordinal] = move.split("=");
        const planned = plan.itemOf(idOf(key));
        return planned === null ? [] : { item: planned.item.id, planned, to: iteration(Number(ordinal)) };
      }),
    );
    const best = bestFixIn(plan, { consumer: idOf("PAY-2") })(sets);
    return best?.moves.map(({ planned, to }) => `${planned.item.key}=${to.ordinal}`).join(" ");
  };

  test.each<[string, Train, readonly string[], string]>([
    ["touches fewer teams", train(), ["PAY-1=2 LED-1=2", "PAY-1=1 PAY-2=1"], "PAY-1=1 PAY-2=1"],
    ["fills no team's iteration above what it finished lately", train(), ["PAY-1=5", "PAY-1=7"], "PAY-1=7"],
    [
      "… unless the train does not mind",
      train({ rules: { "over-capacity": "off" } }),
      ["PAY-1=5", "PAY-1=7"],
      "PAY-1=5",
    ],
    ["… by work that leaves it meanwhile", train(), ["PAY-1=4 PAY-9=6", "PAY-1=5 PAY-9=7"], "PAY-1=4 PAY-9=6"],
    ["… of a team that has finished something", train(), ["LED-1=6", "LED-1=5"], "LED-1=5"],
    ["… by work in the place of other work", train(), ["PAY-1=5 PAY-9=6", "PAY-1=7 PAY-9=6"], "PAY-1=5 PAY-9=6"],
    ["… if it is not too full already", train(), ["PAY-1=6", "PAY-1=7"], "PAY-1=6"],
    ["comes earlier, if both shift as much", train(), ["PAY-1=4", "PAY-1=2"], "PAY-1=2"],
    ["shifts less", train(), ["PAY-1=1", "PAY-1=2"], "PAY-1=2"],
    ["shifts an item without a plan less from the consumer", train(), ["PAY-3=1", "PAY-3=2"], "PAY-3=2"],
    ["shifts an item with a start less", train(), ["LED-3=5", "LED-3=2"], "LED-3=2"],
    ["shifts an item with an end less", train(), ["LED-4=5", "LED-4=2"], "LED-4=2"],
    ["comes first by id", train(), ["PAY-2=2", "PAY-1=2"], "PAY-1=2"],
  ])("%s", (_, on, fixes, expected) => {
    expect(bestOf(on, ...fixes)).toBe(expected);
  });

  test("needs no consumer with a start", () => {
    const { plan } = viewTrain(facts, train(), now);
    const planned = plan.itemOf(idOf("PAY-3"));
    const moves = planned === null ? [] : [{ item: planned.item.id, planned, to: iteration(2) }];
    expect(bestFixIn(plan, { consumer: idOf("PAY-3") })([moves])).toMatchObject({ shift: 0, teams: ["pay"] });
  });
});
