import { test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";

import { findConflicts, viewTrain } from "../../src/domain/analysis.ts";
import type { FixStep } from "../../src/domain/conflict.ts";
import { tasksFor } from "../../src/domain/fix.ts";
import type { PlannedItem, TrainView } from "../../src/domain/planned-item.ts";
import { rules } from "../../src/domain/rules/table.ts";
import { iterationsOf } from "../../src/domain/train.ts";
import { models } from "./arbitrary.ts";
import { blocks, date, day, idOf, item, model, now, train } from "./plan.ts";
import type { ItemChanges } from "./plan.ts";

const [pay, led] = [idOf("PAY-1"), idOf("LED-1")];

/** The steps proposed when PAY-1 waits for LED-1. */
function steps(consumer: ItemChanges, provider: ItemChanges, at = now): readonly FixStep[] {
  const facts = model({ items: [item("PAY-1", consumer), item("LED-1", provider)], links: [blocks("LED-1", "PAY-1")] });
  return findConflicts(viewTrain(facts, train(), at)).flatMap(({ fix }) => fix);
}

const move = (what: typeof pay, to: number) => ({
  do: "move",
  item: what,
  to: `${to}`,
  increment: to <= 4 ? "first" : "second",
});
const schedule = (to: number | null) => ({
  ...move(led, to ?? 0),
  do: "schedule",
  ...(to === null && { to, increment: to }),
});
const finish = { do: "finish", item: led };

describe("the smallest fix", () => {
  test.each<[string, ItemChanges, ItemChanges, readonly object[]]>([
    ["one iteration back, or one on", { in: 2 }, { in: 3 }, [move(led, 2), move(pay, 5)]],
    ["not into the past", { in: 1 }, { in: 1 }, [move(pay, 3)]],
    ["not beyond the calendar", { in: 7 }, { in: 7 }, [move(led, 7)]],
    [
      "its own late day back into its own iteration",
      { in: 3 },
      { in: 2, dueOn: date(45) },
      [move(led, 3), move(pay, 5)],
    ],
    ["as late as a day allows", { dueOn: date(60) }, { dueOn: date(69) }, [move(led, 4), move(pay, 6)]],
    ["nowhere to move to", { in: 1, dueOn: date(16) }, { in: 1, dueOn: date(111), startOn: date(18) }, [finish]],
    ["scheduled before", { in: 3 }, {}, [schedule(3)]],
    ["scheduled in the same, where nothing is before", { in: 1 }, {}, [schedule(2)]],
    ["scheduled anywhere, where all is over", { in: 0 }, {}, [schedule(null)]],
    ["scheduled as soon as can be, where work goes on without a plan", { status: "in-progress" }, {}, [schedule(2)]],
    ["finished, or moved before", { in: 3 }, { in: 0 }, [finish, move(led, 3)]],
    ["finished at once", { in: 1 }, { in: 0 }, [finish]],
    ["finished", { in: 3, status: "in-progress" }, { in: 2 }, [finish]],
    [
      "replaced, or no longer waited for",
      { in: 3 },
      { status: "cancelled" },
      [
        { do: "replace", item: led },
        { do: "drop-link", consumer: pay, provider: led },
      ],
    ],
  ])("%s", (_, consumer, provider, expected) => {
    expect(steps(consumer, provider)).toEqual(expected);
  });

  test("after the last iteration, only finishing helps", () => {
    expect(steps({ in: 7 }, { in: 7, dueOn: date(120) }, day(113))).toEqual([finish]);
  });

  test("nobody's item: the train's end of the edge is named", () => {
    const facts = model({
      items: [item("PAY-1", { in: 2, status: "in-progress" }), item("OPS-1", { in: 1 })],
      links: [blocks("OPS-1", "PAY-1")],
    });
    expect(findConflicts(viewTrain(facts, train(), now))).toMatchObject([
      { rule: "started-blocked", fix: [{ do: "finish", item: idOf("OPS-1") }], actors: ["pay"] },
    ]);
  });

  test("nothing is proposed for a provider that is not there", () => {
    const view = viewTrain(model({ items: [item("PAY-1", { in: 2 })] }), train(), now);
    const consumer = view.items.get(pay);
    const edge = consumer === undefined ? [] : [{ consumer, provider: null, providerEnd: led, written: [], at: now }];
    const tasks = (["late-provider", "overdue-provider", "unscheduled-provider", "started-blocked"] as const).flatMap(
      (rule) => edge.flatMap((one) => tasksFor(rule, one, view.train)),
    );
    expect(tasks.filter(({ step }) => step.do !== "move" || step.item === led)).toEqual([]);
    expect(edge.flatMap((one) => tasksFor("cancelled-provider", one, view.train))).toMatchObject([
      { step: { do: "drop-link" } },
    ]);
    expect(edge.flatMap((one) => tasksFor("cycle", one, view.train))).toMatchObject([{ step: { do: "drop-link" } }]);
  });
});

/** The plan after one step, as the team would see it. */
function applied(planned: PlannedItem | undefined, step: FixStep, view: TrainView): PlannedItem | null {
  if (planned === undefined) return null;
  if ((step.do !== "move" && step.do !== "schedule") || step.item !== planned.item.id) return planned;
  const target = iterationsOf(view.train).find(({ key }) => key === step.to);
  if (target === undefined) return planned;
  return { ...planned, iteration: target, startsAt: target.startsAt, endsAt: target.endsAt, datesFrom: "iteration" };
}

property.prop([models])("every proposed move silences its rule on the edge", (facts) => {
  const view = viewTrain(facts, train(), now);
  const moves = findConflicts(view).flatMap(({ rule, consumer, provider, fix }) =>
    fix
      .filter((step) => (step.do === "move" || step.do === "schedule") && step.to !== null)
      .map((step) => {
        const check = rules[rule];
        const waiting = applied(view.items.get(consumer), step, view);
        const awaited = [...view.items.values()].find(({ item: { id } }) => id === provider);
        if (check.looksAt === "graph" || waiting === null || provider === null) return "no edge";
        return check.fires({
          consumer: waiting,
          provider: applied(awaited, step, view),
          providerEnd: provider,
          written: [],
          at: now,
        });
      }),
  );
  expect(moves.filter((fires) => fires !== false)).toEqual([]);
});
