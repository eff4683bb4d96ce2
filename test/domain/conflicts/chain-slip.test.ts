import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import { mostLinks } from "../../../src/domain/conflicts/rules/chain-slip.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, date, idOf, item, model, now, train } from "../plan.ts";

/** Of items that are given with what they wait for. */
function conflictsOf(
  waiting: readonly (readonly [WorkItem, ...string[]])[],
  rules: Train["rules"] = {},
): readonly Conflict[] {
  const facts = model({
    items: waiting.map(([one]) => one),
    links: waiting.flatMap(([one, ...providers]) => providers.map((provider) => blocks(provider, one.key))),
  });
  return viewTrain(facts, train({ rules }), now).conflicts;
}

/** `PAY-1 LED-1 acme/api#1`: each chain that slips, with what the rule does not show itself. */
function slips(...of: Parameters<typeof conflictsOf>): readonly string[] {
  return conflictsOf(...of).flatMap(({ rule, alsoFires, consumer, evidence }) => {
    if (rule !== "chain-slip") return alsoFires.includes("chain-slip") ? `also on ${consumer}` : [];
    return [consumer, ...(evidence.chain?.items ?? [])].map((id) => id.split(":").at(-1)).join(" ");
  });
}

type Waiting = Parameters<typeof conflictsOf>[0];

const d = item("PAY-1", { in: 3 });
const b = item("LED-1", { in: 2 });
const c = item("PAY-9", { in: 4 });

describe("a chain", () => {
  test.each<readonly [string, Waiting, readonly string[]]>([
    ["whose end is too late", [[d, "LED-1"], [b, "PAY-9"], [c]], ["PAY-1 LED-1 PAY-9"]],
    ["whose end is in time, if only just", [[d, "LED-1"], [b, "PAY-9"], [item("PAY-9", { in: 3 })]], []],
    ["of a consumer without a plan", [[item("PAY-1"), "LED-1"], [b, "PAY-9"], [c]], []],
    ["with a provider that is done", [[d, "LED-1"], [item("LED-1", { in: 2, status: "done" }), "PAY-9"], [c]], []],
    ["with an end that is done", [[d, "LED-1"], [b, "PAY-9"], [item("PAY-9", { in: 4, status: "done" })]], []],
    [
      "with an end that Signalbox did not read",
      [[d, "LED-1"], [b, "PAY-9"], [item("PAY-9", { in: 4, presence: "stub" })]],
      [],
    ],
    [
      "with a key at its end",
      [
        [d, "LED-1"],
        [b, "?acme/web#1"],
      ],
      [],
    ],
    [
      "through work without a plan",
      [[d, "LED-1"], [b, "LED-2"], [item("LED-2"), "PAY-9"], [c]],
      ["PAY-1 LED-1 LED-2 PAY-9"],
    ],
    [
      "to what ends last, by the shortest way",
      [[d, "LED-1"], [b, "LED-2", "PAY-9"], [item("LED-2"), "LED-3"], [item("LED-3", { in: 5 })], [c, "LED-3"]],
      ["PAY-1 LED-1 LED-2 LED-3"],
    ],
    [
      "whose end only begins",
      [[d, "LED-1"], [b, "PAY-9"], [item("PAY-9", { startOn: date(80) })]],
      ["PAY-1 LED-1 PAY-9"],
    ],
  ])("%s", (_, waiting, expected) => {
    expect(slips(waiting)).toEqual(expected);
  });

  test("is followed over the given number of dependencies beyond the provider, and no further", () => {
    const between = (length: number): Waiting => {
      const names = Array.from({ length }, (_, place) => `LED-${place + 1}`);
      return [
        [d, "LED-1"],
        ...names.map((name, place) => [item(name, place === 0 ? { in: 2 } : {}), names[place + 1] ?? "PAY-9"] as const),
        [c],
      ];
    };
    expect(slips(between(mostLinks))).toEqual([
      `PAY-1 ${Array.from({ length: mostLinks }, (_, place) => `LED-${place + 1}`).join(" ")} PAY-9`,
    ]);
    expect(slips(between(mostLinks + 1))).toEqual([]);
  });
});

