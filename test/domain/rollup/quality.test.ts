import { describe, expect, test } from "vitest";
import { dataQualityOf } from "../../../src/domain/rollup/quality.ts";
import type { MissingFact, StreamState } from "../../../src/domain/model/model.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import {
  blocks,
  date,
  githubTeam,
  idOf,
  item,
  jiraTeam,
  model,
  now,
  ref,
  sprint,
  train,
  type ModelParts,
} from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

function qualityOf(parts: ModelParts, changes: Partial<Train> = {}) {
  const facts = model(parts);
  return dataQualityOf(viewTrain(facts, train(changes), now), facts);
}

const keys = (names: readonly { readonly key: string }[]) => names.map(({ key }) => key);

describe("data quality", () => {
  test("counts whose items are whose, what is missing, and how fresh each connection is", () => {
    const lost = [sprint("1000", { name: "Lost" }), sprint("1001", { name: "Away" }), sprint("1002", { name: "Lost" })];
    const strays = lost.map(({ id }, index) => item(`PAY-9${index}`, { sprintIds: [id], points: 1 }));
    const stream = (connection: string, completedAt: number | null, rejected: number) => ({
      connection,
      stream: `${completedAt}`,
      watermark: null,
      completedAt,
      rejected,
      token: null,
      failure: null,
    });
    const quality = qualityOf(
      {
        items: [item("PAY-1", { in: 2 }), item("OPS-1", { in: 1 }), item("OPS-2"), ...strays],
        links: [blocks("OPS-1", "PAY-1")],
        sprints: lost,
        streams: [
          stream("j", 30, 1),
          stream("j", 20, 2),
          stream("j", 40, 0),
          stream("g", 10, 4),
          stream("g", null, 0),
          stream("x", 5, 9),
        ],
      },
      { teams: [...train().teams, jiraTeam("ops", { labels: ["pager"] })] },
    );
    expect(quality).toMatchObject({
      owned: 4,
      neighbours: 1,
      unassigned: 1,
      withoutEstimate: 1,
      withoutIteration: 3,
      rejectedRecords: 7,
      sprintsWithoutIteration: ["Away", "Lost"],
      sources: [
        { connection: "g", completedAt: null },
        { connection: "j", completedAt: 20 },
      ],
    });
  });

  test("names three of each, what is under way and what ends first before the others", () => {
    const items = [
      item("PAY-1"),
      item("PAY-2"),
      item("PAY-3", { dueOn: date(40) }),
      item("PAY-4", { dueOn: date(30) }),
      item("PAY-5", { status: "in-progress" }),
    ];
    const { withoutEstimate, withoutIteration, worst } = qualityOf({ items });
    expect([withoutEstimate, withoutIteration]).toEqual([5, 5]);
    expect(keys(worst.withoutEstimate)).toEqual(["PAY-5", "PAY-4", "PAY-3"]);
    expect(keys(worst.withoutIteration)).toEqual(["PAY-5", "PAY-4", "PAY-3"]);
    expect(keys(qualityOf({ items: items.slice(0, 2) }).worst.withoutIteration)).toEqual(["PAY-1", "PAY-2"]);
  });

  test("asks of nothing what by its kind it does not have", () => {
    const items = [
      item("PAY-1", { kind: "epic" }),
      item("PAY-2", { kind: "story", points: 1, in: 2 }),
      item("PAY-3", { kind: "subtask", parentId: idOf("PAY-2") }),
      item("PAY-4", { kind: "subtask" }),
      item("PAY-5"),
      item("PAY-6", { parentId: idOf("PAY-5"), points: 1, in: 2 }),
      item("PAY-7", { status: "done" }),
    ];
    expect(qualityOf({ items })).toMatchObject({ withoutEstimate: 0, withoutIteration: 0 });
  });

  test("asks no estimate of a team that does not estimate", () => {
    const items = [item("acme/api#1", { in: 1 }), item("PAY-1", { in: 1 })];
    const missing = (pointsLabel: string | null) =>
      qualityOf({ items }, { teams: [jiraTeam("pay"), githubTeam("api", { pointsLabel })] }).withoutEstimate;
    expect(missing("points/*")).toBe(2);
    expect(missing(null)).toBe(1);
  });

  test("names each end nobody could read once, with an item at its other end", () => {
    const items = [
      item("LED-1"),
      item("LED-2"),
      item("PAY-8", { presence: "stub" }),
      item("PAY-9", { presence: "stub" }),
    ];
    const links = [
      blocks("LED-1", "PAY-8"),
      blocks("PAY-9", "LED-1"),
      blocks("PAY-9", "LED-2"),
      blocks("?else/where#1", "LED-2", { origin: "text" }),
      blocks("?else/where#2", "LED-2", { origin: "text" }),
    ];
    const { unreadableEnds, worst, sources } = qualityOf({ items, links, streams: [] });
    expect(unreadableEnds).toBe(4);
    expect(worst.unreadableEnds).toEqual([
      { end: idOf("PAY-8"), other: idOf("LED-1") },
      { end: idOf("PAY-9"), other: idOf("LED-1") },
      { end: ref("else/where#1"), other: idOf("LED-2") },
    ]);
    expect(sources).toMatchObject([{ completedAt: null }, { completedAt: null }]);
  });
});

