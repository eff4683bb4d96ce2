import { describe, expect, test } from "vitest";

import { toldBy } from "../../../src/domain/conflicts/rules/cross-train.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, idOf, item, jiraTeam, model, now, train, type ItemChanges } from "../plan.ts";

const platform = { name: "Platform", teams: [jiraTeam("core"), jiraTeam("pay")] };
const tools = { name: "Tools", teams: [jiraTeam("core"), jiraTeam("build")] };

type Ends = { readonly consumer?: ItemChanges; readonly provider?: ItemChanges; readonly at?: string };

/** PAY-1 of this train waits for an item of another one. */
function found({ consumer = { in: 2 }, provider = { in: 2 }, at = "CORE-1" }: Ends, changes: Partial<Train> = {}) {
  const facts = model({
    items: [item("PAY-1", consumer), item(at, provider)],
    links: [blocks(at, "PAY-1")],
  });
  return viewTrain(facts, train({ others: [platform, tools], ...changes }), now);
}

const said = (...of: Parameters<typeof found>) =>
  found(...of).conflicts.map(({ rule, alsoFires, severity }) => [severity, rule, ...alsoFires].join(" "));

describe("a dependency between two trains", () => {
  test.each<readonly [string, Ends, Partial<Train>, readonly string[]]>([
    ["in order", { provider: { in: 1 } }, {}, []],
    ["within one iteration", {}, {}, ["risk same-iteration cross-train"]],
    ["late", { provider: { in: 3 } }, {}, ["conflict late-provider cross-train"]],
    ["without a plan", { provider: {} }, {}, ["conflict unscheduled-provider cross-train"]],
    [
      "that only work in progress breaks",
      { consumer: { in: 2, status: "in-progress" }, provider: { in: 1 } },
      {},
      ["risk started-blocked"],
    ],
    ["overdue, which is no matter of two plans", { provider: { in: 0 } }, {}, ["conflict overdue-provider"]],
    [
      "of a train that takes it as a conflict",
      {},
      { rules: { "cross-train": "conflict" } },
      ["conflict cross-train same-iteration"],
    ],
    [
      "of a train without the rule beside it",
      {},
      { rules: { "cross-train": "conflict", "same-iteration": "off" } },
      [],
    ],
    ["of a train without the rule", {}, { rules: { "cross-train": "off" } }, ["risk same-iteration"]],
    ["with an item that no train owns", { at: "OPS-1" }, {}, ["risk same-iteration"]],
    ["of the same train, whatever others say", { at: "LED-1" }, {}, ["risk same-iteration"]],
    ["of the only train", {}, { others: [] }, ["risk same-iteration"]],
  ])("%s", (_, ends, changes, expected) => {
    expect(said(ends, changes)).toEqual(expected);
  });

  test("is one at the provider's train too", () => {
    const own = train({ teams: [jiraTeam("core")], others: [{ name: "Payments", teams: [jiraTeam("pay")] }] });
    const facts = model({
      items: [item("PAY-1", { in: 2 }), item("CORE-1", { in: 3 })],
      links: [blocks("CORE-1", "PAY-1")],
    });
    expect(viewTrain(facts, own, now).conflicts).toMatchObject([{ rule: "late-provider", alsoFires: ["cross-train"] }]);
  });

  test("knows the first other train that owns the item, also after a move", () => {
    const view = found({});
    const [core, build] = [view.items.get(idOf("CORE-1")), found({ at: "BUILD-1" }).items.get(idOf("BUILD-1"))];
    expect(core?.elsewhere).toEqual({ train: "Platform", team: "CORE" });
    expect(build?.elsewhere).toEqual({ train: "Tools", team: "BUILD" });
    expect(core && view.plan.replan.changed(core, { status: "done" }).becomes.elsewhere).toEqual(core?.elsewhere);
    expect(view.items.get(idOf("PAY-1"))).not.toHaveProperty("elsewhere");
  });

  test("of a chain keeps its path where the train raises it", () => {
    const facts = model({
      items: [item("PAY-1", { in: 2 }), item("CORE-1", { in: 2 }), item("PAY-2", { in: 3 })],
      links: [blocks("CORE-1", "PAY-1"), blocks("PAY-2", "CORE-1")],
    });
    const on = train({ others: [platform], rules: { "cross-train": "conflict" } });
    const slip = viewTrain(facts, on, now).conflicts.find(({ consumer }) => consumer === idOf("PAY-1"));
    expect(slip).toMatchObject({
      rule: "cross-train",
      alsoFires: ["chain-slip", "same-iteration"],
      evidence: { chain: { items: [idOf("CORE-1"), idOf("PAY-2")] } },
    });
  });
});

test("the words are those of the first rule about the plan", () => {
  expect(toldBy("cross-train", ["same-iteration", "chain-slip"])).toBe("chain-slip");
  expect(toldBy("cross-train", [])).toBe("late-provider");
  expect(toldBy("same-iteration", ["cross-train"])).toBe("same-iteration");
});
