import { fc } from "@fast-check/vitest";
import type { HistoryChange, HistoryEvent } from "../../../src/domain/items/history.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { day, item, model } from "../plan.ts";

/** Items and changes that fit each other as badly as trackers' histories may: any of them is missing, early or unnamed. */
export type Scattered = { readonly present: Model; readonly events: readonly HistoryEvent[]; readonly at: number };

const keys = ["PAY-1", "PAY-2", "acme/api#1", "acme/api#2"] as const;
const moment = fc.integer({ min: 0, max: 6 }).map(day);
const category = fc.constantFrom("todo", "in-progress", "done", "cancelled");

/** A site may have changed a status's category; no present item needs to have the status. */
const status = fc.option(
  fc.record({
    id: fc.constantFrom("1", "2", "4", null),
    name: fc.constant("Somewhere"),
    category: fc.option(category, { freq: 2 }),
  }),
  { freq: 8 },
);

const change: fc.Arbitrary<HistoryChange> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ field: fc.constant("status"), from: status, to: status }) },
  fc.record({ field: fc.constant("points"), from: fc.option(fc.nat(5)), to: fc.option(fc.nat(5)) }),
  fc.record({ field: fc.constant("labels"), from: fc.constant(["red"]), to: fc.constant([]) }),
);

const event = fc.record({
  key: fc.constantFrom(...keys),
  at: moment,
  knownBy: fc.constantFrom("tracker", "observed"),
  change,
});

const past = fc.option(moment);

const work = (key: string): fc.Arbitrary<WorkItem> =>
  fc
    .record({
      createdAt: past,
      updatedAt: past,
      closedAt: past,
      status: category,
      statusId: fc.constantFrom("1", "3", null),
      presence: fc.constantFrom("present", "present", "present", "gone", "stub"),
    })
    .map((changes) => item(key, changes));

export const scattered: fc.Arbitrary<Scattered> = fc
  .record({
    items: fc.tuple(...keys.map(work)),
    drawn: fc.oneof(fc.array(event, { maxLength: 3 }), fc.array(event, { minLength: 5, maxLength: 12 })),
    at: moment,
  })
  .map(({ items, drawn, at }) => {
    const events = drawn.map(({ key, change, ...known }, place): HistoryEvent => {
      const itemId = item(key).id;
      return { id: `${itemId}:${String(99 - place)}`, itemId, ordinal: place, ...known, ...change };
    });
    return { present: model({ items }), events, at };
  });
