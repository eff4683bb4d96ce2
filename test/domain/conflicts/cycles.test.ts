import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";

import { cyclicComponents, providersIn, shortestCycle } from "../../../src/domain/conflicts/cyclic-components.ts";
import type { Arrow } from "../../../src/domain/conflicts/cyclic-components.ts";
import { blocks, idOf, item, jiraTeam, model, now, train } from "../plan.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const node = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
const arrows = fc.array(fc.tuple(node, node), { maxLength: 24 });

/** What can be reached from a node by one step or more, the slow way. */
function reachable(from: string, graph: readonly Arrow[]): Set<string> {
  const seen = new Set<string>();
  for (let before = -1; before !== seen.size;) {
    before = seen.size;
    for (const [consumer, provider] of graph) if (consumer === from || seen.has(consumer)) seen.add(provider);
  }
  return seen;
}

describe("components", () => {
  property.prop([arrows])("are the groups that reach themselves", (graph) => {
    const ids = Array.from("abcdefgh").filter((id) => reachable(id, graph).has(id));
    const groups = ids.map((id) =>
      ids.filter((other) => reachable(id, graph).has(other) && reachable(other, graph).has(id)),
    );
    const expected = groups.filter(([first], index) => first === ids[index]);
    expect(cyclicComponents(graph)).toEqual(expected);
  });

  property.prop([arrows])("a graph without a way back has none", (graph) => {
    expect(cyclicComponents(graph.filter(([consumer, provider]) => consumer < provider))).toEqual([]);
  });

  property.prop([arrows])("the shown cycle is one, begins with the smallest and is the shortest", (graph) => {
    const providersOf = providersIn(graph);
    for (const members of cyclicComponents(graph)) {
      const cycle = shortestCycle(members, providersOf);
      expect(cycle.at(0)).toBe(members.at(0));
      expect(new Set(cycle).size).toBe(cycle.length);
      cycle.forEach((id, index) => expect(providersOf(id)).toContain(cycle[(index + 1) % cycle.length]));
      // Steps back to the start, counted by layers.
      let layer = new Set(providersOf(members[0] ?? ""));
      let length = 1;
      for (; !layer.has(members[0] ?? ""); length++) layer = new Set([...layer].flatMap(providersOf));
      expect(cycle).toHaveLength(length);
    }
    expect(providersOf("nobody")).toEqual([]);
  });

  test("no way back, no cycle", () => {
    expect(shortestCycle(["a", "b"], providersIn([["a", "b"]]))).toEqual([]);
  });

  test("a chain of 50,000 is no trouble", () => {
    const chain = Array.from({ length: 50_000 }, (_, index): Arrow => [`n${index}`, `n${index + 1}`]);
    expect(cyclicComponents(chain)).toEqual([]);
    expect(cyclicComponents([...chain, ["n50000", "n0"]])).toMatchObject([{ length: 50_001 }]);
  });
});

function cyclesIn(parts: ModelParts, rules = {}) {
  return viewTrain(model(parts), train({ rules }), now).conflicts.filter(({ rule }) => rule === "cycle");
}

const ring = [item("PAY-1"), item("LED-1"), item("acme/api#1")];
const ids = { api: idOf("acme/api#1"), led: idOf("LED-1"), pay: idOf("PAY-1") };

