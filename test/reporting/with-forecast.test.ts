import { expect, test } from "vitest";
import { evaluating } from "../../src/cli/evaluate-context.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import { evaluateConflicts, evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { madeUpTeam } from "../domain/forecast/made-up-teams.ts";
import { anItem, noon } from "../support/builders.ts";
import { minute, run, store, tracker, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const hour = 60 * minute;

/** What Checkout finished in half a year, a done item each. */
const finished = [...madeUpTeam("checkout", 180, () => 0.5).at].map((closedAt, place) =>
  anItem({ nativeId: String(1000 + place), status: "done", sourceStatus: "Done", closedAt }),
);
const sprint: Sprint = {
  id: "jira:acme:sprint:7",
  system: "jira",
  connection: "acme",
  kind: "sprint",
  nativeId: "7",
  name: "Sprint 7",
  state: "active",
  startsAt: Date.UTC(2026, 10, 23),
  endsAt: Date.UTC(2026, 11, 7),
  completedAt: null,
  boardId: 1,
  container: null,
};
const open = ["501", "502", "503"].map((nativeId) => anItem({ nativeId, sprintIds: [sprint.id] }));

async function learnAll(items: readonly WorkItem[]): Promise<void> {
  const pulled = items.map((item) => ({ item, links: [], completeOrigins: [], stubs: [], history: [] }));
  const page = {
    items: pulled,
    edges: [],
    sprints: [sprint],
    pullRequests: [],
    members: [],
    rejected: [],
    newestAt: noon,
  };
  await store.savePage("acme", page, noon);
}

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
