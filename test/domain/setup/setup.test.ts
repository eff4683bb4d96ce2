import { describe, expect, test } from "vitest";
import { setupOf } from "../../../src/domain/setup/setup.ts";
import type { SetupFault } from "../../../src/domain/setup/setup-fault.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { DAY, blocks, box, day, githubTeam, item, jiraTeam, model, now, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

type Facts = Parameters<typeof model>[0];

function setup(facts: Facts, changes: Partial<Train> = {}, at = now) {
  const all = model(facts);
  return setupOf(viewTrain(all, train(changes), at));
}

function faults(facts: Facts, changes: Partial<Train> = {}): readonly SetupFault[] {
  return setup(facts, changes).faults;
}

/** The third iteration's sprint, of board 1. */
const sprints = [{ ...box(2), boardId: 1 }];

const pay = item("PAY-1", { in: 2, components: ["core", "web"], labels: ["red"] });

describe("teams", () => {
  test("are counted in the train's order, what is over only as owned", () => {
    const items = [
      item("PAY-1", { in: 2, points: 3 }),
      item("PAY-2"),
      item("PAY-3", { status: "done", points: 1 }),
      item("PAY-4", { presence: "gone" }),
    ];
    expect(setup({ items }, { teams: [jiraTeam("led"), jiraTeam("pay")] }).teams).toEqual([
      { team: "led", name: "LED", owned: 0, open: 0, withIteration: 0, withEstimate: 0 },
      { team: "pay", name: "PAY", owned: 3, open: 2, withIteration: 1, withEstimate: 1 },
    ]);
  });
});

