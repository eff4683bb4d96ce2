import { describe, expect, test } from "vitest";

import { zoneOf } from "../../../src/domain/schedule/civil-day.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import { DAY, date, day, idOf, item, iteration, jiraTeam, model, now, sprint, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

/** Where PAY-1 stands when it sits in these boxes. */
function placed(boxes: readonly Sprint[], changes: ItemChanges = {}, iterations: "sprint" | "version" = "sprint") {
  const facts = model({ items: [item("PAY-1", { sprintIds: boxes.map(({ id }) => id), ...changes })], sprints: boxes });
  const calendar = train({ teams: [jiraTeam("pay", { iterations }), jiraTeam("ops", { labels: ["pager"] })] });
  const [first, ...others] = calendar.increments;
  const named = [
    iteration(0),
    iteration(1),
    iteration(2, { sprintName: "^S3|^S4" }),
    iteration(3, { sprintName: "^S4" }),
  ];
  const increments = first === undefined ? [] : [{ ...first, iterations: named }, ...others];
  const view = viewTrain(facts, { ...calendar, increments }, now);
  const planned = view.items.get(idOf("PAY-1"));
  return { key: planned?.iteration?.key ?? null, planned, warnings: view.warnings };
}

const span = (from: number, to: number): Partial<Sprint> => ({ startsAt: day(from), endsAt: day(to) });

describe("the iteration of a box", () => {
  test.each<[string, Partial<Sprint>, string | null]>([
    ["the same dates", span(14, 28), "2"],
    ["shorter, inside", span(16, 20), "2"],
    ["shifted by a few days", span(16, 30), "2"],
    ["two halves: the earlier", span(7, 21), "1"],
    ["more in the second half", span(8, 22), "2"],
    ["less than half in any", span(4, 46), null],
    ["exactly half in one of three", { startsAt: day(7), endsAt: day(35) }, "2"],
    ["before the calendar", span(-20, -6), null],
    ["an end on the last day", { endsAt: day(28) }, "2"],
    ["an end within", { endsAt: day(15) }, "2"],
    ["an end as it starts belongs to the one before", { endsAt: day(14) }, "1"],
    ["an end before the calendar", { endsAt: day(0) }, null],
    ["a start alone does not tell", { startsAt: day(15) }, null],
    ["dates the wrong way round do not tell", span(20, 16), null],
    ["no length", span(16, 16), null],
    ["a name", { name: "S3 pay" }, "3"],
    ["the first name that matches", { name: "S4 pay" }, "3"],
    ["dates before name", { name: "S3 pay", ...span(0, 14) }, "1"],
    ["name where dates do not tell", { name: "S3 pay", ...span(200, 214) }, "3"],
  ])("%s", (_, changes, expected) => {
    expect(placed([sprint("900", changes)]).key).toBe(expected);
  });

  test("a box that fits nowhere is reported, with the open owned items in it", () => {
    const lost = sprint("900", { name: "Lost" });
    const facts = model({
      items: [
        item("PAY-1", { sprintIds: [lost.id] }),
        item("PAY-2", { sprintIds: [lost.id] }),
        item("PAY-3", { sprintIds: [lost.id], status: "done" }),
        item("OPS-1", { sprintIds: [lost.id] }),
      ],
      sprints: [lost],
    });
    expect(viewTrain(facts, train(), now).warnings).toEqual([
      { kind: "sprint-without-iteration", sprint: "Lost", items: 2 },
    ]);
  });
});

