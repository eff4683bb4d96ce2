import { expect, test } from "vitest";
import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { staysOfTrain } from "../../../src/domain/forecast/sprint-stays.ts";
import type { LinkEnd } from "../../../src/domain/ids.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { anItem, api, jiraId, planned } from "../../support/builders.ts";
import { aView } from "../../support/views.ts";
import { running, sprintIdOf, sprintOf, today } from "./made-up-sprints.ts";

const boxes = [0, 1].map((place) => sprintOf(place));

function staysOf(items: readonly PlannedItem[], providers: readonly LinkEnd[] = []) {
  const dependencies = providers.map((provider) => {
    return { consumer: jiraId("1"), provider, origins: [], written: [], crossTracker: false };
  });
  const sprints = new Map(boxes.map((box) => [box.id, box]));
  return atOneGo(staysOfTrain(aView(items, { dependencies }), sprints));
}

const one = (change: Partial<WorkItem> = {}, plan: Partial<PlannedItem> = {}) => planned(running("1", change), plan);

test("a stay belongs to the team that owns the item now", () => {
  expect(staysOf([one({}, { team: api })]).map(({ team }) => team)).toEqual(["api"]);
  expect(staysOf([one({}, { team: null })])).toEqual([]);
});

test("items that Signalbox does not read have none", () => {
  expect(staysOf([one({ presence: "stub" }), planned(running("2", { presence: "gone" }))])).toEqual([]);
});

test("an item has one in each of its sprints, with the number of those before and their end", () => {
  const stays = staysOf([one({ sprintIds: [sprintIdOf(0), sprintIdOf(1)], createdAt: today - 90 * dayMs })]);
  expect(stays.map(({ sprint, carried, lastEndedAt }) => [sprint, carried, lastEndedAt])).toEqual([
    [sprintIdOf(1), 0, null],
    [sprintIdOf(0), 1, boxes[1]?.endsAt],
  ]);
});

test("an item without a day of creation stays from the sprint's start", () => {
  const [stay] = staysOf([one({ createdAt: null })]);
  expect([stay?.from, stay?.createdAt]).toEqual([boxes[0]?.startsAt, boxes[0]?.startsAt]);
});

test("providers and parts count that are open as it begins", () => {
  const providers = [
    anItem({ nativeId: "2", createdAt: today - 40 * dayMs }),
    anItem({ nativeId: "3", createdAt: today - 40 * dayMs, status: "done", closedAt: today - 20 * dayMs }),
    anItem({ nativeId: "4", createdAt: null }),
  ];
  const parts = [
    anItem({ nativeId: "5", createdAt: today - 40 * dayMs, parentId: jiraId("1") }),
    anItem({ nativeId: "6", createdAt: today, parentId: jiraId("1") }),
  ];
  const ends: readonly LinkEnd[] = [...providers.map(({ id }) => id), jiraId("9"), "key:jira:OPS-1"];
  const [stay] = staysOf([one(), ...[...providers, ...parts].map((item) => planned(item))], ends);
  expect([stay?.openProviders, stay?.openParts]).toEqual([1, 1]);
});
