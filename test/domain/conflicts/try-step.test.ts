import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";

import type { Conflict, FixStep } from "../../../src/domain/conflicts/conflict.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import type { TrainView } from "../../../src/domain/model/train-plan.ts";
import { situationOf } from "../../../src/domain/conflicts/situation.ts";
import { iterationsOf } from "../../../src/domain/model/train.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { trialOn } from "../../../src/domain/conflicts/trial.ts";
import type { Change } from "../../../src/domain/conflicts/trial.ts";
import { isOpen } from "../../../src/domain/items/work-item.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import { modelsAfter } from "../apply-step.ts";
import { models } from "../arbitrary.ts";
import { blocks, date, idOf, item, model, now, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

type Attempt = { readonly step: FixStep; readonly change: Change };

/** Steps on every item and dependency, whether they help or not. */
function attempts(view: TrainView): Attempt[] {
  const isApart = (id: string) => [...apart.items.keys()].some((one) => one === id);
  const ofItems = [...view.items.values()]
    .filter(({ item }) => item.presence === "present" && !isApart(item.id))
    .flatMap(ofItem);
  const ofDependencies = view.dependencies
    .filter(({ consumer }) => !isApart(consumer))
    .map((dependency): Attempt => {
      const { consumer, provider, written } = dependency;
      return { step: { do: "drop-link", consumer, provider, written }, change: { drops: dependency } };
    });
  return [...ofItems, ...ofDependencies];

  function ofItem(planned: PlannedItem): Attempt[] {
    const { id, status, kind, system } = planned.item;
    const { replan } = view.plan;
    if (status === "cancelled") {
      return [{ step: { do: "reopen", item: id }, change: replan.changed(planned, { status: "todo" }) }];
    }
    if (!isOpen(planned.item)) return [];
    // Jira puts no sub-task into a sprint.
    const iterations = kind === "subtask" && system === "jira" ? [] : iterationsOf(view.train);
    const moves = iterations.flatMap(({ key, increment }, place) => {
      const target = iterations[place];
      const [change, ...others] = target === undefined ? [] : replan.inIteration(planned, target);
      if (change === undefined || others.length > 0) return [];
      return { step: { do: "move", item: id, to: key, increment } as const, change };
    });
    return [
      ...moves,
      { step: { do: "finish", item: id }, change: replan.changed(planned, { status: "done" }) },
      {
        step: { do: "set-due", item: id, on: "2027-02-03" },
        change: replan.changed(planned, { dueOn: "2027-02-03" }),
      },
    ];
  }
}

/** What is said of each dependency, and where each cycle begins. */
function said(conflicts: readonly Conflict[]) {
  const edges = conflicts.filter(({ rule }) => rule !== "cycle");
  return {
    conflicts,
    rules: new Map(
      edges.map(({ consumer, provider, rule, alsoFires }) => [`${consumer} ${provider}`, [rule, ...alsoFires]]),
    ),
    cycles: new Set(conflicts.filter(({ rule }) => rule === "cycle").map(({ fingerprint }) => fingerprint)),
  };
}

/** A dependency in order, apart from all others: `ends` tells of it whether the step opens nothing. */
const apart = model({
  items: [item("PAY-901", { in: 3 }), item("PAY-902", { in: 4 })],
  links: [blocks("PAY-901", "PAY-902")],
});

function withApart({ items, links, ...facts }: Model): Model {
  return {
    ...facts,
    items: new Map([...items, ...apart.items]),
    links: new Map([...links, ...apart.links]),
  };
}

function check(some: Model, on: Train): void {
  const facts = withApart(some);
  const view = viewTrain(facts, on, now);
  const conflicts = view.conflicts;
  const before = said(conflicts);
  const situation = situationOf(view.plan);
  const trial = trialOn(situation);
  for (const { step, change } of attempts(view)) {
    const [changed, ...others] = modelsAfter({ facts, train: on }, step) ?? [];
    if (changed === undefined || others.length > 0) continue;
    const after = said(viewTrain(changed, on, now).conflicts);
    const newCycle = [...after.cycles].some((fingerprint) => !before.cycles.has(fingerprint));
    const newRule = [...after.rules].some(([pair, rules]) =>
      rules.some((rule) => !before.rules.get(pair)?.includes(rule)),
    );
    const opens = newCycle || newRule;
    const ended = view.dependencies.filter((dependency) => trial.ends(change, dependency));
    const free = view.dependencies.filter(({ consumer, provider }) => !after.rules.has(`${consumer} ${provider}`));
    expect(free.map(({ consumer }) => consumer)).toContain(idOf("PAY-902"));
    expect(ended, JSON.stringify(step)).toEqual(opens ? [] : free);
    if (!("drops" in change) || !situation.rulePlan.isInCycle(change.drops)) continue;
    const group = situation.cycleGroupOf(change.drops.consumer);
    const remains = after.conflicts.some(
      ({ rule, consumer }) => rule === "cycle" && group !== null && group.members.includes(consumer),
    );
    expect(trial.breaksCircle(change.drops), JSON.stringify(step)).toBe(!opens && !remains);
  }
}

describe("a step that is tried", () => {
  const ownDates = { startOn: date(28), dueOn: "2027-02-03" };
  const below = (whole: string) => ({ parentId: idOf(whole) });

  test.each<readonly [string, readonly WorkItem[], readonly Link[]]>([
    [
      "a box that leaves the dates as they are",
      [
        item("LED-1", { in: 2 }),
        item("PAY-2", ownDates),
        item("PAY-3", { ...below("PAY-2"), in: 3 }),
        item("PAY-4", { ...below("PAY-2"), in: 4 }),
      ],
      [blocks("PAY-2", "LED-1")],
    ],
    [
      "a box for the part by which its whole is judged",
      [
        item("LED-1", { in: 2 }),
        item("PAY-2"),
        item("PAY-3", { ...below("PAY-2"), in: 2 }),
        item("acme/api#2", { ...below("PAY-2"), startOn: date(28), dueOn: date(41) }),
      ],
      [blocks("PAY-2", "LED-1")],
    ],
    [
      "the parent of a sub-task that is in no team",
      [item("LED-1", { in: 2 }), item("PAY-1", { in: 2 }), item("OPS-1", { ...below("PAY-1"), kind: "subtask" })],
      [blocks("OPS-1", "LED-1")],
    ],
    [
      "a part of an epic that is in no team",
      [
        item("LED-1", { in: 2 }),
        item("OPS-1", { kind: "epic" }),
        item("PAY-1", { ...below("OPS-1"), status: "cancelled" }),
      ],
      [blocks("OPS-1", "LED-1")],
    ],
    [
      "an item beside a cycle in which another is overdue",
      [item("LED-1", { in: 2 }), item("PAY-1", { dueOn: date(3) }), item("PAY-2", { in: 2 })],
      [blocks("LED-1", "PAY-1"), blocks("PAY-1", "LED-1")],
    ],
  ])("is judged by all it changes: %s", (_, items, links) => {
    expect.hasAssertions();
    check(model({ items, links }), train());
  });

  property.prop([models, fc.constantFrom("conflict", "risk", "off")], { numRuns: 150 })(
    "gives what a run over everything gives",
    (facts, cycle) => {
      check(facts, train({ rules: { cycle } }));
      expect.hasAssertions();
    },
  );
});
