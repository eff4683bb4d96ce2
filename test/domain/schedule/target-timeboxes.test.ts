import { describe, expect, test } from "vitest";

import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { Team } from "../../../src/domain/model/train.ts";
import { DAY, blocks, day, githubTeam, idOf, item, iteration, jiraTeam, model, now, sprint, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

/** Boxes in the third iteration, told apart by how many days before its end they end. */
function inThird(name: string, early: number, changes: Partial<Sprint> = {}): Sprint {
  return sprint(name, { startsAt: day(28), endsAt: day(42) - early * DAY, ...changes });
}

type Setting = {
  readonly key: string;
  readonly team?: Team;
  readonly item?: ItemChanges;
  readonly boxes: readonly Sprint[];
};

/** Days before the iteration's end on which the item could end there. */
function ends({ key, team, item: changes, boxes }: Setting): number[] {
  const facts = {
    ...model({
      items: [item("PAY-0", { sprintIds: ["jira:j:sprint:old"] }), item(key, changes)],
      links: [blocks("PAY-0", key)],
    }),
    sprints: new Map([...boxes, sprint("old", { state: "closed", boardId: 1 })].map((box) => [box.id, box])),
  };
  const view = viewTrain(
    facts,
    train({ teams: team === undefined ? [jiraTeam("pay")] : [jiraTeam("led"), team] }),
    now,
  );
  return [...view.items.values()]
    .filter((planned) => planned.item.id === idOf(key))
    .flatMap((planned) => view.plan.replan.inIteration(planned, iteration(2)))
    .map(({ becomes: { endsAt } }) => (day(42) - (endsAt ?? 0)) / DAY);
}

const boards = [inThird("a", 1, { boardId: 1 }), inThird("b", 2, { boardId: 2 }), inThird("c", 3)];

describe("an item can be put in", () => {
  test.each<[string, Setting, readonly number[]]>([
    ["sprints of the boards its team is on", { key: "PAY-1", boxes: boards }, [1]],
    [
      "sprints of the boards its team names",
      { key: "PAY-1", team: jiraTeam("pay", { boards: [2] }), item: { sprintIds: ["jira:j:sprint:b"] }, boxes: boards },
      [2],
    ],
    [
      "sprints of the name its team goes by",
      {
        key: "PAY-1",
        team: jiraTeam("pay", { sprintName: "^Sprint c" }),
        item: { sprintIds: ["jira:j:sprint:c"] },
        boxes: boards,
      },
      [3],
    ],
    [
      "either, where its team goes by both",
      {
        key: "PAY-1",
        team: jiraTeam("pay", { boards: [1], sprintName: "^Sprint c" }),
        item: { sprintIds: ["jira:j:sprint:c"] },
        boxes: boards,
      },
      [1, 3],
    ],
    [
      "no sprint that no board lists and that none of its team's items is in: it was deleted",
      { key: "PAY-1", boxes: [inThird("a", 1, { boardId: 1, listed: false }), inThird("b", 2, { boardId: 1 })] },
      [2],
    ],
    [
      "a sprint of a hidden board that its team's items are in",
      {
        key: "PAY-1",
        item: { sprintIds: ["jira:j:sprint:a"] },
        boxes: [inThird("a", 1, { boardId: 1, listed: false }), inThird("b", 2, { boardId: 1, listed: true })],
      },
      [1, 2],
    ],
    [
      "any sprint, where its team has been on no board",
      { key: "LED-1", team: jiraTeam("xyz"), boxes: boards },
      [1, 2, 3],
    ],
    [
      "nobody's item: sprints of the boards it has been on",
      { key: "OPS-1", item: { sprintIds: ["jira:j:sprint:b"] }, boxes: boards },
      [2],
    ],
    [
      "boxes with equal dates once",
      { key: "PAY-1", boxes: [inThird("a", 1, { boardId: 1 }), inThird("d", 1, { boardId: 1 })] },
      [1],
    ],
    [
      "no closed one: then by the iteration's own dates",
      { key: "PAY-1", boxes: [inThird("a", 1, { boardId: 1, state: "closed" })] },
      [0],
    ],
    [
      "none of another iteration",
      { key: "PAY-1", boxes: [sprint("a", { startsAt: day(14), endsAt: day(28), boardId: 1 })] },
      [0],
    ],
    ["none without an iteration", { key: "PAY-1", boxes: [sprint("a", { boardId: 1 })] }, [0]],
  ])("%s", (_, setting, expected) => {
    expect(ends(setting)).toEqual(expected);
  });

  test("milestones of its repository, or that belong to none", () => {
    const boxes = ["acme/api", "acme/web", null].map((container, place) =>
      inThird(`${place}`, place + 1, { system: "github", startsAt: null, container }),
    );
    expect(ends({ key: "acme/api#1", team: githubTeam("api"), boxes })).toEqual([1, 3]);
  });
});