describe("is not said", () => {
  const late: Waiting = [[b, "PAY-9"], [c]];
  test.each<readonly [string, Waiting, readonly string[]]>([
    ["where the provider itself is late", [[item("PAY-1", { in: 1 }), "LED-1"], ...late], []],
    ["where the provider itself is overdue", [[d, "LED-1"], [item("LED-1", { in: 0 }), "PAY-9"], [c]], []],
    [
      "where the provider itself is in a later increment",
      [
        [item("PAY-1", { in: 3, dueOn: date(90) }), "LED-1"],
        [item("LED-1", { in: 4 }), "PAY-9"],
        [item("PAY-9", { in: 7 })],
      ],
      [],
    ],
    ["where the provider has no plan", [[d, "LED-1"], [item("LED-1"), "PAY-9"], [c]], []],
    ["of a part", [[d, "LED-1"], [item("LED-1", { in: 2, parentId: idOf("PAY-1") }), "PAY-9"], [c]], []],
    ["where the consumer waits for the end itself", [[d, "LED-1", "PAY-9"], ...late], []],
    [
      "again by those that wait further off",
      [[item("PAY-2", { in: 3 }), "PAY-1"], [d, "LED-1"], ...late],
      ["PAY-1 LED-1 PAY-9"],
    ],
    [
      "of a circle",
      [
        [d, "LED-1"],
        [b, "PAY-9"],
        [c, "PAY-1"],
      ],
      [],
    ],
    [
      "of a circle behind",
      [
        [d, "LED-1"],
        [b, "LED-2"],
        [item("LED-2", { in: 2 }), "PAY-9"],
        [c, "LED-2"],
      ],
      [],
    ],
  ])("%s", (_, waiting, expected) => {
    expect(slips(waiting)).toEqual(expected);
  });
});

test("docs/rules.md shows by an example what the rules find", () => {
  const page = readFileSync(new URL("../../../docs/rules.md", import.meta.url), "utf8");
  const section = page.split(/^## /mu).find((text) => text.startsWith("chain-slip\n")) ?? "";
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "").replace("–", "")));
  const waiting = rows.map(([, key = "", iteration = "", provider = ""]) => {
    const one = item(key, iteration === "" ? {} : { in: Number(iteration) - 1 });
    return provider === "" ? ([one] as const) : ([one, provider] as const);
  });
  const found = new Map(conflictsOf(waiting).map(({ rule, consumer }) => [consumer, rule]));
  expect(rows.length).toBe(5);
  expect(rows.map(([, key = ""]) => found.get(idOf(key)) ?? "")).toEqual(rows.map(([, , , , , finding]) => finding));
  const slip = conflictsOf(waiting).find(({ rule }) => rule === "chain-slip");
  const [, , , , earliest] = rows.find(([, key]) => key === "PAY-1") ?? [];
  expect(slip?.evidence.chain?.end.iteration).toBe(earliest);
});

describe("proposes", () => {
  const stepsOf = (waiting: Waiting) =>
    conflictsOf(waiting)
      .filter(({ rule }) => rule === "chain-slip")
      .flatMap(({ fix }) =>
        fix.map(
          (step) =>
            `${step.do} ${"item" in step ? step.item.split(":").at(-1) : ""} ${"to" in step ? step.to : ""}${"on" in step ? step.on : ""}`,
        ),
      );

  test.each<readonly [string, Waiting, readonly string[]]>([
    [
      "to move the end before the consumer, or the consumer after it",
      [[d, "LED-1"], [b, "PAY-9"], [c]],
      ["move PAY-9 4", "move PAY-1 5"],
    ],
    [
      "another day, where the end has one of its own",
      [[d, "LED-1"], [b, "PAY-9"], [item("PAY-9", { dueOn: date(60) })]],
      ["set-due PAY-9 2027-02-14", "move PAY-1 6"],
    ],
    [
      "to finish an end that has begun, where no move helps",
      [
        [item("PAY-2", { in: 3 }), "PAY-1"],
        [d, "LED-1"],
        [b, "PAY-9"],
        [item("PAY-9", { in: 4, status: "in-progress" }), "LED-9"],
        [item("LED-9", { in: 3 })],
      ],
      ["finish PAY-9 "],
    ],
  ])("%s", (_, waiting, expected) => {
    expect(stepsOf(waiting)).toEqual(expected);
  });
});
