import { fc, test as property } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { flowFigures, providersToFollow } from "../../../src/domain/figures/flow.ts";
import { itemsToFollow, type FlowSource } from "../../../src/domain/figures/flow-items.ts";
import { modelAt } from "../../support/model-at.ts";
import { statusesWithoutCategory } from "../../../src/domain/history/status-categories.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import type { StatusCategory } from "../../../src/domain/items/work-item.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { lives } from "../history/lives.ts";
import { day, idOf, train } from "../plan.ts";
import { flowOf, life, sourceOf, withHistoryIn } from "./described-lives.ts";

/** A life of random steps within some days. */
const step = fc.tuple(fc.constantFrom("to do", "in progress", "done", "zzyx"), fc.integer({ min: -40, max: 95 }));
const randomLife = fc
  .tuple(fc.constantFrom("PAY", "LED"), fc.array(step, { maxLength: 6 }), fc.integer({ min: -50, max: 90 }))
  .map(([project, steps, created]) => ({
    project,
    steps: steps.toSorted(([, a], [, b]) => a - b),
    created,
  }));
const randomLives = fc.array(randomLife, { maxLength: 12 }).map((all) =>
  all.map(({ project, steps, created }, place) => {
    const one = life(`${project}-${place}`, ...steps);
    const kind = (["story", "bug", "task"] as const)[place % 3];
    return { ...one, item: { ...one.item, createdAt: day(created), kind: kind ?? "story" } };
  }),
);

const oldChange = "old";

/** Adds an old change of an item of no team: what it has of a status without a meaning, no other change has. */
function withOldChange(source: FlowSource, category: StatusCategory | null): FlowSource {
  const [from, to] = [
    { id: "zzyx", name: "zzyx", category },
    { id: "1", name: "to do", category: null },
  ];
  const old = { id: oldChange, itemId: idOf("OPS-9"), at: day(-60), ordinal: 0, knownBy: "tracker" } as const;
  return { ...source, events: [...source.events, { ...old, field: "status", from, to }] };
}

describe("whatever happened", () => {
  property.prop([randomLives])("the sums hold", (all) => {
    const flow = flowOf(all);
    for (const figures of [flow.train, ...flow.teams]) {
      const { throughput, distribution, flowTime, efficiency, ageing } = figures;
      const finishedItems = throughput.sample;
      expect(throughput.weeks.reduce((sum, { items }) => sum + items, 0)).toBe(finishedItems);
      const byKind = throughput.weeks.flatMap((week) => week.byKind).reduce((sum, { items }) => sum + items, 0);
      expect(byKind).toBe(finishedItems);
      expect(distribution.kinds.reduce((sum, { items }) => sum + items.total, 0)).toBe(finishedItems);
      expect(flowTime.coverage.of).toBe(finishedItems);
      const days = [flowTime, efficiency, ageing].flatMap(({ items }) => items.first.map((one) => one.days));
      expect(days.filter((one) => one < 0)).toEqual([]);
      expect(efficiency.active).toBeLessThanOrEqual(efficiency.flowTime);
    }
  });

  property.prop([randomLives, fc.array(fc.nat(1000)), fc.gen()])(
    "order and repetition of events change nothing",
    (all, again, gen) => {
      const source = sourceOf(all);
      const repeated = again.flatMap((place) => source.events[place % Math.max(1, source.events.length)] ?? []);
      const more = [...source.events, ...repeated];
      const events = gen(() => fc.shuffledSubarray(more, { minLength: more.length }));
      expect(atOneGo(flowFigures({ ...source, events }))).toEqual(atOneGo(flowFigures(source)));
    },
  );

  const told = fc.constantFrom(null, "in-progress", "done");

  property.prop([randomLives, told])("the events that are read are enough", (all, category) => {
    // Creation comes first.
    const sound = all.map((one) => ({ ...one, item: { ...one.item, createdAt: day(-50) } }));
    const source = withOldChange(sourceOf(sound), category);
    const recent = source.events.filter(({ at }) => at > source.window.from);
    const followed = new Set(atOneGo(itemsToFollow({ ...source, events: recent })).map(({ item: one }) => one.id));
    const isLacking = ({ at, field }: HistoryEvent) => at <= source.window.from || field === "links";
    const own = source.events.filter((one) => followed.has(one.itemId) && isLacking(one));
    const providers = new Set(atOneGo(providersToFollow({ ...source, events: [...recent, ...own] })));
    const others = source.events.filter((one) => providers.has(one.itemId) && isLacking(one));
    const events = [...recent, ...own, ...others];
    const lacking = atOneGo(statusesWithoutCategory(source.model.items.values(), events));
    const categoryEvents = source.events.filter(({ id }) => id === oldChange && lacking.length > 0);
    const read = { ...source, events, categoryEvents };
    expect(atOneGo(flowFigures(read))).toEqual(atOneGo(flowFigures(source)));
  });

  property.prop([lives])("cumulative flow sums to what existed and was not over before the window", (lived) => {
    const [until, end] = [day(84), day(1000)];
    const present = lived.modelUntil(end);
    const source = {
      view: viewTrain(present, train(), until),
      model: present,
      window: sourceOf([]).window,
      events: lived.events,
      categoryEvents: [],
      withHistory: withHistoryIn(lived.events),
    };
    const { days } = atOneGo(flowFigures(source)).train.cumulativeFlow;
    const counted = source.view.train.teams.flatMap((team) => source.view.plan.countedBy(team));
    for (const [place, { toDo, inProgress, done }] of days.entries()) {
      if (place % 3 !== 0) continue;
      const then = modelAt(present, lived.events, day(place + 1)).model;
      const there = counted.flatMap(({ item: { id } }) => then.items.get(id) ?? []);
      const those = (status: string) => there.filter((one) => one.status === status).length;
      expect({ toDo, inProgress, done }).toEqual({
        toDo: those("todo"),
        inProgress: those("in-progress"),
        done: those("done"),
      });
    }
  });
});