describe("the box of an item", () => {
  const closed = sprint("901", { ...span(0, 14), state: "closed" });
  const active = sprint("902", { ...span(14, 28), state: "active" });
  const later = sprint("903", { ...span(28, 42), state: "closed" });
  const version = sprint("904", { kind: "version", endsAt: day(40) });
  const earlyVersion = sprint("905", { kind: "version", startsAt: day(20), endsAt: day(30) });

  test.each<[string, readonly Sprint[], ItemChanges, string | null]>([
    ["the latest that is not closed", [active, closed, later], {}, "2"],
    ["left in closed ones: the backlog", [closed, later], {}, null],
    ["finished: the latest of any state", [active, closed, later], { status: "done" }, "3"],
    ["cancelled: the same", [closed], { status: "cancelled" }, "1"],
    ["a version is no sprint", [version], {}, null],
    ["a box the model does not know", [], { sprintIds: [sprint("999").id] }, null],
  ])("%s", (_, boxes, changes, expected) => {
    expect(placed(boxes, changes).key).toBe(expected);
  });

  test("of a team that plans in versions: the latest due", () => {
    expect(placed([active, version, earlyVersion], {}, "version").key).toBe("3");
  });

  test("of an item that no team owns: its sprint", () => {
    expect(placed([active, version], { key: "OPS-1", container: "OPS", parentId: null }).key).toBe("2");
  });
});

describe("dates", () => {
  const box = sprint("900", span(15, 27));

  test.each<[string, readonly Sprint[], ItemChanges, readonly [number | null, number | null, string | null]]>([
    ["none", [], {}, [null, null, null]],
    ["of the box", [box], {}, [15, 27, "sprint"]],
    ["of the iteration, start and end each for itself", [sprint("900", { endsAt: day(20) })], {}, [14, 20, "sprint"]],
    ["of the iteration", [sprint("900", { name: "S3" })], {}, [28, 42, "iteration"]],
    ["its own due day ends with the day", [], { dueOn: date(19) }, [null, 20, "item"]],
    ["its own days", [box], { startOn: date(16), dueOn: date(19) }, [16, 20, "item"]],
    ["its own due day in a box", [box], { dueOn: date(19) }, [15, 20, "item"]],
    ["its own start in a box", [box], { startOn: date(19) }, [19, 27, "sprint"]],
    ["its own start alone", [], { startOn: date(19) }, [19, null, "item"]],
    ["due before it starts: the end stands", [box], { dueOn: date(3) }, [null, 4, "item"]],
    ["a day that does not exist", [box], { dueOn: "2027-02-30" }, [15, 27, "sprint"]],
  ])("%s", (_, boxes, changes, [startsAt, endsAt, datesFrom]) => {
    expect(placed(boxes, changes).planned).toMatchObject({
      startsAt: startsAt === null ? null : day(startsAt),
      endsAt: endsAt === null ? null : day(endsAt),
      datesFrom,
    });
  });

  test("days follow the train's time zone", () => {
    const facts = model({ items: [item("PAY-1", { dueOn: date(0) })] });
    const view = viewTrain(facts, train({ timeZone: "Asia/Kolkata" }), now);
    expect(view.items.get(idOf("PAY-1"))?.endsAt).toBe(day(1) - 5.5 * (DAY / 24));
  });

  test.each(["Asia/Kolkata", "Europe/Berlin", "America/Los_Angeles"])(
    "a milestone or version due on an iteration's last day belongs to it in %s too",
    (timeZone) => {
      const zone = zoneOf(timeZone);
      const calendar = train({ timeZone, teams: [jiraTeam("pay", { iterations: "version" })] });
      const local = calendar.increments.map((increment) => ({
        ...increment,
        iterations: increment.iterations.map((one) => ({
          ...one,
          startsAt: zone.startOf(one.startsOn) ?? 0,
          endsAt: zone.startOf(one.endsOn) ?? 0,
        })),
      }));
      // The last day of the second iteration, as a connector gives it: until midnight UTC.
      const version = sprint("904", { kind: "version", startsAt: null, endsAt: day(28) });
      const facts = model({
        items: [1, 2].map((n) => item(`PAY-${n}`, { sprintIds: [version.id] })),
        sprints: [version],
      });
      const view = viewTrain(facts, { ...calendar, increments: local }, now);
      expect(view.items.get(idOf("PAY-1"))).toMatchObject({ iteration: { key: "2" }, endsAt: zone.startOf(date(28)) });
      expect(view.items.get(idOf("PAY-2"))).toMatchObject({ iteration: { key: "2" } });
    },
  );
});
