import { describe, expect, test } from "vitest";

import type { GithubTeamSource, JiraTeamSource } from "../../../src/domain/model/train.ts";
import { blocks, day, githubTeam, idOf, item, jiraTeam, model, now, sprint, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const none: Partial<JiraTeamSource> = { projects: [] };

/** Whether a team made like this owns PAY-1 made like that. */
function ownsJira(from: Partial<JiraTeamSource>, changes: ItemChanges): boolean {
  const facts = model({
    items: [item("PAY-1", changes)],
    sprints: [
      sprint("101", { name: "Sprint 4 SDK", boardId: 7, startsAt: day(0), endsAt: day(14), state: "closed" }),
      sprint("102", { name: "Sprint 5 UI", boardId: 8, startsAt: day(14), endsAt: day(28), state: "active" }),
      sprint("103", { name: "Backlog SDK", boardId: 7 }),
      sprint("104", { name: "Old SDK", boardId: 7, state: "active" }),
      sprint("v", { kind: "version", name: "SDK 1.0", startsAt: day(90) }),
    ],
    memberships: [
      { connection: "j", query: "component = core", itemIds: new Set([idOf("PAY-1")]) },
      { connection: "elsewhere", query: "x = y", itemIds: new Set([idOf("PAY-1")]) },
    ],
  });
  const view = viewTrain(facts, train({ teams: [jiraTeam("x", from)] }), now);
  return view.items.get(idOf("PAY-1"))?.role === "owned";
}

const sprints = (...numbers: string[]): ItemChanges => ({ sprintIds: numbers.map((n) => sprint(n).id) });

describe("a Jira team owns", () => {
  test.each<[string, Partial<JiraTeamSource>, ItemChanges, boolean]>([
    ["everything, where it asks for nothing", none, {}, true],
    ["its project, without case", { projects: ["led", "pay"] }, {}, true],
    ["no other project", { projects: ["LED"] }, {}, false],
    ["by component", { ...none, components: ["Core", "UI"] }, { components: ["core"] }, true],
    ["not by another component", { ...none, components: ["Core"] }, { components: ["ui"] }, false],
    ["by label", { ...none, labels: ["mobile"] }, { labels: ["Mobile"] }, true],
    ["only where all lists are met", { projects: ["PAY"], labels: ["mobile"] }, {}, false],
    ["by its query", { ...none, jql: "component = core" }, {}, true],
    ["not by a query of another connection", { ...none, jql: "x = y" }, {}, false],
    ["by the board of the latest sprint", { ...none, boards: [8] }, sprints("101", "102"), true],
    ["not by the board of an earlier sprint", { ...none, boards: [7] }, sprints("102", "101"), false],
    ["by the name of the latest sprint", { ...none, sprintName: "SDK$" }, sprints("101"), true],
    ["by board or name", { ...none, boards: [8], sprintName: "SDK$" }, sprints("102"), true],
    ["a future sprint without dates comes last", { ...none, sprintName: "^Backlog" }, sprints("103", "102"), true],
    ["any other without dates comes first", { ...none, sprintName: "^Old" }, sprints("104", "101"), false],
    ["nothing by sprint without a sprint", { ...none, boards: [7] }, {}, false],
    [
      "nothing by a version",
      { ...none, sprintName: "SDK" },
      { sprintIds: [sprint("v", { kind: "version" }).id] },
      false,
    ],
    ["no stub", none, { presence: "stub" }, false],
    ["what is gone", none, { presence: "gone" }, true],
    ["nothing of another connection", { ...none, connection: "k" }, {}, false],
  ])("%s", (_, from, changes, expected) => {
    expect(ownsJira(from, changes)).toBe(expected);
  });

  test("boxes without numbers go by their id", () => {
    const facts = model({
      items: [item("PAY-1", sprints("b", "a"))],
      sprints: [sprint("a", { name: "first" }), sprint("b", { name: "second" })],
    });
    const teams = [jiraTeam("second", { ...none, sprintName: "second" })];
    expect(viewTrain(facts, train({ teams }), now).items.get(idOf("PAY-1"))?.team?.key).toBe("second");
  });

  test("the greater number wins between sprints of one start, though it comes first as a text", () => {
    const facts = model({
      items: [item("PAY-1", sprints("9", "10"))],
      sprints: [sprint("9", { startsAt: day(0), name: "nine" }), sprint("10", { startsAt: day(0), name: "ten" })],
    });
    const teams = [jiraTeam("nine", { ...none, sprintName: "nine" }), jiraTeam("ten", { ...none, sprintName: "ten" })];
    expect(viewTrain(facts, train({ teams }), now).items.get(idOf("PAY-1"))?.team?.key).toBe("ten");
  });
});

describe("a GitHub team owns", () => {
  test.each<[string, Partial<GithubTeamSource>, ItemChanges, boolean]>([
    ["its repository, without case", { repos: ["Acme/API"] }, {}, true],
    ["no other repository", { repos: ["acme/web"] }, {}, false],
    ["by label in its repository", { labels: ["team-a"] }, { labels: ["Team-A"] }, true],
    ["nothing without the label", { labels: ["team-a"] }, {}, false],
    ["everything, where it asks for nothing", { repos: [] }, {}, true],
  ])("%s", (_, from, changes, expected) => {
    const facts = model({ items: [item("acme/api#1", changes)] });
    const view = viewTrain(facts, train({ teams: [githubTeam("api", from)] }), now);
    expect(view.items.get(idOf("acme/api#1"))?.role === "owned").toBe(expected);
  });
});

describe("who stands where", () => {
  test("the first team in the file wins", () => {
    const facts = model({ items: [item("PAY-1", { labels: ["a", "b"] })] });
    const teams = [jiraTeam("b", { ...none, labels: ["b"] }), jiraTeam("a", { ...none, labels: ["a"] })];
    expect(viewTrain(facts, train({ teams }), now).items.get(idOf("PAY-1"))?.team?.key).toBe("b");
  });

  test("neighbours by dependency and family, the rest of what teams look into unassigned, of their trackers outside, strangers not at all", () => {
    const facts = model({
      items: [
        item("PAY-1", { parentId: idOf("TOP-1") }),
        item("TOP-1"),
        item("TOP-2", { parentId: idOf("PAY-1") }),
        item("TOP-3", { presence: "stub", parentId: idOf("PAY-1") }),
        item("OPS-1"),
        item("OPS-2"),
        item("OPS-3", { presence: "gone" }),
        item("OPS-4", { presence: "stub" }),
        item("SEC-1"),
        item("other/repo#1"),
        item("other/repo#2"),
      ],
      links: [
        blocks("OPS-1", "PAY-1"),
        blocks("PAY-1", "other/repo#1"),
        blocks("OPS-4", "PAY-1"),
        blocks("OPS-2", "OPS-3"),
      ],
    });
    const view = viewTrain(facts, train({ teams: [jiraTeam("pay"), jiraTeam("ops", { labels: ["pager"] })] }), now);
    expect([...view.items.values()].map(({ item: { key }, role }) => `${key} ${role}`)).toEqual([
      "other/repo#1 neighbour",
      "OPS-1 neighbour",
      "OPS-2 unassigned",
      "OPS-3 unassigned",
      "OPS-4 neighbour",
      "PAY-1 owned",
      "SEC-1 outside",
      "TOP-1 neighbour",
      "TOP-2 neighbour",
    ]);
    expect(view.dependencies).toHaveLength(3);
  });
});
