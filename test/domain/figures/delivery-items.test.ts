import { expect, test } from "vitest";
import { periodsOf, type Period } from "../../../src/domain/history/scope.ts";
import { workItemId, type SprintId, type WorkItemId } from "../../../src/domain/ids.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import { projectQuery, type ProjectValues } from "../../../src/domain/items/project-values.ts";
import { box, day, githubTeam, idOf, item, jiraTeam, model, now, sprint, train } from "../plan.ts";
import { delivered, figuresOf, firstPeriod, later, readAt } from "./delivered.ts";

test("figures see what lies in no timebox but was committed, was in one, or is in an iteration of a project", () => {
  const project = { address: "acme/5", iterationField: "Sprint", pointsField: null, statusField: null };
  const on = train({ teams: [jiraTeam("pay"), githubTeam("api", { project, iterations: "iteration" })] });
  const first = sprint("first", { system: "github", kind: "iteration", startsAt: day(0), endsAt: day(14) });
  const [put, other] = [item("acme/api#1", { createdAt: day(-9) }), item("acme/api#2", { createdAt: day(-9) })];
  const values = (one: SprintId | null) => ({ iteration: one, points: null, status: null });
  const known: readonly (readonly [WorkItemId, ProjectValues])[] = [
    [put.id, values(first.id)],
    [other.id, values(null)],
  ];
  const ofProject = { connection: "g", query: projectQuery(project), itemIds: new Set([put.id, other.id]) };
  const facts = model({
    items: [
      item("PAY-1", { createdAt: day(-9), status: "done", closedAt: day(3), updatedAt: day(3) }),
      item("PAY-2", { createdAt: day(-9), updatedAt: day(5) }),
      put,
      other,
    ],
    sprints: [first],
    memberships: [{ ...ofProject, values: new Map(known) }],
  });
  const [period] = periodsOf(on, "first");
  const items = [{ id: idOf("PAY-1"), team: "pay", points: null, isDone: false }];
  const own = { train: "payments", frozenAt: 0, fromHistory: false, unknown: [], items };
  const stored = [{ ...(period as Period), ...own }];
  const putBack: HistoryEvent = {
    id: "1",
    itemId: idOf("PAY-2"),
    at: day(5),
    ordinal: 0,
    knownBy: "tracker",
    field: "timeboxes",
    from: [{ id: box(0).id, name: null }],
    to: [],
  };
  const { all } = delivered({ model: readAt(facts, later), events: [putBack], on, stored }, now);
  const { predictability, scopeChange } = figuresOf(firstPeriod(all.periods, null));
  const { carriedOver } = figuresOf(firstPeriod(all.periods, "1")).scopeChange.parts;
  expect(carriedOver.map(({ id }) => id)).toEqual([idOf("PAY-2")]);
  expect(predictability.done).toEqual([idOf("PAY-1")]);
  expect(scopeChange.parts.finishedElsewhere).toEqual(items);
  expect(scopeChange.parts.added.map(({ id }) => id)).toEqual([put.id]);
});

test("what was committed is done where another connection reads it now", () => {
  const on = train({ teams: [jiraTeam("pay", { connection: "k" }), jiraTeam("led")] });
  const sites = ["j", "k"].map((connection) => ({ system: "jira", connection, sites: ["acme.example"] }) as const);
  const was = item("PAY-1", { in: 0, createdAt: day(-9) });
  const done = { status: "done", closedAt: day(3), updatedAt: day(3) } as const;
  const is = { ...was, ...done, id: workItemId({ system: "jira", connection: "k" }, "PAY-1"), connection: "k" };
  const [period] = periodsOf(on, "first");
  const items = [{ id: was.id, team: "pay", points: null, isDone: false }];
  const stored = [{ ...(period as Period), train: "payments", frozenAt: 0, fromHistory: false, unknown: [], items }];
  const facts = readAt(model({ items: [was, is], sites }), later);
  const streams = facts.streams.map((stream) => ({ ...stream, connection: "k" }));
  const read = { ...facts, streams: [...facts.streams, ...streams] };
  const { predictability, scopeChange } = figuresOf(
    firstPeriod(delivered({ model: read, events: [], on, stored }, now).all.periods, null),
  );
  expect(predictability.done).toEqual([is.id]);
  expect([scopeChange.parts.removed, scopeChange.parts.added]).toEqual([[], []]);
});
