import { describe, expect, test } from "vitest";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import { projectQuery, withProjectValues, type ProjectValues } from "../../../src/domain/items/project-values.ts";
import type { Membership } from "../../../src/domain/model/model.ts";
import type { GithubTeamSource, ProjectSource, StatusMeaning, Train } from "../../../src/domain/model/train.ts";
import { dataQualityOf } from "../../../src/domain/rollup/quality.ts";
import { TrainState } from "../../../src/domain/model/train-state.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { says } from "../issue-statuses.ts";
import { day, githubTeam, idOf, item, model, now, sprint, train, type ItemChanges, type ModelParts } from "../plan.ts";

const project: ProjectSource = { address: "acme/5", iterationField: null, pointsField: null, statusField: null };
const nothing: ProjectValues = { iteration: null, points: null, status: null };

const iteration = (name: string, ordinal: number, container = "acme/5") =>
  sprint(name, {
    system: "github",
    kind: "iteration",
    startsAt: day(ordinal * 14),
    endsAt: day(ordinal * 14 + 14),
    container,
  });

function members(
  values: Readonly<Record<string, Partial<ProjectValues>>>,
  change: Partial<Membership> = {},
): Membership {
  const found = new Map<WorkItemId, ProjectValues>(
    Object.entries(values).map(([key, one]) => [idOf(key), { ...nothing, ...one }]),
  );
  return { connection: "g", query: projectQuery(project), itemIds: new Set(found.keys()), values: found, ...change };
}

const team = (from: Partial<GithubTeamSource> = {}) =>
  githubTeam("web", { repos: [], project, iterations: "iteration", ...from });

function viewOf(parts: ModelParts, teams: Train["teams"] = [team()], statuses: readonly StatusMeaning[] = []) {
  const facts = model(parts);
  return { facts, view: viewTrain(facts, train({ teams, statuses }), now) };
}

/** `acme/x#1` in the project with these values. */
function one(values: Partial<ProjectValues>, changes: ItemChanges = {}, statuses: readonly StatusMeaning[] = []) {
  const { view } = viewOf(
    {
      items: [item("acme/x#1", changes)],
      sprints: [iteration("a", 2)],
      memberships: [members({ "acme/x#1": values })],
    },
    [team()],
    statuses,
  );
  return view.items.get(idOf("acme/x#1"));
}

describe("a team with a project", () => {
  test("owns the project's items, whatever their repository; others there belong to no team", () => {
    const { view } = viewOf({
      items: [item("acme/x#1"), item("acme/y#2"), item("acme/x#3")],
      memberships: [members({ "acme/x#1": {}, "acme/y#2": {} })],
    });
    expect(["acme/x#1", "acme/y#2", "acme/x#3"].map((key) => view.items.get(idOf(key))?.role ?? null)).toEqual([
      "owned",
      "owned",
      "outside",
    ]);
  });

  test("owns only those of its repositories and labels, if it names some; the rest there is unassigned", () => {
    const { view } = viewOf(
      {
        items: [item("acme/x#1", { labels: ["web"] }), item("acme/y#2", { labels: ["web"] }), item("acme/x#3")],
        memberships: [members({ "acme/x#1": {}, "acme/y#2": {}, "acme/x#3": {} })],
      },
      [team({ repos: ["acme/x"], labels: ["web"] })],
    );
    expect(["acme/x#1", "acme/y#2", "acme/x#3"].map((key) => view.items.get(idOf(key))?.role ?? null)).toEqual([
      "owned",
      "outside",
      "unassigned",
    ]);
  });

  test("plans in the project's iterations, not in milestones", () => {
    const box = iteration("a", 2);
    expect(one({ iteration: box.id }, { in: 0 })).toMatchObject({
      iteration: { ordinal: 2 },
      startsAt: day(28),
      endsAt: day(42),
    });
    expect(one({}, { in: 0 })).toMatchObject({ iteration: null });
  });

  test("estimates by the project, else by its labels", () => {
    expect(one({ points: 8 }, { labels: ["points/3"] })?.points).toBe(8);
    expect(one({}, { labels: ["points/3"] })?.points).toBe(3);
  });

  test("moves an item into iterations of its own project only", () => {
    const { view } = viewOf({
      items: [item("acme/x#1")],
      sprints: [iteration("a", 2), iteration("other", 2, "acme/6")],
      memberships: [members({ "acme/x#1": {} })],
    });
    const planned = view.items.get(idOf("acme/x#1"));
    const third = view.train.increments[0]?.iterations[2];
    if (planned === undefined || third === undefined) throw new Error("no item");
    const moved = view.plan.replan.inIteration(planned, third);
    expect(moved.map(({ becomes }) => [becomes.startsAt, becomes.endsAt])).toEqual([[day(28), day(42)]]);
  });

  test("of two teams, the first owns an item of both projects, and its project alone says what holds", () => {
    const other: ProjectSource = { ...project, address: "acme/6" };
    const memberships = [
      members({ "acme/x#1": { points: 1 } }),
      members({ "acme/x#1": { points: 2 } }, { query: projectQuery(other) }),
    ];
    const teams = [githubTeam("six", { repos: [], project: other, iterations: "iteration" }), team()];
    const { view } = viewOf({ items: [item("acme/x#1")], memberships }, teams);
    expect(view.items.get(idOf("acme/x#1"))).toMatchObject({ team: { key: "six" }, points: 2 });
  });
});

