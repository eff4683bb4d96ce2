import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { withProbableSlips } from "../../../src/domain/conflicts/probable-slips.ts";
import type { ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import { whileOpen } from "../../../src/domain/forecast/slip-course.ts";
import { probabilityUntil, type LearnedSlips, type SlipOutlook } from "../../../src/domain/forecast/slip-outlook.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { aConflict, aRecord } from "../../support/builders.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, box, date, day, idOf, item, model, now, sprint, train, type ItemChanges } from "../plan.ts";

type Warned = {
  readonly probability?: number;
  readonly key?: string;
  readonly slips?: Partial<LearnedSlips>;
  readonly previous?: readonly ConflictRecord[];
  readonly on?: Partial<Train>;
  readonly links?: readonly Link[];
  readonly others?: readonly WorkItem[];
};

/** LED-1 is in the running sprint, which ends on day 28; half of the late items are still open two weeks after an end. */
function slipsOf({ probability = 0.8, key = "LED-1", slips = {} }: Warned): LearnedSlips {
  const name = { id: idOf(key), key, title: "", url: "" };
  const slip = { item: name, team: "led", sprint: box(1).id, endsAt: day(28), probability };
  return {
    kind: "learned",
    ended: 200,
    ridge: 1,
    coefficients: [],
    scores: null,
    records: [{ team: "", held: 30, times: 40 }],
    openAfter: Array.from({ length: 29 }, (_, days) => 1 - days / 28),
    items: [slip],
    ...slips,
  };
}

/** The view when PAY-1 waits for LED-1. */
function viewOf(consumer: ItemChanges, provider: ItemChanges, warned: Warned, outlook?: SlipOutlook | null) {
  const { on = {}, links = [], others = [], previous = [] } = warned;
  const facts = model({
    items: [item("PAY-1", consumer), item("LED-1", provider), ...others],
    links: [blocks("LED-1", "PAY-1"), ...links],
    sprints: [sprint("later", { startsAt: day(33), endsAt: day(42) })],
  });
  const view = viewTrain(facts, train(on), now);
  const slips = outlook === undefined ? slipsOf(warned) : (outlook ?? undefined);
  return { before: view, after: withProbableSlips({ view, slips, previous }) };
}

function fired(consumer: ItemChanges, provider: ItemChanges, warned: Warned = {}): string {
  return viewOf(consumer, provider, warned)
    .after.conflicts.map(({ rule, severity }) => `${rule} ${severity}`)
    .join(", ");
}

const probable = "probable-slip risk";
const fingerprint = `probable-slip:${idOf("PAY-1")}>${idOf("LED-1")}`;
const reported = { previous: [aRecord(aConflict(), { fingerprint })] };

describe("a provider planned in order", () => {
  test.each<[string, ItemChanges, Warned, string]>([
    ["is likely to slip", { in: 2 }, { probability: 0.7 }, probable],
    ["is a little less likely to", { in: 2 }, { probability: 0.69 }, ""],
    ["… once reported stays so", { in: 2 }, { probability: 0.6, ...reported }, probable],
    ["… until it is unlikely enough", { in: 2 }, { probability: 0.59, ...reported }, ""],
    ["… and opens anew as for the first time", { in: 2 }, { probability: 0.65, previous: [ended()] }, ""],
    ["slips, but mostly not so long", { in: 3 }, { probability: 0.9 }, ""],
    ["is needed a few days later", { sprintIds: [sprint("later").id] }, { probability: 0.9 }, probable],
    ["… a few days later, and less likely", { sprintIds: [sprint("later").id] }, { probability: 0.84 }, ""],
    ["is needed by a day, not from one", { dueOn: date(28) }, { probability: 0.73 }, probable],
    ["… by a later day", { dueOn: date(31) }, { probability: 0.73 }, ""],
    ["is needed half a year later", { startOn: date(200) }, { probability: 1 }, ""],
    ["is needed at no known time", {}, {}, ""],
  ])("%s", (_, consumer, warned, expected) => {
    expect(fired(consumer, { in: 1 }, warned)).toBe(expected);
  });

  test("is a part of its consumer, which needs it by its end", () => {
    const part: ItemChanges = { in: 1, parentId: idOf("PAY-1") };
    expect(fired({ startOn: date(20), dueOn: date(28) }, part, { probability: 0.75 })).toBe(probable);
    expect(fired({ startOn: date(20), dueOn: date(34) }, part, { probability: 0.75 })).toBe("");
  });

  test("is planned by its parts: the last one decides", () => {
    const parts = [item("LED-2", { in: 1, parentId: idOf("LED-1") })];
    expect(fired({ in: 2 }, { kind: "epic" }, { others: parts, key: "LED-2" })).toBe(probable);
    expect(fired({ in: 2 }, { kind: "epic" }, { others: parts, key: "LED-3" })).toBe("");
  });
});

function ended(): ConflictRecord {
  return aRecord(aConflict(), { fingerprint, state: "resolved" });
}

