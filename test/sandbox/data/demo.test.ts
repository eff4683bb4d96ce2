import { describe, expect, test } from "vitest";
import { generateDemo } from "../../../sandbox/demo-data/generate.ts";
import { iterationsOf } from "../../../src/domain/model/train.ts";
import { objectsAt, textAt } from "../../support/json.ts";
import { isGithub, readItems, readWaits, reposOf, trainOf } from "./reading.ts";

const thursday = Date.UTC(2026, 10, 26, 10);

/** Whatever the seed and whatever the weekday, the clocks of summer and the turn of the year included. */
const times = [
  { name: "a Thursday", seed: 1, now: thursday },
  { name: "another seed", seed: 2, now: thursday },
  { name: "the moment a sprint begins", seed: 3, now: Date.UTC(2026, 10, 23, 9) },
  { name: "an hour before that", seed: 4, now: Date.UTC(2026, 10, 23, 8) },
  { name: "a Sunday night", seed: 5, now: Date.UTC(2027, 0, 3, 23, 59) },
  { name: "the end of summer time", seed: 6, now: Date.UTC(2026, 9, 25, 1, 30) },
  { name: "a negative seed", seed: -7, now: Date.UTC(2028, 1, 29, 12) },
];

test("equal options give the same bytes, another seed others", () => {
  const bytes = JSON.stringify(generateDemo({ seed: 1, now: thursday }));
  expect(JSON.stringify(generateDemo({ seed: 1, now: thursday }))).toBe(bytes);
  expect(JSON.stringify(generateDemo({ seed: 2, now: thursday }))).not.toBe(bytes);
});

