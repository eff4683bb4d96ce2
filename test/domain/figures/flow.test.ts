import { describe, expect, test } from "vitest";
import { flowFigures } from "../../../src/domain/figures/flow.ts";
import { itemsToFollow } from "../../../src/domain/figures/flow-items.ts";
import type { FlowCoverage } from "../../../src/domain/figures/flow-sample.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { date, day, idOf, item, model, train } from "../plan.ts";
import { flowOf, life, payFlow, sourceOf, described, type Described } from "./described-lives.ts";

const reasons = ({ missing }: FlowCoverage) =>
  missing.map(({ kind, items }) => `${kind} ${items.first.map(({ key }) => key).join(" ")}`);

const finished = (key: string, from: number, until: number) => life(key, ["in progress", from], ["done", until]);

describe("flow time", () => {
  test.each<[string, Described, { readonly p50: number | null; readonly missing: readonly string[] }]>([
    ["of an item", finished("PAY-1", 70, 73.5), { p50: 3.5, missing: [] }],
    ["begins before the window", finished("PAY-1", -30, 1), { p50: 31, missing: [] }],
    ["of one that was done at the very end", finished("PAY-1", 80, 84), { p50: 4, missing: [] }],
    ["of one that was done at the window's beginning", finished("PAY-1", -4, 0), { p50: null, missing: [] }],
    [
      "counts from creation if it began in progress",
      described("PAY-1", "done 2027-01-14", { statusId: "2", statusName: "in progress", createdAt: day(1) }),
      { p50: 9, missing: [] },
    ],
    [
      "of one that started and ended at one instant",
      finished("PAY-1", 70, 70),
      { p50: null, missing: ["never-started PAY-1"] },
    ],
    ["of one that never started", life("PAY-1", ["done", 70]), { p50: null, missing: ["never-started PAY-1"] }],
    [
      "of one with an unknown status before its start",
      life("PAY-1", ["zzyx", 1], ["in progress", 2], ["done", 3]),
      { p50: null, missing: ["unknown-start PAY-1"] },
    ],
    [
      "of one with an unknown status after its start",
      life("PAY-1", ["in progress", 2], ["zzyx", 3], ["done", 4]),
      { p50: 2, missing: [] },
    ],
    [
      "of one whose creation nothing tells, in progress since",
      described("PAY-1", "done 2027-01-14", { statusId: "2", statusName: "in progress", createdAt: null }),
      { p50: null, missing: ["unknown-start PAY-1"] },
    ],
    [
      "of one without history",
      { ...finished("PAY-1", 70, 73), events: [] },
      { p50: null, missing: ["unknown-start PAY-1"] },
    ],
  ])("%s", (_, one, expected) => {
    const { p50, coverage, sample } = payFlow([one]).flowTime;
    expect({ p50, missing: reasons(coverage) }).toEqual(expected);
    expect(coverage.known).toBe(sample);
    expect(coverage.of).toBe(sample + expected.missing.length);
  });

  test("leaves out and counts items whose changes contradict each other", () => {
    const one = life("PAY-1", ["in progress", 71], ["done", 73]);
    const [begin, end] = [one.events.slice(0, 1), one.events.slice(1)];
    const swapped = [...begin.map((event) => ({ ...event, at: day(74) })), ...end];
    const started = life("PAY-2", ["in progress", 71], ["to do", 72], ["in progress", 73]);
    const events = started.events.map((event, place) => (place === 1 ? { ...event, at: day(70) } : event));
    const { flowTime, efficiency, ageing } = payFlow([
      { ...one, events: swapped },
      { ...started, events },
    ]);
    expect([flowTime.sample, efficiency.sample, ageing.sample]).toEqual([0, 0, 0]);
    expect(reasons(flowTime.coverage)).toEqual(["clocks PAY-1"]);
    expect(reasons(ageing.coverage)).toEqual(["clocks PAY-2"]);
  });

  test("leaves out and counts items whose last change leads to another status than theirs", () => {
    const one = life("PAY-1", ["in progress", 71], ["done", 80]);
    const { flowTime, throughput } = payFlow([{ ...one, events: one.events.slice(0, 1) }]);
    expect(reasons(flowTime.coverage)).toEqual(["clocks PAY-1"]);
    expect(throughput.weeks.map(({ items }) => items).slice(-2)).toEqual([0, 1]);
  });

  test("of an item that its tracker says was closed before it was created is that of its closing", () => {
    const imported = item("PAY-1", {
      status: "done",
      statusId: "3",
      createdAt: day(70),
      closedAt: day(-9),
      updatedAt: day(71),
    });
    const within = { ...imported, closedAt: day(60) };
    expect(payFlow([{ item: imported, events: [], links: [] }]).throughput.sample).toBe(0);
    expect(payFlow([{ item: within, events: [], links: [] }]).throughput.weeks[8]?.items).toBe(1);
  });

  test("leaves out and counts items of clocks that disagree", () => {
    const closedEarly = { ...finished("PAY-1", 70, 73) };
    const early = { ...closedEarly, item: { ...closedEarly.item, closedAt: day(71) } };
    const later = finished("PAY-2", 70, 90);
    const { flowTime, throughput, cumulativeFlow } = payFlow([early, later]);
    expect([flowTime.sample, flowTime.p50, flowTime.coverage.of]).toEqual([1, 3, 1]);
    expect(reasons(throughput.coverage)).toEqual(["clocks PAY-2"]);
    expect(reasons(cumulativeFlow.coverage)).toEqual(["clocks PAY-2"]);
  });

  test("leaves out and counts an item with changes that contradict each other before its start, not after", () => {
    const one = life("PAY-1", ["in progress", 60], ["to do", 65], ["in progress", 71], ["done", 73]);
    const from = { id: "9", name: "Elsewhere", category: "todo" } as const;
    const events = one.events.map((event, place) => (place === 2 ? ({ ...event, from } as typeof event) : event));
    const { flowTime, throughput } = payFlow([{ ...one, item: { ...one.item, closedAt: day(60) }, events }]);
    expect(reasons(flowTime.coverage)).toEqual(["clocks PAY-1"]);
    expect(throughput.weeks[10]?.items).toBe(1);
  });

  test("looks at what changed after the window's beginning, whatever the tracker's closing, and until its end", () => {
    const reopened = finished("PAY-1", 2, 10);
    const within = payFlow([{ ...reopened, item: { ...reopened.item, closedAt: day(-5) } }]);
    const [before, last] = [payFlow([finished("PAY-1", -4, 0)]), payFlow([finished("PAY-2", 80, 84)])];
    expect(within.throughput.sample).toBe(1);
    expect([before.cumulativeFlow.sample, last.throughput.sample]).toEqual([0, 1]);
    expect(reasons(last.throughput.coverage)).toEqual([]);
  });

  test("of items of one instant are in the order of their ids", () => {
    const { throughput } = payFlow([finished("PAY-2", 70, 73), finished("PAY-1", 71, 73), finished("PAY-3", 71, 74)]);
    expect(throughput.items.first.map(({ key }) => key)).toEqual(["PAY-3", "PAY-1", "PAY-2"]);
  });

  test("counts closings in bulk, and keeps them", () => {
    const minute = 1 / 24 / 60;
    const bulk = [0, 1, 2, 3, 4].map((place) => finished(`PAY-${2 * place}`, 60, 70 + place * minute));
    const others = [1, 2, 3, 4].map((place) => finished(`PAY-${2 * place - 1}`, 60, 75 + place * minute));
    expect(payFlow([...bulk, ...others]).flowTime).toMatchObject({ sample: 9, closedTogether: 5 });
    const ofTwoTeams = bulk.slice(0, 4).concat(finished("LED-4", 60, 70 + 4 * minute));
    expect(flowOf(ofTwoTeams).train.flowTime.closedTogether).toBe(0);
  });

  test("of an item that is done, and nothing tells since when", () => {
    const undated = item("PAY-1", { status: "done", statusId: "3", createdAt: day(0), updatedAt: day(70) });
    const { throughput, cumulativeFlow, distribution } = payFlow([{ item: undated, events: [], links: [] }]);
    expect(reasons(throughput.coverage)).toEqual(["undated PAY-1"]);
    expect(reasons(distribution.coverage)).toEqual(["undated PAY-1"]);
    expect(reasons(cumulativeFlow.coverage)).toEqual(["undated PAY-1"]);
  });
});

