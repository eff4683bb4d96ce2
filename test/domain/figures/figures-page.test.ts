import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import { velocityOf } from "../../../src/domain/figures/velocity.ts";
import { rounded } from "../../../src/domain/rollup/load.ts";
import { box, day, idOf, item, model, train } from "../plan.ts";
import { delivered, later, readAt } from "./delivered.ts";

/* The examples of docs/figures.md, computed from the page's own words. */

const page = readFileSync(new URL("../../../docs/figures.md", import.meta.url), "utf8");

function sectionOn(title: string): string {
  const section = page.split(/^### /mu).find((text) => text.startsWith(`${title}\n`));
  if (section === undefined) throw new TypeError(`docs/figures.md has no section ${title}`);
  return section;
}

/** The cells of the section's table, without its heading. */
function rowsOf(section: string): readonly (readonly string[])[] {
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(1).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** The numbers of a sentence, in order. */
function numbersIn(sentence: string): readonly number[] {
  return [...sentence.matchAll(/−?\d+(?:\.\d+)?/gu)].map(([number]) => Number(number.replace("−", "-")));
}

/** The number after each `= ` of a sentence, and at its end. */
function resultsIn(sentence: string): readonly number[] {
  return [...sentence.matchAll(/= (−?\d+(?:\.\d+)?)(?!\.?\d| [+−/])/gu)].flatMap(([, number = ""]) =>
    numbersIn(number),
  );
}

const starts: Readonly<Record<string, Partial<WorkItem> | null>> = {
  planned: {},
  done: { status: "done", closedAt: day(-1) },
  "not planned": null,
};

const ends: Readonly<Record<string, Pick<WorkItem, "status"> & Partial<WorkItem> & { readonly in: number }>> = {
  done: { in: 0, status: "done" },
  "done in a later iteration": { in: 2, status: "done" },
  cancelled: { in: 0, status: "cancelled", resolutionName: "Won't Do" },
  "open in a later iteration": { in: 2, status: "todo" },
};

/** An item's life in the first iteration, as a row of the table tells it. */
function lifeOf([key = "", points = "", start = "", end = ""]: readonly string[]): {
  readonly is: WorkItem;
  readonly events: readonly HistoryEvent[];
} {
  const was = starts[start];
  const then = ends[end];
  if (was === undefined || then === undefined) throw new TypeError(`${key}: ${start}, ${end}`);
  const closedAt = then.status === "todo" ? null : (was?.closedAt ?? day(10));
  const words = { statusId: "9", statusName: "Now" };
  const is = item(key, { ...words, ...then, points: Number(points), createdAt: day(-9), updatedAt: day(10), closedAt });
  const event = { itemId: is.id, at: day(10), ordinal: 0, knownBy: "tracker" } as const;
  const former = was?.status ?? "todo";
  const from = was === null ? [] : [{ id: box(0).id, name: null }];
  return {
    is,
    events: [
      {
        ...event,
        id: `${key} status`,
        field: "status",
        from: { id: "1", name: "Then", category: former },
        to: { id: "9", name: "Now", category: then.status },
      },
      {
        ...event,
        id: `${key} box`,
        field: "timeboxes",
        from: then.in === 0 && was !== null ? [] : from,
        to: then.in === 0 && was !== null ? [] : [{ id: box(then.in).id, name: null }],
      },
    ],
  };
}

function exampleFigures() {
  const rows = rowsOf(sectionOn("Predictability"));
  const all = rows.map(lifeOf);
  const facts = readAt(model({ items: all.map(({ is }) => is) }), later);
  const { teams } = delivered({ model: facts, events: all.flatMap(({ events }) => events) }, day(14));
  const period = teams[0]?.periods.find((one) => one.period.iteration === "1");
  if (period === undefined || "because" in period.figures) throw new TypeError("no figures");
  return { rows: rows.length, ...period.figures };
}

test("predictability", () => {
  const { predictability, rows } = exampleFigures();
  const words =
    sectionOn("Predictability")
      .split("\n")
      .find((line) => line.startsWith("Committed and open")) ?? "";
  const { points, items } = predictability;
  expect(rows).toBe(6);
  if ("because" in points || "because" in items) throw new TypeError("no value");
  expect(resultsIn(words)).toEqual([points.whole, points.part, points.ratio, items.ratio]);
});

test("scope change", () => {
  const { scopeChange } = exampleFigures();
  const words =
    sectionOn("Scope change")
      .split("\n")
      .find((line) => line.startsWith("Example")) ?? "";
  const { amounts, points } = scopeChange;
  if ("because" in points) throw new TypeError("no value");
  const said = (name: string) => Number(new RegExp(`${name} (\\d+)`, "u").exec(words)?.[1]);
  expect(["committed", "added", "removed", "carried over", "finished elsewhere"].map(said)).toEqual(
    [amounts.committed, amounts.added, amounts.removed, amounts.carriedOver, amounts.finishedElsewhere].map(
      (one) => one.points,
    ),
  );
  expect(resultsIn(words)).toEqual([amounts.present.points, points.change, points.creep, points.net]);
});

test("velocity", () => {
  const words =
    sectionOn("Velocity")
      .split("\n")
      .find((line) => line.startsWith("Example")) ?? "";
  const [first, second, third, ...said] = numbersIn(words.replace(/√.*=/u, ""));
  const done = [first, second, third].map((points = 0, place) => ({
    increment: "first",
    iteration: `${place}`,
    gaps: new Map(),
    isRead: true,
    work: [{ id: idOf("PAY-1"), team: "pay", points, isDone: true }],
  }));
  const { points } = velocityOf({ ended: done, hadEarlier: false, unit: "points" });
  if ("because" in points) throw new TypeError("no value");
  expect(said).toEqual([points.mean, points.n, points.min, points.max, points.standardDeviation]);
});

test("burn-up", () => {
  const rows = rowsOf(sectionOn("Burn-up"));
  const words = rows.map(([, happened]) => happened);
  expect(words).toEqual(["nothing", "PAY-1 is done", "PAY-2 is estimated at 8"]);
  const told = { ordinal: 0, knownBy: "tracker" } as const;
  const events: readonly HistoryEvent[] = [
    {
      ...told,
      id: "1",
      itemId: idOf("PAY-1"),
      at: day(1.5),
      field: "status",
      from: { id: "1", name: "To Do", category: "todo" },
      to: { id: "9", name: "Done", category: "done" },
    },
    { ...told, id: "2", itemId: idOf("PAY-2"), at: day(2.5), field: "points", from: 5, to: 8 },
  ];
  const born = { createdAt: day(-9), in: 0 };
  const items = [
    item("PAY-1", {
      ...born,
      points: 3,
      status: "done",
      statusId: "9",
      statusName: "Done",
      closedAt: day(1.5),
      updatedAt: day(1.5),
    }),
    item("PAY-2", { ...born, points: 8, updatedAt: day(2.5) }),
  ];
  const { all } = delivered({ model: readAt(model({ items }), later), events, on: train() }, day(3) - 1);
  expect(
    all.burnUp.days.map(({ scope, done, remaining }) => [scope, done, remaining].map(({ points }) => rounded(points))),
  ).toEqual(rows.map(([, , ...numbers]) => numbers.map(Number)));
});