describe("the status in a project", () => {
  test.each<[string, Partial<ProjectValues>, ItemChanges, readonly StatusMeaning[], string, string]>([
    ["says that work has begun", { status: "In Progress" }, {}, [], "in-progress", "Open (In Progress)"],
    [
      "says that it has not, whatever a label says",
      { status: "🔖 Ready" },
      { labels: ["in progress"] },
      [],
      "todo",
      "To Do",
    ],
    ["by the train file", { status: "Baking" }, {}, [says("in-progress", "Baking")], "in-progress", "Open (Baking)"],
    ["closes nothing", { status: "Done" }, { sourceStatus: "Open" }, [], "todo", "Open"],
    ["closes nothing by the train file either", { status: "Out" }, {}, [says("done", "Out")], "todo", "To Do"],
    ["opens nothing", { status: "In Progress" }, { status: "done", sourceStatus: "Closed" }, [], "done", "Closed"],
    [
      "leaves a word that says nothing to the labels",
      { status: "Frob" },
      { labels: ["in progress"] },
      [],
      "in-progress",
      "Open (in progress)",
    ],
  ])("%s", (_, values, changes, statuses, status, sourceStatus) => {
    expect(one(values, changes, statuses)?.item).toMatchObject({ status, sourceStatus });
  });

  test("is named as a guess if a word list alone reads it", () => {
    const { view } = viewOf({ items: [item("acme/x#1")], memberships: [members({ "acme/x#1": { status: "Doing" } })] });
    expect(view.guesses).toMatchObject([{ bearer: "status", word: "Doing", means: "in-progress" }]);
  });

  test("is a word that the train file may name without being told that nothing has it", () => {
    const faults = (status: string) => {
      const { view } = viewOf(
        { items: [item("acme/x#1")], memberships: [members({ "acme/x#1": { status } })] },
        [team()],
        [says("in-progress", "Baking")],
      );
      return view.plan.trainFaults().map(({ kind }) => kind);
    };
    expect(faults("Baking")).toEqual([]);
    expect(faults("Frying")).toHaveLength(1);
  });
});

describe("what is the matter with a project", () => {
  test("one without items is a fault of its team; milestones are not demanded of it", () => {
    const parts = { items: [item("acme/x#1")] };
    const { view } = viewOf(parts, [team({ repos: ["acme/x"] })]);
    expect(view.plan.faultsOf(view.train.teams[0] ?? team())).toMatchObject([
      { kind: "team-owns-nothing" },
      { kind: "value-without-items", criterion: "project", value: "acme/5" },
    ]);
    const memberships = [members({ "acme/x#1": {} })];
    const full = viewOf({ ...parts, memberships }, [team({ repos: ["acme/x"], pointsLabel: null })]).view;
    expect(full.plan.faultsOf(full.train.teams[0] ?? team())).toEqual([]);
  });

  test("drafts are counted apart, once for each project of a team", () => {
    const query: Membership = { connection: "j", query: "x = y", itemIds: new Set() };
    const memberships = [members({ "acme/x#1": {} }, { drafts: 4 }), query];
    const teams = [team(), { ...team({ labels: ["a"] }), key: "b" }, githubTeam("api")];
    const { view, facts } = viewOf({ items: [item("acme/x#1")], memberships }, teams);
    expect(dataQualityOf(view, facts).drafts).toEqual([{ project: "acme/5", count: 4 }]);
    expect(dataQualityOf(view, { ...facts, memberships: [] }).drafts).toEqual([]);
  });
});

test("a query names the fields that the train file names, so that two teams may read a project differently", () => {
  expect(projectQuery(project)).toBe("project:acme/5");
  expect(projectQuery({ ...project, pointsField: "Size" })).toBe(
    'project:acme/5 {"iterationField":null,"pointsField":"Size","statusField":null}',
  );
});

test("a query names the field of the business value only if the train file does", () => {
  expect(projectQuery({ ...project, businessValueField: "Value" })).toBe(
    'project:acme/5 {"iterationField":null,"pointsField":null,"statusField":null,"businessValueField":"Value"}',
  );
  expect(withProjectValues(item("acme/x#1"), { ...nothing, businessValue: 8 }).businessValue).toBe(8);
  expect(withProjectValues(item("acme/x#1"), nothing).businessValue).toBeNull();
});

test("without an iteration an item keeps its timeboxes", () => {
  expect(withProjectValues(item("acme/x#1", { in: 1 }), nothing).sprintIds).toHaveLength(1);
});

test("changed values of a project change the plan of its items, and nothing else", () => {
  const state = new TrainState(train({ teams: [team()] }), { names: [], sites: [] });
  const facts = model({ names: [], sites: [], items: [item("acme/x#1"), item("acme/x#2")] });
  const look = (points: number | null) => {
    const memberships = points === null ? [] : [members({ "acme/x#1": { points, status: "Todo" }, "acme/x#2": {} })];
    return atOneGo(state.follow({ ...facts, memberships }, now)).items;
  };
  const [before, after] = [look(3), look(5)];
  expect([before, after].map((items) => items.get(idOf("acme/x#1"))?.points)).toEqual([3, 5]);
  expect(look(null).get(idOf("acme/x#1"))?.role).toBe("outside");
});