describe("a cycle", () => {
  test("is one conflict, from the smallest id on", () => {
    const links = [blocks("PAY-1", "LED-1"), blocks("LED-1", "acme/api#1"), blocks("acme/api#1", "PAY-1")];
    const [conflict, ...others] = cyclesIn({ items: ring, links });
    expect(others).toEqual([]);
    expect(conflict).toMatchObject({
      severity: "conflict",
      consumer: ids.api,
      provider: ids.led,
      evidence: { cycle: [ids.api, ids.led, ids.pay] },
      fix: [
        { do: "drop-link", consumer: ids.api, provider: ids.led, by: "api" },
        { do: "drop-link", consumer: ids.led, provider: ids.pay, by: "led" },
        { do: "drop-link", consumer: ids.pay, provider: ids.api, by: "pay" },
      ],
      actors: ["api", "led", "pay"],
    });
    expect(conflict?.fingerprint).toMatch(/^cycle:github:g:issue:acme\.api#1\+3:[0-9a-f]{16}$/u);
  });

  test("keeps its name when it is found another way round, not when it has other members", () => {
    const there = [blocks("PAY-1", "LED-1"), blocks("LED-1", "PAY-1")];
    const name = (links: ModelParts["links"] = []) =>
      cyclesIn({ items: ring, links }).map(({ fingerprint }) => fingerprint);
    expect(name(there.toReversed())).toEqual(name(there));
    const ofThree = name([...there, blocks("LED-1", "acme/api#1"), blocks("acme/api#1", "LED-1")]);
    expect([name(there).length, ofThree.length]).toEqual([1, 1]);
    expect(ofThree).not.toEqual(name(there));
  });

  test("of one: an item that waits for itself, and for nothing else in the rules", () => {
    const facts = model({
      items: [item("PAY-1", { in: 0, status: "in-progress" })],
      links: [blocks("PAY-1", "PAY-1")],
    });
    expect(viewTrain(facts, train(), now).conflicts).toMatchObject([
      { rule: "cycle", consumer: ids.pay, provider: ids.pay, evidence: { cycle: [ids.pay] } },
    ]);
  });

  test.each<[string, Train["rules"], readonly string[]]>([
    ["not listed again", {}, ["cycle"]],
    ["listed where the train thinks less of cycles", { cycle: "info" }, ["cycle", "same-iteration", "same-iteration"]],
    ["listed where it does not look at cycles", { cycle: "off" }, ["same-iteration", "same-iteration"]],
  ])("its edges are %s", (_, rules, expected) => {
    const items = [item("PAY-1", { in: 2 }), item("LED-1", { in: 2 })];
    const facts = model({ items, links: [blocks("PAY-1", "LED-1"), blocks("LED-1", "PAY-1")] });
    expect(viewTrain(facts, train({ rules }), now).conflicts.map(({ rule }) => rule)).toEqual(expected);
  });

  test("that something is overdue is said all the same; finishing that would bring the rest to light", () => {
    const items = [item("PAY-1", { in: 2 }), item("LED-1", { in: 0 }), item("acme/api#1", { in: 2 })];
    const links = [blocks("LED-1", "PAY-1"), blocks("PAY-1", "acme/api#1"), blocks("acme/api#1", "LED-1")];
    const conflicts = viewTrain(model({ items, links }), train(), now).conflicts;
    const decide = { do: "decide-scope" };
    expect(conflicts).toMatchObject([
      { rule: "cycle", fix: [decide, decide, decide] },
      { rule: "overdue-provider", alsoFires: [], provider: ids.led, fix: [{ do: "move", item: ids.led, to: "3" }] },
    ]);
  });

  test("no link is given up that would bring another conflict to light", () => {
    const items = [item("PAY-1", { in: 1 }), item("LED-1", { in: 2 })];
    const links = [blocks("PAY-1", "LED-1"), blocks("LED-1", "PAY-1")];
    expect(cyclesIn({ items, links })).toMatchObject([
      { fix: [{ do: "drop-link", consumer: ids.pay, provider: ids.led, by: "pay" }], actors: ["pay"] },
    ]);
  });

  test("of a group with a second circle no single link is enough", () => {
    const links = [
      blocks("PAY-1", "LED-1"),
      blocks("LED-1", "PAY-1"),
      blocks("acme/api#1", "LED-1"),
      blocks("LED-1", "acme/api#1"),
    ];
    expect(cyclesIn({ items: ring, links })).toMatchObject([
      { evidence: { cycle: [ids.api, ids.led], written: [] }, fix: [{ do: "decide-scope", by: "api" }, { by: "led" }] },
    ]);
  });

  test("where no single link is enough, all teams decide, also a fourth one, and the owners of other items", () => {
    const places = ["PAY-1", "LED-1", "OPS-1", "acme/api#1"];
    const four = [...places, "RSK-1"].map((key) => item(key, { in: 2 }));
    const links = ["PAY-1", "LED-1", "RSK-1", "acme/api#1"].flatMap((key, place, all) =>
      blocks(key, all[(place + 1) % all.length] ?? ""),
    );
    const onFour = { teams: [...train().teams, jiraTeam("rsk")] };
    const conflictsOf = (parts: ModelParts, on: Partial<Train>) => viewTrain(model(parts), train(on), now).conflicts;
    const [cycle] = conflictsOf({ items: four, links }, onFour);
    expect(cycle?.actors.toSorted()).toEqual(["api", "led", "pay", "rsk"]);
    const through = ["PAY-1", "OPS-1", "LED-1"].map((key, place, all) => blocks(key, all[(place + 1) % 3] ?? ""));
    const [other] = conflictsOf({ items: four, links: through }, {});
    expect(other).toMatchObject({ rule: "cycle", actors: ["led", "pay"] });
    expect(other?.fix).toMatchObject([
      { by: "led" },
      { by: "pay" },
      { do: "decide-scope", item: idOf("OPS-1"), by: null },
    ]);
  });

  test("of nobody's items and one team's: that team decides, or drops", () => {
    const items = [item("OPS-1"), item("PAY-1")];
    const links = [blocks("OPS-1", "PAY-1"), blocks("PAY-1", "OPS-1")];
    expect(cyclesIn({ items, links })).toMatchObject([
      { fix: [{ do: "drop-link" }, { do: "drop-link" }], actors: ["pay"] },
    ]);
  });

  test.each([
    ["a text, before a native link", "text", [ids.led, ids.pay]],
    ["between two teams, before within one", "jira-link", [ids.led, ids.pay]],
  ] as const)("gives up first: %s", (_, origin, [consumer, provider]) => {
    const items = [item("LED-0"), item("LED-1"), item("PAY-1", origin === "text" ? { container: "LED" } : {})];
    const links = [
      blocks("LED-1", "LED-0"),
      blocks("PAY-1", "LED-1", { origin }),
      blocks("LED-0", "PAY-1", { id: "last" }),
    ];
    expect(cyclesIn({ items, links })[0]?.fix[0]).toMatchObject({ do: "drop-link", consumer, provider });
  });

  test.each([
    ["off", ring, { cycle: "off" }],
    ["one is done", [item("PAY-1"), item("LED-1", { status: "done" })], {}],
    ["one is a stub", [item("PAY-1"), item("LED-1", { presence: "stub" })], {}],
    ["one is a key", [item("PAY-1"), item("LED-2")], {}],
  ])("is none: %s", (_, items, rules) => {
    const links = [blocks("PAY-1", "LED-1"), blocks("?LED-1", "PAY-1", { origin: "text" })];
    expect(cyclesIn({ items, links }, rules)).toEqual([]);
  });

  test("a train may call it a risk", () => {
    const links = [blocks("PAY-1", "LED-1"), blocks("LED-1", "PAY-1")];
    expect(cyclesIn({ items: ring, links }, { cycle: "risk" })).toMatchObject([{ severity: "risk" }]);
  });
});