describe("load", () => {
  test("has no mean if nothing tells any status", () => {
    const silent = [finished("PAY-1", 70, 73), life("PAY-2", ["in progress", 3])].map((one) => ({
      ...one,
      events: [],
    }));
    const { load, cumulativeFlow, littlesLaw } = payFlow(silent);
    expect([load.now, load.mean, reasons(load.coverage)]).toEqual([1, null, ["unknown-status PAY-1 PAY-2"]]);
    expect(cumulativeFlow.days).toEqual([{ day: date(84), toDo: 0, inProgress: 1, done: 1 }]);
    expect([littlesLaw.because, littlesLaw.expected]).toEqual(["nothing-measured", null]);
  });

  test("of a team without items is 0", () => {
    const { load, flowTime, efficiency, cumulativeFlow } = payFlow([]);
    expect([load.now, load.mean, flowTime.p50, efficiency.efficiency]).toEqual([0, 0, null, null]);
    expect(cumulativeFlow.days).toHaveLength(84);
  });
});

test("types come with the most frequent first, equal ones by their names", () => {
  const kinds = ["story", "task", "bug", "task"] as const;
  const lives = kinds.map((kind, place) => {
    const one = finished(`PAY-${place + 1}`, 70, 71);
    return { ...one, item: { ...one.item, kind } };
  });
  const { distribution, throughput } = payFlow(lives);
  expect(distribution.kinds.map(({ kind, share }) => [kind, share])).toEqual([
    ["task", 0.5],
    ["bug", 0.25],
    ["story", 0.25],
  ]);
  expect(throughput.weeks[10]?.byKind.map(({ kind, items }) => [kind, items])).toEqual([
    ["task", 2],
    ["bug", 1],
    ["story", 1],
  ]);
});