describe("nothing is said", () => {
  test.each<[string, ItemChanges, ItemChanges, Warned, string]>([
    ["of a provider that is done", { in: 2 }, { in: 1, status: "done" }, {}, ""],
    ["to a consumer that is done", { in: 2, status: "done" }, { in: 1 }, {}, ""],
    ["of a provider that people took out of the sprint", { in: 3 }, { in: 2 }, {}, ""],
    ["where another rule speaks", { in: 1 }, { in: 1 }, {}, "same-iteration risk"],
    ["out of order", { in: 0 }, { in: 1 }, { on: { rules: { "late-provider": "off" } } }, ""],
    ["at the same time", { in: 1 }, { in: 1 }, { on: { rules: { "same-iteration": "off" } } }, ""],
    ["if the train switched the rule off", { in: 2 }, { in: 1 }, { on: { rules: { "probable-slip": "off" } } }, ""],
    ["in a circle", { in: 2 }, { in: 1 }, { links: [blocks("PAY-1", "LED-1")] }, "cycle conflict"],
    ["without a record", { in: 2 }, { in: 1 }, { slips: { records: [] } }, ""],
    ["with too short a record", { in: 2 }, { in: 1 }, { slips: { records: [{ team: "", held: 7, times: 7 }] } }, ""],
    ["with a bad record", { in: 2 }, { in: 1 }, { slips: { records: [{ team: "", held: 20, times: 40 }] } }, ""],
    ["with a bad record of the team", { in: 2 }, { in: 1 }, { slips: { records: own(20, 40) } }, ""],
  ])("%s", (_, consumer, provider, warned, expected) => {
    expect(fired(consumer, provider, warned)).toBe(expected);
  });

  test("without a forecast, and with too little past: the view stays the same object", () => {
    for (const outlook of [null, { kind: "too-few-ended", ended: 3, needed: 100 } as const]) {
      const { before, after } = viewOf({ in: 2 }, { in: 1 }, {}, outlook);
      expect(after).toBe(before);
    }
    const { before, after } = viewOf({ in: 2 }, { in: 1 }, { probability: 0.5 });
    expect(after).toBe(before);
  });

  test("of a key without an item", () => {
    const links = [blocks("?acme/web#1", "PAY-1", { origin: "text" })];
    expect(fired({ in: 2 }, { in: 1 }, { links })).toBe(`${probable}, unreadable-provider info`);
  });
});

function own(held: number, times: number): LearnedSlips["records"] {
  return [
    { team: "", held: 30, times: 40 },
    { team: "led", held, times },
  ];
}

test("a team's own short record does not count, a good one does", () => {
  expect(fired({ in: 2 }, { in: 1 }, { slips: { records: own(0, 7) } })).toBe(probable);
  const bad = { team: "", held: 0, times: 40 };
  expect(fired({ in: 2 }, { in: 1 }, { slips: { records: [bad, { team: "led", held: 6, times: 8 }] } })).toBe(probable);
});

describe("the conflict", () => {
  const conflictOf = (warned: Warned) => viewOf({ in: 2 }, { in: 1 }, warned).after.conflicts[0];

  test("has the train's severity, both plans, and steps that end it", () => {
    expect(conflictOf({ on: { rules: { "probable-slip": "conflict" } } })).toMatchObject({
      fingerprint,
      severity: "conflict",
      alsoFires: [],
      consumer: idOf("PAY-1"),
      provider: idOf("LED-1"),
      evidence: { consumer: { iteration: "3" }, provider: { iteration: "2" }, cycle: [] },
      fix: [
        { do: "finish", item: idOf("LED-1"), by: "led" },
        { do: "move", item: idOf("PAY-1"), to: "4", by: "pay" },
      ],
      actors: ["led", "pay"],
      dueAt: day(28),
      waitingBehind: 0,
    });
  });

  test("has no move that would not help", () => {
    const longOpen = { openAfter: [1] };
    expect(conflictOf({ slips: longOpen })?.fix.map((step) => step.do)).toEqual(["finish"]);
  });

  test("moves a consumer's part for it", () => {
    const others = [item("PAY-2", { in: 2, parentId: idOf("PAY-1") })];
    const { after } = viewOf({ kind: "epic" }, { in: 1 }, { others });
    expect(after.conflicts[0]?.fix).toMatchObject([
      { do: "finish", item: idOf("LED-1") },
      { do: "move", item: idOf("PAY-2"), to: "4" },
    ]);
  });

  test("stands among the others in their order", () => {
    const others = [item("PAY-0", { in: 1 }), item("PAY-3", { in: 1 }), item("LED-3", { in: 2 })];
    const links = [blocks("LED-3", "PAY-3"), blocks("LED-3", "PAY-0")];
    const { after } = viewOf({ in: 2 }, { in: 1 }, { others, links });
    expect(after.conflicts.map(({ consumer }) => consumer)).toEqual(["PAY-0", "PAY-1", "PAY-3"].map(idOf));
  });
});

test("the example of docs/rules.md", () => {
  const page = readFileSync(new URL("../../../docs/rules.md", import.meta.url), "utf8");
  const section = page.slice(page.indexOf("## probable-slip"), page.indexOf("## cycle"));
  const [, before = "", rest = "", open = "", slip = ""] =
    /P\(slip\) = ([\d.]+) \/ \(\1 \+ ([\d.]+) · ([\d.]+)\) = (\d\.\d+)/.exec(section) ?? [];
  expect(Number(before) + Number(rest)).toBe(1);
  expect(whileOpen(Number(before), Number(open)).toFixed(2)).toBe(slip);
  const products = [...section.matchAll(/([\d.]+) · ([\d.]+) = ([\d.]+)[:,]? ?(the rule|it does)/gu)];
  expect(products.map(([, , , value]) => value)).toEqual(["0.73", "0.57"]);
  for (const [, probability, share, value = ""] of products) {
    const openAfter = [1, Number(share)];
    const one = { probability: Number(probability), endsAt: 0 };
    expect(probabilityUntil({ openAfter }, one, day(1) - day(0)).toFixed(2)).toBe(value);
  }
});