test("names connections whose estimates hold no number, and only those", () => {
  const words = (parts: ModelParts) => qualityOf(parts).estimatesWithoutNumber;
  const sized = [
    item("PAY-1", { pointsWords: "XL" }),
    item("PAY-2", { pointsWords: "L" }),
    item("acme/api#1", { labels: ["points/XL"] }),
    item("acme/api#2", { labels: ["points/-3"] }),
  ];
  expect(words({ items: sized })).toEqual([
    { connection: "g", words: ["-3", "xl"] },
    { connection: "j", words: ["L", "XL"] },
  ]);
  expect(
    words({ items: [...sized, item("PAY-3", { points: 0 }), item("acme/api#3", { labels: ["points/2"] })] }),
  ).toEqual([]);
  expect(words({ items: [item("PAY-1"), item("acme/api#1", { labels: ["bug"] })] })).toEqual([]);
});

test("names what the servers of the train's connections do not have, each once", () => {
  const stream = (connection: string, lacking: readonly MissingFact[]): StreamState => ({
    connection,
    stream: `issues ${lacking.length}`,
    watermark: null,
    completedAt: 10,
    rejected: 0,
    token: null,
    scope: { parts: [], meaning: "1", lacking },
    failure: null,
  });
  const whole = { ...stream("j", []), scope: { parts: [], meaning: "1" } };
  const streams = [
    whole,
    stream("g", ["issue types", "dependencies"]),
    stream("g", ["dependencies"]),
    stream("x", ["sub-issues"]),
  ];
  expect(qualityOf({ streams }).lacking).toEqual([{ connection: "g", facts: ["dependencies", "issue types"] }]);
});

test("counts the open items that a tracker hides in their team's project or query", () => {
  const project = { address: "acme/5", iterationField: null, pointsField: null, statusField: null };
  const team = githubTeam("api", { repos: [], project });
  const all = ["acme/api#1", "acme/api#2", "acme/api#3", "acme/api#4"];
  const items = all.map((key) => item(key, key === "acme/api#2" ? { status: "done" } : {}));
  const membership = { connection: "g", query: "project:acme/5", itemIds: new Set(all.slice(0, 3).map(idOf)) };
  const hiddenIn = (...hidden: readonly string[]) => {
    const memberships = [{ ...membership, hidden: new Set(hidden.map(idOf)) }];
    return qualityOf({ items, memberships }, { teams: [team] }).hiddenItems;
  };
  expect(hiddenIn("acme/api#1", "acme/api#2", "acme/api#3", "acme/api#4")).toEqual([{ project: "acme/5", count: 2 }]);
  expect(hiddenIn("acme/api#2")).toEqual([]);
  const byQuery = jiraTeam("books", { projects: [], jql: "component = books" });
  const found = { connection: "j", query: "component = books", itemIds: new Set([idOf("LED-1")]) };
  const memberships = [{ ...found, hidden: new Set([idOf("LED-1")]) }];
  expect(qualityOf({ items: [item("LED-1")], memberships }, { teams: [byQuery] }).hiddenItems).toEqual([
    { query: "component = books", count: 1 },
  ]);
});