describe.each(times)("at $name", ({ seed, now }) => {
  const data = generateDemo({ seed, now });
  const items = readItems(data);
  const all = [...items.values()];
  const waits = readWaits(data);

  test("a train of the size of a real one", () => {
    expect(all.length).toBeGreaterThanOrEqual(700);
    expect(all.length).toBeLessThanOrEqual(820);
    expect(Map.groupBy(all, ({ team }) => team).size).toBe(7);
    expect(new Set(all.flatMap(({ parent }) => parent ?? [])).size).toBe(31);
    expect(waits.length).toBeGreaterThanOrEqual(110);
    expect(waits.length).toBeLessThanOrEqual(130);
    const crossing = waits.filter(({ consumer, provider }) => isGithub(consumer) !== isGithub(provider));
    expect(crossing.length).toBeGreaterThanOrEqual(30);
    expect(crossing.length).toBeLessThanOrEqual(40);
  });

  test("now lies in the third of ten iterations, and there is work in every state", () => {
    const iterations = iterationsOf(trainOf(data));
    expect(iterations.map(({ kind }) => kind === "innovation-planning")).toEqual(
      [1, 2].flatMap(() => [false, false, false, false, true]),
    );
    expect(iterations.findIndex(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)).toBe(2);
    const states = Map.groupBy(all, ({ status }) => status);
    for (const [status, least] of [
      ["todo", 150],
      ["begun", 40],
      ["done", 100],
      ["cancelled", 8],
    ] as const) {
      expect(states.get(status)?.length).toBeGreaterThanOrEqual(least);
    }
    expect(all.filter(({ points, parent }) => points === null && parent !== null).length).toBeGreaterThan(20);
    expect(all.filter(({ boxes, team }) => boxes > 1 && !isGithub(team)).length).toBeGreaterThan(3);
    expect(all.filter(({ iteration }) => iteration === null).length).toBeGreaterThan(30);
  });

  test("nothing is dated after now, nothing ends before it begins", () => {
    const issues = data.jira["acme"]?.issues ?? [];
    const rows = reposOf(data).flatMap(([, repo]) => [...repo.issues, ...repo.pulls]);
    expect(issues.length).toBeGreaterThan(500);
    expect(rows.length).toBeGreaterThan(250);
    for (const issue of issues) {
      const instants = [
        textAt(issue, "fields", "created"),
        ...objectsAt(issue, "changelog", "histories")
          .toReversed()
          .map((history) => textAt(history, "created")),
      ].map((text) => Date.parse(text ?? ""));
      expect(
        instants.toSorted((a, b) => a - b),
        textAt(issue, "key") ?? "",
      ).toEqual(instants);
      const updated = Date.parse(textAt(issue, "fields", "updated") ?? "");
      expect(updated).toBeGreaterThanOrEqual(Math.max(...instants));
      expect(updated).toBeLessThanOrEqual(now);
    }
    for (const row of rows) {
      const [created, updated] = [textAt(row, "created_at"), textAt(row, "updated_at")];
      expect(Date.parse(created ?? "")).toBeLessThanOrEqual(Date.parse(updated ?? ""));
      expect(Date.parse(updated ?? "")).toBeLessThanOrEqual(now);
    }
  });

  test("open work is in no box that was closed", () => {
    const lost = (data.jira["acme"]?.issues ?? []).filter((issue) => {
      const sprint = objectsAt(issue, "fields", "customfield_10020").at(-1);
      const isOpen = textAt(issue, "fields", "status", "statusCategory", "key") !== "done";
      return isOpen && textAt(sprint, "state") === "closed";
    });
    const lostRows = reposOf(data).flatMap(([, { issues }]) =>
      issues.filter((row) => row["state"] === "open" && textAt(row, "milestone", "state") === "closed"),
    );
    expect([...lost, ...lostRows]).toEqual([]);
  });

  test("three teams have finished work for months before, which has the first numbers", () => {
    const start = iterationsOf(trainOf(data))[0]?.startsAt ?? 0;
    const closings = [
      ...(data.jira["acme"]?.issues ?? []).map((issue) => textAt(issue, "fields", "resolutiondate")),
      ...reposOf(data).flatMap(([, { issues }]) => issues.map((row) => textAt(row, "closed_at"))),
    ];
    expect(closings.filter((closed) => closed !== null && Date.parse(closed) < start).length).toBeGreaterThan(300);
    const past = all.filter(({ title }) => / round \d+$/u.test(title));
    expect([...new Set(past.map(({ team }) => team))].toSorted()).toEqual(["PAY", "RSK", "acme/web"]);
    expect([...new Set(past.map(({ status }) => status))]).toEqual(["done"]);
    expect(Math.min(...past.map(({ key }) => Number(/\d+$/u.exec(key)?.[0])))).toBeGreaterThan(0);
  });

  test("no title comes twice", () => {
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  });
});

test("some titles are awkward on purpose", () => {
  const titles = [...readItems(generateDemo({ seed: 1, now: thursday })).values()].map(({ title }) => title);
  const awkward = [" | ", "@acme/", "#12", "`", "<b>", "![", "🐛", '"', "\u0627", "\u05D1", "*Deprecated* _but_"];
  expect(awkward.filter((part) => !titles.some((title) => title.includes(part)))).toEqual([]);
  expect(Math.max(...titles.map((title) => title.length))).toBeGreaterThan(200);
  expect(Math.max(...titles.map((title) => title.length))).toBeLessThanOrEqual(255);
});

test("keys and texts are the same at every start of one quarter", () => {
  const start = Date.UTC(2026, 10, 23, 9);
  const texts = (now: number) => {
    const { jira, github } = generateDemo({ seed: 1, now });
    const inJira = Object.values(jira).flatMap(({ issues }) =>
      issues.map((issue) => [textAt(issue, "key"), textAt(issue, "fields", "summary")]),
    );
    const inGithub = Object.values(github).flatMap(({ issues }) =>
      issues.map((issue) => [textAt(issue, "html_url"), textAt(issue, "title"), textAt(issue, "body")]),
    );
    return [...inJira, ...inGithub];
  };
  const minutes = [1, 61, 9 * 60, 3 * 24 * 60, 8 * 24 * 60];
  for (const later of minutes) expect(texts(start + later * 60_000)).toEqual(texts(start));
});