describe("ageing work", () => {
  test("is compared with the p85 of its own team", () => {
    const all = [
      finished("PAY-1", 70, 73),
      finished("LED-1", 40, 60),
      life("PAY-2", ["in progress", 80]),
      life("LED-2", ["in progress", 79]),
      life("PAY-3", ["in progress", 81]),
    ];
    const { ageing } = flowOf(all).train;
    expect(ageing.olderThanP85.first).toEqual([{ id: idOf("PAY-2"), key: "PAY-2", team: "pay", days: 4 }]);
    expect(ageing.items.first.map(({ key }) => key)).toEqual(["LED-2", "PAY-2", "PAY-3"]);
    expect(ageing.withoutP85).toBe(0);
  });

  test("that begins with the report is 0 days old", () => {
    const { items, coverage } = payFlow([life("PAY-1", ["in progress", 84])]).ageing;
    expect([items.first.map(({ days }) => days), coverage.known, coverage.missing]).toEqual([[0], 1, []]);
  });

  test("without a flow time has no limit, and without a start no age", () => {
    const silent = life("PAY-2", ["zzyx", 70], ["in progress", 80]);
    const { ageing } = payFlow([life("PAY-1", ["in progress", 10]), silent, life("PAY-3", ["in progress", 90])]);
    expect([ageing.sample, ageing.withoutP85, ageing.olderThanP85.total]).toEqual([1, 1, 0]);
    expect(reasons(ageing.coverage)).toEqual(["unknown-start PAY-2", "clocks PAY-3"]);
  });
});

