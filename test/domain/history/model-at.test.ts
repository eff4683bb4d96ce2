import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { modelAt } from "../../support/model-at.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { lives } from "./lives.ts";
import { day, item, model } from "../plan.ts";

const instant = fc.integer({ min: 0, max: 60 }).map((halves) => day(halves / 2));

/** Without what no history has, and with lists in one order. */
function said({ items, links }: Model) {
  return {
    items: [...items.values()]
      .map(({ labels, components, sprintIds, ...rest }) => ({
        ...rest,
        updatedAt: null,
        labels: labels.toSorted(),
        components: components.toSorted(),
        sprintIds: sprintIds.toSorted(),
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    links: Array.from(links.values(), ({ source, target, typeId }) => `${source} ${typeId} ${target}`).toSorted(),
  };
}

const end = day(1000);

describe("the state at an instant", () => {
  property.prop([lives, instant])("is what happened until then, and nothing more", ({ events, modelUntil }, at) => {
    const then = modelAt(modelUntil(end), events, at);
    expect(said(then.model)).toEqual(said(modelUntil(at)));
    expect([...then.gaps]).toEqual([]);
    expect(then.unclear).toBe(0);
  });

  property.prop([lives, instant, fc.array(fc.nat(1000)), fc.gen()])(
    "does not depend on order and repetition of events",
    ({ events, modelUntil }, at, again, gen) => {
      const repeated = again.flatMap((place) => events[place % Math.max(1, events.length)] ?? []);
      const all = [...events, ...repeated];
      const mixed = gen(() => fc.shuffledSubarray(all, { minLength: all.length }));
      const [one, other] = [events, mixed].map((some) => modelAt(modelUntil(end), some, at));
      expect(other).toEqual(one);
    },
  );

  property.prop([lives, instant, instant])(
    "of an earlier instant follows from a later state",
    ({ events, modelUntil }, a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)];
      const until = events.filter(({ at }) => at <= late);
      const twice = modelAt(modelAt(modelUntil(end), events, late).model, until, early);
      expect(said(twice.model)).toEqual(said(modelUntil(early)));
    },
  );

  property.prop([lives])("of the present is the model itself", ({ events, modelUntil }) => {
    const present = modelUntil(end);
    expect(modelAt(present, events, end).model).toBe(present);
  });
});

test("objects that were no different stay the same", () => {
  const still = item("PAY-1", { createdAt: day(0), updatedAt: day(1) });
  const later = item("PAY-2", { createdAt: day(9), updatedAt: day(9) });
  const then = modelAt(model({ items: [still, later] }), [], day(5));
  expect([...then.model.items.keys()]).toEqual([still.id]);
  expect(then.model.items.get(still.id)).toBe(still);
});
