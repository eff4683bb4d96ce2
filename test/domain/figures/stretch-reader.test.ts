import { expect, test } from "vitest";
import { stretchReader } from "../../../src/domain/figures/flow-items.ts";
import type { Stretch } from "../../../src/domain/figures/status-stretches.ts";
import { projectQuery } from "../../../src/domain/items/project-values.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { day, githubTeam, item, model, train } from "../plan.ts";

const statusesOf = (stretches: readonly Stretch[]) => stretches.map(({ from, status, doubt }) => [from, status, doubt]);

test("the status of a team's project has no history, also where the item's own status has one", () => {
  const project = { address: "acme/5", iterationField: null, pointsField: null, statusField: null };
  const team = githubTeam("api", { project });
  const one = item("acme/api#1", { createdAt: day(0), updatedAt: day(1) });
  const other = item("acme/api#2", { createdAt: day(0), updatedAt: day(0) });
  const said = (connection: string, address: string, ...of: readonly (readonly [WorkItem, string | null])[]) => ({
    connection,
    query: projectQuery({ ...project, address }),
    itemIds: new Set(of.map(([{ id }]) => id)),
    values: new Map(of.map(([{ id }, words]) => [id, { iteration: null, points: null, status: words }] as const)),
  });
  const memberships = [
    said("g", "acme/6", [one, "Done"]),
    said("h", "acme/5", [one, "Done"]),
    said("g", "acme/5", [one, "In Progress"], [other, null]),
  ];
  const facts = model({ items: [one, other], memberships });
  const on = train({ teams: [team] });
  const read = atOneGo(
    stretchReader({
      view: viewTrain(facts, on, day(1000)),
      model: facts,
      events: [],
      categoryEvents: [],
      withHistory: new Set(["g"]),
    }),
  );
  expect(statusesOf(read(one.id, team))).toEqual([[day(0), "in-progress", "unknown"]]);
  expect(statusesOf(read(other.id, team))).toEqual([[day(0), "todo", null]]);
  expect(statusesOf(read(one.id, null))).toEqual([[day(0), "todo", null]]);
  expect(read(item("acme/api#3").id, team)).toEqual([]);
});