describe("Little's law", () => {
  const steady = (days: number, count: number) =>
    Array.from({ length: count }, (_, place) => finished(`PAY-${place}`, 10 + place * 2, 10 + place * 2 + days));
  const standing = Array.from({ length: 30 }, (_, place) => life(`PAY-${place + 100}`, ["in progress", 1]));

  test.each([
    ["items come and go evenly", steady(4, 20), 1, null],
    [
      "much more is in progress than is finished",
      [...steady(4, 20), ...standing],
      0.03,
      "statuses may be mapped wrongly",
    ],
    ["there are few items", [...steady(4, 19), ...standing], 0.03, null],
  ])("%s", (_, all, ratio, warning) => {
    const { littlesLaw } = payFlow(all);
    expect([littlesLaw.ratio, littlesLaw.warning, littlesLaw.because]).toEqual([ratio, warning, null]);
  });

  test("finds flow times that are too long for the load", () => {
    const before = Array.from({ length: 20 }, (_, place) => finished(`PAY-${place}`, -90, place + 1));
    expect(payFlow(before).littlesLaw.warning).toBe("statuses may be mapped wrongly");
  });

  test("needs a flow time", () => {
    const { meanFlowTime, expected, ratio, because, warning } = payFlow([
      life("PAY-1", ["in progress", 60]),
    ]).littlesLaw;
    expect([meanFlowTime, expected, ratio, because, warning]).toEqual([null, null, null, "nothing-measured", null]);
  });

  test("needs a load that something tells", () => {
    const unknown = life("PAY-1", ["in progress", 60], ["zzyx", 62], ["done", 64]);
    expect(payFlow([unknown]).littlesLaw).toMatchObject({ because: "unknown-load", ratio: null, meanFlowTime: 4 });
    expect(payFlow([finished("PAY-1", 70.25, 70.75)]).littlesLaw).toMatchObject({
      because: "no-load",
      ratio: null,
      expected: null,
      meanFlowTime: 0.5,
    });
  });
});

test("the train's figures are about the items of all teams", () => {
  const { train: whole, teams } = flowOf([
    finished("PAY-1", 70, 73),
    finished("LED-1", 70, 75),
    finished("LED-2", 1, 2),
  ]);
  expect(teams.map(({ team, name, throughput }) => [team, name, throughput.sample])).toEqual([
    ["pay", "PAY", 1],
    ["led", "LED", 2],
    ["api", "API", 0],
  ]);
  expect([whole.throughput.sample, whole.flowTime.p50]).toEqual([3, 3]);
});

test("items that were over during the whole window are not looked at", () => {
  const all = [
    finished("PAY-1", -20, -10),
    finished("PAY-2", -20, 10),
    life("PAY-3", ["in progress", -5]),
    life("PAY-4"),
    life("PAY-5", ["done", -9], ["in progress", 3], ["done", 4]),
  ];
  const followed = (events: "events" | "none") =>
    atOneGo(itemsToFollow({ ...sourceOf(all), ...(events === "none" ? { events: [] } : {}) })).map(
      ({ item: one }) => one.key,
    );
  expect(followed("events").toSorted()).toEqual(["PAY-2", "PAY-3", "PAY-5"]);
  expect(followed("none").toSorted()).toEqual(["PAY-2", "PAY-3", "PAY-5"]);
  expect(payFlow(all).throughput.sample).toBe(2);
});

test("a model without any history tells nothing wrong", () => {
  const facts = model({ items: [item("PAY-1", { status: "done", closedAt: day(70), createdAt: day(60) })] });
  const view = viewTrain(facts, train(), day(84));
  const figures = atOneGo(
    flowFigures({
      view,
      model: facts,
      window: sourceOf([]).window,
      events: [],
      categoryEvents: [],
      withHistory: new Set(),
    }),
  ).train;
  expect(figures.throughput.sample).toBe(1);
  expect(reasons(figures.flowTime.coverage)).toEqual(["unknown-start PAY-1"]);
});
