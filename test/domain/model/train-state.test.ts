import { byId } from "../../support/builders.ts";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";

import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import type { Membership, Model } from "../../../src/domain/model/model.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { PlanView } from "../../../src/domain/model/train-plan.ts";
import { TrainState } from "../../../src/domain/model/train-state.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { models } from "../arbitrary.ts";
import { DAY, blocks, box, date, idOf, item, jiraTeam, githubTeam, model, now, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";
import { anew, follower } from "../follow-train.ts";

/** As it is kept by who reads it: what is alike is the same object. */
function kept(before: Model, next: Model): Model {
  const same = <T extends { readonly id: string }>(former: Iterable<T>, values: Iterable<T>): T[] => {
    const known = new Map(Array.from(former, (one) => [JSON.stringify(one), one]));
    return Array.from(values, (one) => known.get(JSON.stringify(one)) ?? one);
  };
  return {
    ...next,
    items: byId(same(before.items.values(), next.items.values())),
    sprints: byId(same(before.sprints.values(), next.sprints.values())),
    links: byId(same(before.links.values(), next.links.values())),
    names: before.names,
    sites: before.sites,
  };
}

const later = fc.constantFrom(0, 0, 3_600_000, DAY, 14 * DAY, 40 * DAY, -DAY);
const rules = fc.constantFrom(
  {},
  { cycle: "risk" } as const,
  { cycle: "off", "over-capacity": "off" } as const,
  { "cross-train": "conflict", "chain-slip": "conflict", "parent-span": "risk" } as const,
);

const keys = ["PAY-1", "PAY-2", "PAY-3", "PAY-4", "LED-1", "LED-2", "OPS-1", "acme/api#1", "acme/api#2"] as const;
const key = fc.constantFrom(...keys);

/** One thing that somebody does in a tracker, or in what we may see of it. */
type Act = (facts: Model) => Model;

const changedItem = fc
  .record({
    key,
    change: fc.oneof(
      fc.record({ status: fc.constantFrom("todo", "in-progress", "done", "cancelled" as const) }),
      fc.record({ presence: fc.constantFrom("present", "gone", "stub" as const) }),
      fc.record({ parentId: fc.option(key.map(idOf)) }),
      fc.record({ kind: fc.constantFrom("story", "epic", "subtask" as const) }),
      fc.record({ dueOn: fc.option(fc.integer({ min: 0, max: 90 }).map(date)) }),
      fc.record({ points: fc.option(fc.nat(8)) }),
      fc.record({ labels: fc.subarray(["red", "points/3"]) }),
      fc.record({ components: fc.subarray(["core"]) }),
      fc.record({ key: fc.constantFrom("PAY-9", "PAY-8", "OPS-9") }),
      fc.record({ statusName: fc.constantFrom("Waiting", "Won't do") }),
      fc.nat(7).map((ordinal) => ({ sprintIds: [box(ordinal).id] })),
      fc.constant({ sprintIds: [] }),
    ),
  })
  .map(({ key, change }): Act => (facts) => {
    const known = facts.items.get(idOf(key)) ?? item(key);
    return { ...facts, items: new Map(facts.items).set(known.id, { ...known, ...change }) };
  });

const goneItem = key.map((one): Act => (facts) => {
  const items = new Map(facts.items);
  items.delete(idOf(one));
  return { ...facts, items };
});

const link = fc
  .record({
    source: fc.oneof(
      key,
      key.map((one) => `?${one}`),
      fc.constantFrom("?PAY-9", "?PAY-8", "?NOT-1"),
    ),
    target: fc.oneof(
      key,
      key.map((one) => `?${one}`),
    ),
    change: fc.constantFrom<Partial<Link>>(
      { origin: "jira-link" },
      { origin: "github-blocked-by" },
      { origin: "text", typeName: "blocked by" },
      { origin: "jira-link", typeName: "Duplicate", duplicate: "source" },
    ),
  })
  .map(({ source, target, change }) => blocks(source, target, change));

const linked = link.map((one): Act => (facts) => ({
  ...facts,
  links: new Map(facts.links).set(one.id, one),
}));

const unlinked = fc.nat(20).map((place): Act => (facts) => ({
  ...facts,
  links: new Map([...facts.links].filter((_, at) => at !== place)),
}));

const changedBox = fc
  .record({
    ordinal: fc.nat(7),
    change: fc.oneof(
      fc.record({ state: fc.constantFrom("active", "closed", "future" as const) }),
      fc.record({ boardId: fc.option(fc.nat(2)) }),
      fc.integer({ min: -20, max: 20 }).map((days) => ({ days })),
    ),
  })
  .map(({ ordinal, change }): Act => (facts) => {
    const known = facts.sprints.get(box(ordinal).id) ?? box(ordinal);
    const moved = (at: number | null, days: number) => (at === null ? null : at + days * DAY);
    const next: Sprint =
      "days" in change
        ? { ...known, startsAt: moved(known.startsAt, change.days), endsAt: moved(known.endsAt, change.days) }
        : { ...known, ...change };
    return { ...facts, sprints: new Map(facts.sprints).set(known.id, next) };
  });

const members = fc.subarray([...keys]).map((some): Act => (facts) => {
  const found: Membership = { connection: "j", query: "team = core", itemIds: new Set(some.map(idOf)) };
  return { ...facts, memberships: [found] };
});

const acts = fc.oneof(
  { weight: 5, arbitrary: changedItem },
  { weight: 2, arbitrary: linked },
  unlinked,
  goneItem,
  changedBox,
  members,
);

const teams = [
  jiraTeam("core", { projects: [], jql: "team = core" }),
  jiraTeam("red", { projects: ["PAY"], labels: ["red"], boards: [1] }),
  jiraTeam("pay"),
  jiraTeam("led", { components: ["core"] }),
  githubTeam("api"),
];

/** Some of it belongs to a train of this one's teams too. */
const others = [{ name: "Platform", teams: [jiraTeam("ops"), jiraTeam("pay", { components: ["core"] })] }];

const statuses = [{ means: "in-progress", word: "Waiting", bearer: null, connection: null }] as const;

describe("a train's state that follows the model", () => {
  property.prop([fc.array(fc.record({ facts: models, later }), { minLength: 2, maxLength: 5 }), rules], {
    numRuns: 150,
  })("says what a look at everything says, whatever comes next", (history, rules) => {
    const on = train({ rules });
    let before = model({});
    let at = now;
    const follow = follower(on, before);
    for (const { facts, later } of history) {
      before = kept(before, facts);
      at += later;
      expect(follow(before, at)).toEqual(anew(on, before, at));
    }
  });

  property.prop(
    [
      models,
      fc.array(fc.record({ some: fc.array(acts, { minLength: 1, maxLength: 3 }), later }), { maxLength: 12 }),
      rules,
    ],
    { numRuns: 300 },
  )("says so after each of many small changes", (first, history, rules) => {
    const on = train({ rules, teams, statuses, others });
    let facts = first;
    let at = now;
    const follow = follower(on, facts);
    for (const { some, later } of history) {
      facts = some.reduce((present, act) => act(present), facts);
      at += later;
      expect(follow(facts, at)).toEqual(anew(on, facts, at));
    }
  });
});

property.prop([models, rules])("a plan without conflicts has what the whole view has of it", (facts, rules) => {
  const on = train({ rules, teams, statuses, others });
  const figuresIn = ({ plan, items, dependencies }: PlanView) => ({
    items: [...items],
    dependencies,
    figures: on.teams.map((team) => plan.figuresOf(team)),
  });
  const state = new TrainState(on, facts);
  const planned = figuresIn(atOneGo(state.followPlan(facts, now)));
  expect(planned).toEqual(figuresIn(viewTrain(facts, on, now)));
  expect(atOneGo(state.follow(facts, now)).conflicts).toEqual(viewTrain(facts, on, now).conflicts);
});

describe("of what changes", () => {
  const chain = Array.from({ length: 200 }, (_, n) => item(`PAY-${n + 1}`, { in: n % 4 }));
  const facts = model({
    items: chain,
    links: chain.slice(1).map(({ key }, n) => blocks(`PAY-${n + 1}`, key)),
  });

  test("only that is another object which says something else", () => {
    const state = new TrainState(train(), facts);
    const before = atOneGo(state.follow(facts, now));
    const changed = { ...item("PAY-100", { in: 3 }), title: "Another title" };
    const next = { ...facts, items: new Map(facts.items).set(changed.id, changed) };
    const after = atOneGo(state.follow(next, now));
    const others = [...after.items].filter(([id, planned]) => before.items.get(id) !== planned);
    expect(others.map(([id]) => id)).toEqual([changed.id]);
    expect(after.dependencies).toBe(before.dependencies);
    const conflicts = new Set(before.conflicts);
    expect(after.conflicts.filter((one) => !conflicts.has(one)).length).toBeLessThanOrEqual(2);
  });

  test("a circle that is broken lets its other dependencies speak again", () => {
    const both = [blocks("PAY-1", "PAY-2"), blocks("PAY-2", "PAY-1")];
    const items = [item("PAY-1", { in: 3 }), item("PAY-2", { in: 1 })];
    const state = new TrainState(train(), model({}));
    const rulesIn = (links: readonly Link[]) => {
      const { conflicts } = atOneGo(
        state.follow({ ...model({ items, links }), names: facts.names, sites: facts.sites }, now),
      );
      return conflicts.map(({ rule }) => rule);
    };
    expect(rulesIn(both)).toEqual(["cycle"]);
    expect(rulesIn(both.slice(0, 1))).toEqual(["late-provider"]);
    expect(rulesIn(both)).toEqual(["cycle"]);
    expect(rulesIn([])).toEqual([]);
  });

  test("work that is long is done in many steps", () => {
    const steps = new TrainState(train(), facts).follow(facts, now);
    let count = 0;
    while (steps.next().done !== true) count += 1;
    expect(count).toBeGreaterThan(5);
  });
});
