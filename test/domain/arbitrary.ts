import { fc } from "@fast-check/vitest";

import type { Model } from "../../src/domain/model/model.ts";
import { blocks, date, idOf, item, model, sprint } from "./plan.ts";

const keys = [
  "PAY-1",
  "PAY-2",
  "PAY-3",
  "LED-1",
  "LED-2",
  "OPS-1",
  "acme/api#1",
  "acme/api#2",
  "other/repo#1",
] as const;
const key = fc.constantFrom(...keys);
const dayNumber = fc.option(fc.integer({ min: 0, max: 115 }).map(date), { freq: 3 });

const boxes = [sprint("lost"), sprint("past", { state: "closed" })];

/** Like `item`, with any plan and any fate. */
const items = fc
  .array(
    fc.record({
      key,
      ordinal: fc.option(fc.integer({ min: 0, max: 7 })),
      status: fc.constantFrom("todo", "todo", "in-progress", "done", "cancelled"),
      presence: fc.constantFrom("present", "present", "present", "stub", "gone"),
      startOn: dayNumber,
      dueOn: dayNumber,
      points: fc.option(fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10)),
      parent: fc.option(key),
      lost: fc.boolean(),
    }),
    { minLength: 4, maxLength: 20 },
  )
  .map((records) =>
    records.map(({ key, ordinal, parent, lost, ...changes }) => {
      const made = item(key, { ...changes, ...(ordinal === null ? {} : { in: ordinal }) });
      const sprintIds = lost ? [...made.sprintIds, ...boxes.map(({ id }) => id)] : made.sprintIds;
      return { ...made, sprintIds, parentId: parent === null ? null : idOf(parent) };
    }),
  );

const links = fc
  .array(
    fc.record({
      source: key,
      target: key,
      origin: fc.constantFrom("jira-link", "github-blocked-by", "text"),
      byKey: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((records) =>
    records.map(({ source, target, origin, byKey }, index) =>
      blocks(byKey ? `?${source}` : source, target, { origin, id: `${index}` }),
    ),
  );

const streams = fc.array(
  fc.record({
    connection: fc.constantFrom("j", "g", "x"),
    stream: fc.string(),
    watermark: fc.constant(null),
    completedAt: fc.option(fc.nat()),
    rejected: fc.nat(9),
    token: fc.constant(null),
    failure: fc.constant(null),
  }),
  { maxLength: 5 },
);

const anything: fc.Arbitrary<Model> = fc
  .record({ items, links, streams })
  .map((parts) => model({ ...parts, sprints: boxes }));

/** Open work that waits for the next of it, nearly all of it planned. */
const chains: fc.Arbitrary<Model> = fc
  .record({
    order: fc.shuffledSubarray(["PAY-1", "PAY-2", "PAY-3", "LED-1", "LED-2", "acme/api#1", "acme/api#2"], {
      minLength: 4,
    }),
    ordinals: fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { freq: 5 }), { minLength: 7, maxLength: 7 }),
    more: fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 4 }),
  })
  .map(({ order, ordinals, more }) => {
    const steps = order.slice(1).map((_, place) => [place, place + 1] as const);
    const links = [...steps, ...more].flatMap(([consumer, provider]) => {
      const [waiting, awaited] = [order[consumer], order[provider]];
      return waiting === undefined || awaited === undefined ? [] : blocks(awaited, waiting);
    });
    const made = order.map((one, place) => {
      const ordinal = ordinals[place] ?? null;
      return item(one, ordinal === null ? {} : { in: ordinal });
    });
    return model({ items: made, links, sprints: boxes });
  });

/** Small models of any kind, long chains among them. */
export const models: fc.Arbitrary<Model> = fc.oneof(
  { weight: 3, arbitrary: anything },
  { weight: 1, arbitrary: chains },
);

/** The same facts in another order. */
export function shuffled(facts: Model): fc.Arbitrary<Model> {
  const mixed = <T>(values: Iterable<T>) => {
    const list = [...values];
    return fc.shuffledSubarray(list, { minLength: list.length });
  };
  return fc
    .record({
      items: mixed(facts.items),
      sprints: mixed(facts.sprints),
      links: mixed(facts.links),
      streams: mixed(facts.streams),
    })
    .map(({ items, sprints, links, streams }) => ({
      ...facts,
      items: new Map(items),
      sprints: new Map(sprints),
      links: new Map(links),
      streams,
    }));
}
