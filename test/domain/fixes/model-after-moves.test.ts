import { describe, expect, test } from "vitest";
import { landingOf, modelAfter } from "../../../src/domain/fixes/model-after-moves.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { TrainView } from "../../../src/domain/model/train-plan.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, box, day, idOf, item, iteration, jiraTeam, model, now, sprint, train } from "../plan.ts";

function plannedIn({ plan }: TrainView, key: string): PlannedItem {
  const planned = plan.itemOf(idOf(key));
  if (planned === null) throw new Error(`no item ${key}`);
  return planned;
}

/** The item's timebox after a move, and its place on the train then. @param to ordinal; null for none */
function moved(facts: Model, key: string, to: number | null, on: Train = train()) {
  const view = viewTrain(facts, on, now);
  const planned = plannedIn(view, key);
  const move = { item: planned.item.id, planned, to: to === null ? null : iteration(to) };
  const landing = landingOf(move, view.plan, facts);
  const after = modelAfter(facts, [{ planned, landing }]);
  const { iteration: found, startsAt, endsAt, team } = plannedIn(viewTrain(after, on, now), key);
  const { sprintIds = [] } = after.items.get(planned.item.id) ?? {};
  return { landing, sprintIds, place: [found?.ordinal ?? null, startsAt, endsAt], team: team?.key ?? null };
}

const closed = sprint("50", { state: "closed", startsAt: day(0), endsAt: day(14) });

describe("an item that moves", () => {
  test("is in the timebox of the iteration instead of its present ones, besides its closed ones", () => {
    const facts = model({ items: [item("PAY-1", { sprintIds: [closed.id, box(3).id] })], sprints: [closed] });
    expect(moved(facts, "PAY-1", 5)).toEqual({
      landing: { box: box(5), isNew: false },
      sprintIds: [closed.id, box(5).id],
      place: [5, day(70), day(84)],
      team: "pay",
    });
  });

  test("keeps timeboxes of a kind that its team does not plan in", () => {
    const version = sprint("7", { kind: "version", endsAt: day(60) });
    const facts = model({ items: [item("PAY-1", { sprintIds: [version.id, box(3).id] })], sprints: [version] });
    expect(moved(facts, "PAY-1", 5).sprintIds).toEqual([version.id, box(5).id]);
  });

  test("is in the timebox that ends nearest to the iteration, if there are several", () => {
    const first = sprint("51", { startsAt: day(70), endsAt: day(77) });
    const second = sprint("52", { startsAt: day(77), endsAt: day(84) });
    const others = model().sprints;
    const sprints = [...others.values()].filter(({ id }) => id !== box(5).id);
    const facts = {
      ...model({ items: [item("PAY-1", { in: 3 })] }),
      sprints: new Map([first, second, ...sprints].map((one) => [one.id, one])),
    };
    expect(moved(facts, "PAY-1", 5).landing).toEqual({ box: second, isNew: false });
  });

  test("… and has an end", () => {
    const named = sprint("53", { name: "Extra" });
    const facts = model({ items: [item("PAY-1", { in: 3 })], sprints: [named] });
    const [first, second] = train().increments;
    const iterations = (second?.iterations ?? []).map((one) => ({
      ...one,
      sprintName: one.ordinal === 5 ? "Extra" : null,
    }));
    const increments = first === undefined || second === undefined ? [] : [first, { ...second, iterations }];
    expect(moved(facts, "PAY-1", 5, train({ increments })).landing).toEqual({ box: box(5), isNew: false });
  });

  test("leaves its timebox, if it moves to none", () => {
    const facts = model({ items: [item("PAY-1", { in: 3 })] });
    expect(moved(facts, "PAY-1", null)).toEqual({
      landing: null,
      sprintIds: [],
      place: [null, null, null],
      team: "pay",
    });
  });

  test("stays with its team in a new timebox, if the iteration has none", () => {
    const board = sprint("60", { startsAt: day(42), endsAt: day(56), boardId: 7, name: "PAY 3" });
    const facts = {
      ...model({ items: [item("PAY-1", { sprintIds: [board.id] })] }),
      sprints: new Map([[board.id, board]]),
    };
    const on = train({ teams: [jiraTeam("pay", { boards: [7] })] });
    const { landing, place, team } = moved(facts, "PAY-1", 5, on);
    expect(landing).toMatchObject({ isNew: true, box: { boardId: 7, name: "PAY 3", container: null } });
    expect({ place, team }).toEqual({ place: [5, day(70), day(84)], team: "pay" });
  });

  test.each([
    ["version", "PAY-1", train({ timeZone: "America/New_York", teams: [jiraTeam("pay", { iterations: "version" })] })],
    ["milestone", "acme/api#1", train({ timeZone: "America/New_York" })],
  ])("takes the days of the iteration in a new %s", (kind, key, on) => {
    const facts = { ...model({ items: [item(key)] }), sprints: new Map() };
    const { landing, place } = moved(facts, key, 5, on);
    expect(landing).toMatchObject({ isNew: true, box: { kind, name: "Iteration 6" } });
    expect(landing?.box.container).toBe(key === "PAY-1" ? "PAY" : "acme/api");
    // Midnight in New York, in summer.
    const later = 4 * 3_600_000;
    expect(place).toEqual([5, day(70) + later, day(84) + later]);
  });
});

test("items that change places leave a common ancestor where it is", () => {
  const facts = model({
    items: [
      item("LED-1", { in: 5 }),
      item("PAY-0", { kind: "epic" }),
      item("PAY-1", { in: 2, parentId: idOf("PAY-0") }),
      item("PAY-5", { kind: "epic", parentId: idOf("PAY-0") }),
      item("PAY-2", { in: 3, parentId: idOf("PAY-5") }),
    ],
    links: [blocks("PAY-0", "LED-1")],
  });
  const view = viewTrain(facts, train(), now);
  const { replan } = view.plan;
  const to = (key: string, ordinal: number) => replan.destinations(plannedIn(view, key), iteration(ordinal));
  const changed = replan.together([...to("PAY-1", 3), ...to("PAY-2", 2)]);
  expect(changed.map(({ item: { key }, iteration: found }) => `${key}=${found?.ordinal}`)).toEqual([
    "PAY-1=3",
    "PAY-2=2",
    "PAY-5=2",
  ]);
});
