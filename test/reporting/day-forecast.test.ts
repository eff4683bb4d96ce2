import { describe, expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { Link, WorkItem } from "../../src/domain/items/work-item.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import { openRecords } from "../../src/reporting/evaluate.ts";
import type { Published } from "../../src/reporting/publish.ts";
import { evaluateConflicts, evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { pastItems, running, sprintIdOf, sprintOf, usual } from "../domain/forecast/made-up-sprints.ts";
import { madeUpTeam } from "../domain/forecast/made-up-teams.ts";
import { aSprint, anItem, noon } from "../support/builders.ts";
import { minute, run, store, tracker, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const hour = 60 * minute;

/** What Checkout finished in half a year, a done item each. */
const finished = [...madeUpTeam("checkout", 180, () => 0.5).at].map((closedAt, place) =>
  anItem({ nativeId: String(1000 + place), status: "done", sourceStatus: "Done", closedAt }),
);
const sprint = aSprint({ startsAt: Date.UTC(2026, 10, 23), endsAt: Date.UTC(2026, 11, 7) });
const open = ["501", "502", "503"].map((nativeId) => anItem({ nativeId, sprintIds: [sprint.id] }));

async function learnAll(
  items: readonly WorkItem[],
  sprints: readonly Sprint[] = [sprint],
  links: readonly Link[] = [],
): Promise<void> {
  const pulled = items.map((item) => ({ item, links, completeOrigins: [], stubs: [], history: [] }));
  const page = {
    items: pulled,
    edges: [],
    sprints,
    pullRequests: [],
    members: [],
    rejected: [],
    newestAt: noon,
  };
  await store.savePage("acme", page, noon);
}

/** Items of 28 past sprints, `PAY-71` of a sprint that ends tomorrow, and `PAY-72`, which needs it from then on. */
async function learnSlipping(): Promise<void> {
  const [ending, next] = [running("71"), running("72", { sprintIds: [sprintIdOf(-1)] })];
  const waits: Link = {
    id: "waits",
    origin: "jira-link",
    typeId: "1",
    typeName: "Blocks",
    source: ending.id,
    target: next.id,
  };
  const past = pastItems({ sprints: 28, each: 8 }, usual);
  const sprints = Array.from({ length: 30 }, (_, place) => sprintOf(place - 1));
  // `PAY-1` of the round is no matter here.
  await learnAll([...past, ending, anItem({ status: "done", sourceStatus: "Done" })], sprints);
  await learnAll([next], sprints, [waits]);
}

const slipOf = ({ evaluation }: Published) =>
  evaluation.records
    .filter(({ conflict }) => conflict.rule === "probable-slip")
    .map(({ state, conflict: { severity } }) => `${severity} ${state}`);

describe("a provider that is likely to slip", () => {
  test("is a risk on the rollup from the first evaluation of the day, and no comment", async () => {
    await learnSlipping();
    const first = await run(noon);
    expect(slipOf(first)).toEqual(["risk open"]);
    expect(first.evaluation.rollup.verdict.reasons).toContainEqual({ kind: "risks", count: 1 });
    expect(first.counts).toMatchObject({ created: 1, updated: 0 });
    const [rollup = ""] = tracker().bodies();
    expect(rollup).toContain(", which is planned for iteration 1 and will probably not be done by then.");
    expect(rollup).toContain(" (70 % or more likely; ");
    const { forecast } = first.evaluation;
    const later = await run(noon + hour);
    expect(slipOf(later)).toEqual(["risk open"]);
    expect(later.counts).toMatchObject({ created: 0, updated: 0 });
    expect(later.evaluation.forecast).toEqual(forecast);
    const { records } = await evaluateConflicts(evaluating(store), train, noon + hour);
    expect(records).toEqual(later.evaluation.records);
  });

  test("has a comment if the train makes it a conflict, which no new probability changes", async () => {
    await learnSlipping();
    const strict = { ...train, rules: { "probable-slip": "conflict" } } as const;
    expect((await run(noon, { train: strict })).counts).toMatchObject({ created: 2 });
    const bodies = tracker().bodies();
    expect(bodies.filter((body) => body.includes("will probably not be done by then"))).toHaveLength(2);
    expect((await run(noon + 11 * hour, { train: strict })).counts).toMatchObject({ created: 0, updated: 0 });
    expect(tracker().bodies()).toEqual(bodies);
  });

  test.each<[string, Partial<WorkItem>]>([
    ["finished it", { status: "done", closedAt: noon }],
    ["took it out of the sprint", { sprintIds: [sprintIdOf(-1)] }],
  ])("is none any more on the day on which people %s", async (_name, change) => {
    await learnSlipping();
    await run(noon);
    await learnAll([running("71", change)]);
    expect(slipOf(await run(noon + hour))).toEqual(["risk resolved"]);
  });

  test("is overdue when its sprint has ended: the same problem, since the same day", async () => {
    await learnSlipping();
    await run(noon);
    const { evaluation } = await run(noon + 24 * hour);
    expect(openRecords(evaluation).map(({ conflict, firstSeenAt }) => [conflict.rule, firstSeenAt])).toEqual([
      ["overdue-provider", noon],
    ]);
  });

  test("is shown for an earlier instant as well, whatever stands now", async () => {
    await learnSlipping();
    const then = await evaluateStored({ ...evaluating(store), asked: { now: noon + hour } }, train, noon);
    expect(then.records.map(({ conflict }) => conflict.rule)).toEqual(["probable-slip"]);
  });
});

const report = (at: number) => evaluateStored(evaluating(store), train, at);

test("the first evaluation of a day makes the forecast, all others of the day show that one", async () => {
  await learnAll([...finished, ...open]);
  const { evaluation } = await run(noon);
  const made = evaluation.forecast;
  expect(made?.teams[0]).toMatchObject({ team: "checkout", left: 3, byEnd: { kind: "stated" } });
  await learnAll(open.map((item) => ({ ...item, status: "done", closedAt: noon + minute })));
  expect((await report(noon + hour)).forecast).toEqual(made);
  expect((await run(noon + hour)).evaluation.forecast).toEqual(made);
});

test("a new day, or another past, makes another", async () => {
  await learnAll([...finished, ...open]);
  const made = (await run(noon)).evaluation.forecast;
  const next = (await run(noon + 24 * hour)).evaluation.forecast;
  expect([made?.day, next?.day]).toEqual(["2026-11-24", "2026-11-25"]);
  await learnAll(finished.slice(0, 20).map((item) => ({ ...item, status: "todo", closedAt: null })));
  const reopened = (await report(noon + 24 * hour + minute)).forecast;
  expect(reopened?.day).toBe("2026-11-25");
  expect(new Set([made?.basis, next?.basis, reopened?.basis]).size).toBe(3);
});

test("a report makes its own if none is kept, and keeps none", async () => {
  await learnAll([...finished, ...open]);
  const made = (await report(noon)).forecast;
  expect(made?.train.left).toBe(3);
  expect(await store.keptForecast("payments", "2026-11-24")).toBeNull();
  expect((await evaluateConflicts(evaluating(store), train, noon)).forecast).toBeUndefined();
});

test("an instant that has not come yet has none, though its day has one", async () => {
  await learnAll([...finished, ...open]);
  await run(noon);
  const ahead = { ...evaluating(store), asked: { now: noon } };
  expect((await evaluateStored(ahead, train, noon + hour)).forecast).toBeUndefined();
  expect((await evaluateStored(ahead, train, noon + 48 * hour)).forecast).toBeUndefined();
});

test("there is none after the calendar's end", async () => {
  expect((await report(noon + 365 * 24 * hour)).forecast).toBeUndefined();
});

test("a forecast that did not change causes no write; a new day's causes one, of the rollup alone", async () => {
  await learnAll([...finished, ...open]);
  await run(noon);
  const texts = tracker().bodies();
  expect((await run(noon + hour)).counts).toMatchObject({ created: 0, updated: 0 });
  expect(tracker().bodies()).toEqual(texts);
  expect((await run(noon + 24 * hour)).counts).toMatchObject({ created: 0, updated: 1 });
  expect((await run(noon + 30 * hour)).counts).toMatchObject({ created: 0, updated: 0 });
});