describe("a criterion that nothing meets", () => {
  test.each<readonly [string, Facts, Partial<Train>, readonly SetupFault[]]>([
    [
      "a project: the team owns nothing",
      { items: [pay] },
      { teams: [jiraTeam("led", { projects: ["LED"] })] },
      [
        { kind: "team-owns-nothing", team: "LED" },
        { kind: "value-without-items", team: "LED", criterion: "project", value: "LED", seen: ["PAY"], nearest: null },
      ],
    ],
    [
      "one component of two",
      { items: [pay, item("PAY-2", { components: ["core"] })] },
      { teams: [jiraTeam("pay", { components: ["CORE", "kern"] })] },
      [
        {
          kind: "value-without-items",
          team: "PAY",
          criterion: "component",
          value: "kern",
          seen: ["core", "web"],
          nearest: null,
        },
      ],
    ],
    [
      "a label that only another project bears",
      { items: [pay, item("LED-1", { labels: ["blue"] })] },
      { teams: [jiraTeam("pay", { labels: ["red", "blue"] })] },
      [{ kind: "value-without-items", team: "PAY", criterion: "label", value: "blue", seen: ["red"], nearest: null }],
    ],
    [
      "a query",
      { items: [pay] },
      { teams: [jiraTeam("pay", { projects: [], jql: "labels = x" })] },
      [
        { kind: "team-owns-nothing", team: "PAY" },
        { kind: "value-without-items", team: "PAY", criterion: "jql", value: "labels = x", seen: [], nearest: null },
      ],
    ],
    [
      "a board beside one that is right",
      { items: [pay], sprints },
      { teams: [jiraTeam("pay", { boards: [12, 1] })] },
      [{ kind: "board-without-items", team: "PAY", board: 12, seen: [1] }],
    ],
    [
      "a pattern of points, with the labels that hold a number",
      { items: [item("acme/api#1", { in: 2, labels: ["size 5", "bug"] })] },
      { teams: [githubTeam("api")] },
      [{ kind: "points-pattern-matches-nothing", team: "API", pattern: "points/*", seen: ["size 5"], nearest: null }],
    ],
    [
      "no pattern of points where labels match it without a number: that is told with the estimates",
      { items: [item("acme/api#1", { in: 2, labels: ["points/XL"] })] },
      { teams: [githubTeam("api")] },
      [],
    ],
    [
      "a word of `statuses` that nothing bears, in the connection that it is said for",
      {
        items: [
          item("PAY-1", { in: 2, statusId: "10", statusName: "Offen" }),
          item("acme/api#1", { in: 2, labels: ["weg", "points/1"] }),
        ],
      },
      {
        teams: [jiraTeam("pay"), githubTeam("api")],
        statuses: [
          { means: "todo", word: "offen", bearer: "status", connection: "j" },
          { means: "todo", word: "10", bearer: null, connection: null },
          { means: "cancelled", word: "Weg", bearer: null, connection: "j" },
          { means: "cancelled", word: "WEG", bearer: "label", connection: null },
        ],
      },
      [{ kind: "status-word-without-items", means: "cancelled", word: "Weg", seen: ["Offen"] }],
    ],
    [
      "a repository and a label of GitHub",
      { items: [item("acme/api#1", { in: 2, labels: ["points/1"] })] },
      { teams: [githubTeam("api", { repos: ["acme/api", "acme/web"], labels: ["points/1", "team"] })] },
      [
        {
          kind: "value-without-items",
          team: "API",
          criterion: "repo",
          value: "acme/web",
          seen: ["acme/api"],
          nearest: null,
        },
        {
          kind: "value-without-items",
          team: "API",
          criterion: "label",
          value: "team",
          seen: ["points/1"],
          nearest: null,
        },
      ],
    ],
    [
      "a component nearly spelled right, though another of the list lives",
      { items: [pay, item("PAY-2", { components: ["Checkout core", "web"] })] },
      { teams: [jiraTeam("pay", { components: ["web", "Chekout core"] })] },
      [
        {
          kind: "value-without-items",
          team: "PAY",
          criterion: "component",
          value: "Chekout core",
          seen: ["web", "Checkout core", "core"],
          nearest: "Checkout core",
        },
      ],
    ],
    [
      "a label that only items bear which meet no other criterion of the team",
      { items: [pay, item("PAY-2", { components: ["ops"], labels: ["blue"] })] },
      { teams: [jiraTeam("pay", { components: ["web"], labels: ["red", "blue"] })] },
      [
        {
          kind: "value-without-items",
          team: "PAY",
          criterion: "label",
          value: "blue",
          isLeftOut: true,
          seen: [],
          nearest: null,
        },
      ],
    ],
    [
      "a repository whose items lack the label of the team",
      { items: [item("acme/api#1", { in: 2, labels: ["team"] }), item("acme/web#1", { in: 2 })] },
      { teams: [githubTeam("api", { repos: ["acme/api", "acme/web"], labels: ["team"], pointsLabel: null })] },
      [
        {
          kind: "value-without-items",
          team: "API",
          criterion: "repo",
          value: "acme/web",
          isLeftOut: true,
          seen: [],
          nearest: null,
        },
      ],
    ],
    [
      "a pattern of sprint names",
      { items: [pay], sprints },
      { teams: [jiraTeam("pay", { sprintName: "^Never" })] },
      [
        { kind: "team-owns-nothing", team: "PAY" },
        { kind: "sprint-pattern-without-items", team: "PAY", pattern: "^Never", seen: ["Sprint 3"], nearest: null },
      ],
    ],
    [
      "a link type, where others are used",
      { items: [pay, item("PAY-2")], links: [blocks("PAY-1", "PAY-2")] },
      { teams: [jiraTeam("pay")], linkMeanings: [{ name: "Bloks", means: "source-blocks-target" }] },
      [{ kind: "link-type-without-links", linkType: "Bloks", seen: ["Blocks"], nearest: "Blocks" }],
    ],
    [
      "no link type, where nobody links anything",
      { items: [pay] },
      { teams: [jiraTeam("pay")], linkMeanings: [{ name: "Bloks", means: "source-blocks-target" }] },
      [],
    ],
    [
      "a repository without milestones",
      { items: [item("acme/api#1", { labels: ["points/1"] })] },
      { teams: [githubTeam("api")] },
      [{ kind: "repository-without-milestones", team: "API", repo: "acme/api" }],
    ],
  ])("%s", (_name, facts, changes, expected) => {
    expect(faults(facts, changes)).toEqual(expected);
  });

  test("a name that an iteration gives to sprints: of all boxes, and told whether it is still to come", () => {
    const increments = train().increments.map((increment) => ({
      ...increment,
      iterations: increment.iterations.map((one) => ({
        ...one,
        sprintName: `^${one.ordinal % 3 === 0 ? "Harbour" : "Sprint"} ${one.key}$`,
      })),
    }));
    const seen = [1, 2, 3, 4, 5].map((n) => `Sprint ${n}`);
    const unnamed = { kind: "iteration-pattern-without-sprints", seen, nearest: null } as const;
    expect(faults({ items: [pay] }, { teams: [jiraTeam("pay")], increments })).toEqual([
      { ...unnamed, iteration: "first iteration 1", pattern: "^Harbour 1$", isAhead: false },
      { ...unnamed, iteration: "first iteration 4", pattern: "^Harbour 4$", isAhead: true },
      { ...unnamed, iteration: "second iteration 7", pattern: "^Harbour 7$", isAhead: true },
    ]);
  });

  test("without a fault nothing is told", () => {
    const items = [pay, item("acme/api#1", { in: 2, labels: ["points/1"] })];
    const memberships = [{ connection: "j", query: "labels = red", itemIds: new Set([pay.id]) }];
    const teams = [
      jiraTeam("pay", { components: ["core"], labels: ["red"], boards: [1], jql: "labels = red" }),
      githubTeam("api", { labels: ["points/1"] }),
      githubTeam("web", { repos: ["ACME/api"], pointsLabel: null }),
    ];
    expect(faults({ items, memberships, sprints }, { teams })).toEqual([{ kind: "team-owns-nothing", team: "WEB" }]);
  });

  test("examples are the five most frequent, equal ones by name", () => {
    const labels = ["f", "e", "d", "c", "b", "a"];
    const items = [item("PAY-1", { in: 1, labels }), item("PAY-2", { labels: ["f"] })];
    expect(faults({ items }, { teams: [jiraTeam("pay", { labels: ["x"] })] })).toContainEqual(
      expect.objectContaining({ seen: ["f", "a", "b", "c", "d"] }),
    );
  });
});

describe("the calendar", () => {
  const ends = day(112);
  test.each([
    ["fifteen days before its end", ends - 15 * DAY, []],
    ["fourteen days before", ends - 14 * DAY, [{ kind: "increment-ends-soon", increment: "second", endsAt: ends }]],
    ["at its end", ends, [{ kind: "calendar-over", increment: "second", endsAt: ends }]],
  ])("%s", (_name, at, expected) => {
    expect(setup({ items: [pay] }, { teams: [jiraTeam("pay")] }, at).faults).toEqual(expected);
  });

  test("of a train without increments is not looked at", () => {
    expect(faults({ items: [pay] }, { teams: [jiraTeam("pay")], increments: [] })).toEqual([]);
  });
});
