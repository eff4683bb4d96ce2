import { describe, expect, test } from "vitest";

import { advanceConflicts } from "../../../src/domain/conflicts/conflict-life.ts";
import type { Conflict, ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { blocks, item, model, now, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";

const recordOf = (id: WorkItemId) => id;

/** What is found when PAY-1 waits for LED-1, planned in the third iteration. */
function found(provider: number | null, rules: Train["rules"] = {}): readonly Conflict[] {
  const items = [item("PAY-1", { in: 2 }), item("LED-1", provider === null ? {} : { in: provider })];
  return viewTrain(model({ items, links: [blocks("LED-1", "PAY-1")] }), train({ rules }), now).conflicts;
}

const none = found(1);
const late = found(3);
const lateAsRisk = found(3, { "late-provider": "risk" });
const same = found(2);
const sameAsConflict = found(2, { "same-iteration": "conflict" });
const unscheduled = found(null);

/** `state since/firstSeen worsened reopenings` of every record after these passes, at 1, 2, 3 and so on. */
function lives(...passes: (readonly Conflict[])[]): Record<string, string> {
  let records: readonly ConflictRecord[] = [];
  for (const [index, conflicts] of passes.entries()) {
    records = advanceConflicts(records, conflicts, {
      train: "payments",
      at: index + 1,
      isOver: () => true,
      isAsBefore: () => false,
      recordOf,
    });
  }
  return Object.fromEntries(
    records.map(({ state, stateSince, firstSeenAt, worsenedAt, reopenings, conflict }) => [
      conflict.rule,
      `${state} since ${stateSince}, seen ${firstSeenAt}, worse ${worsenedAt}, again ${reopenings}`,
    ]),
  );
}

describe("the life of a conflict", () => {
  test.each<[string, (readonly Conflict[])[], Record<string, string>]>([
    ["opened", [late], { "late-provider": "open since 1, seen 1, worse null, again 0" }],
    ["kept", [late, late, late], { "late-provider": "open since 1, seen 1, worse null, again 0" }],
    ["resolved", [late, none], { "late-provider": "resolved since 2, seen 1, worse null, again 0" }],
    ["kept as resolved", [late, none, none], { "late-provider": "resolved since 2, seen 1, worse null, again 0" }],
    ["reopened", [late, none, late], { "late-provider": "open since 3, seen 1, worse null, again 1" }],
    ["worsened", [lateAsRisk, late, late], { "late-provider": "open since 1, seen 1, worse 2, again 0" }],
    ["eased", [late, lateAsRisk], { "late-provider": "open since 1, seen 1, worse null, again 0" }],
    ["reopened and worse", [lateAsRisk, none, late], { "late-provider": "open since 3, seen 1, worse 3, again 1" }],
    [
      "taken over by a harder rule",
      [same, late],
      {
        "same-iteration": "resolved since 2, seen 1, worse null, again 0",
        "late-provider": "open since 1, seen 1, worse 2, again 0",
      },
    ],
    [
      "taken over by an equal rule",
      [unscheduled, late],
      {
        "unscheduled-provider": "resolved since 2, seen 1, worse null, again 0",
        "late-provider": "open since 1, seen 1, worse null, again 0",
      },
    ],
    [
      "there and back is no reopening",
      [late, none, late, sameAsConflict, late],
      {
        "late-provider": "open since 3, seen 1, worse null, again 1",
        "same-iteration": "resolved since 5, seen 1, worse null, again 1",
      },
    ],
    [
      "after a gap, another rule is another conflict",
      [same, none, late],
      {
        "same-iteration": "resolved since 2, seen 1, worse null, again 0",
        "late-provider": "open since 3, seen 3, worse null, again 0",
      },
    ],
  ])("%s", (_, passes, expected) => {
    expect(lives(...passes)).toEqual(expected);
  });

  test("an older record of the same rule lends its first sight to a takeover", () => {
    expect(lives(late, none, same, late)["late-provider"]).toBe("open since 3, seen 1, worse 4, again 0");
  });

  test("a cycle and an edge at the same place are two troubles", () => {
    const [edge] = late;
    const cycle: Conflict[] = edge === undefined ? [] : [{ ...edge, rule: "cycle", fingerprint: "cycle" }];
    expect(lives(late, cycle)).toEqual({
      "late-provider": "resolved since 2, seen 1, worse null, again 0",
      cycle: "open since 2, seen 2, worse null, again 0",
    });
  });

  test("a record holds the train and the conflict as last seen", () => {
    const first = advanceConflicts([], lateAsRisk, {
      train: "payments",
      at: 1,
      isOver: () => true,
      isAsBefore: () => false,
      recordOf,
    });
    const records = advanceConflicts(first, late, {
      train: "payments",
      at: 2,
      isOver: () => true,
      isAsBefore: () => false,
      recordOf,
    });
    expect(records).toMatchObject([{ train: "payments", conflict: late[0], fingerprint: late[0]?.fingerprint }]);
  });
});

describe("a conflict that is not found any more", () => {
  const lived = (isOver: boolean, ...passes: (readonly Conflict[])[]) => {
    let records: readonly ConflictRecord[] = [];
    for (const [index, conflicts] of passes.entries()) {
      records = advanceConflicts(records, conflicts, {
        train: "payments",
        at: index + 1,
        isOver: () => isOver,
        isAsBefore: () => false,
        recordOf,
      });
    }
    return records.map(({ conflict, state, stateSince, unseenSince }) => [
      conflict.rule,
      state,
      stateSince,
      unseenSince,
    ]);
  };

  test("stays open without a fact, out of sight since then", () => {
    expect(lived(false, late, none, none)).toEqual([["late-provider", "open", 1, 2]]);
  });

  test("is resolved by a fact, also after it was out of sight", () => {
    expect(lived(true, late, none)).toEqual([["late-provider", "resolved", 2, null]]);
    const unseen = advanceConflicts(
      advanceConflicts([], late, { train: "payments", at: 1, isOver: () => false, isAsBefore: () => false, recordOf }),
      none,
      { train: "payments", at: 2, isOver: () => false, isAsBefore: () => false, recordOf },
    );
    expect(
      advanceConflicts(unseen, none, {
        train: "payments",
        at: 3,
        isOver: () => true,
        isAsBefore: () => false,
        recordOf,
      }),
    ).toMatchObject([{ state: "resolved", stateSince: 3, unseenSince: null }]);
  });

  test("goes on with its age when it is seen again", () => {
    expect(lived(false, late, none, late)).toEqual([["late-provider", "open", 1, null]]);
  });

  test("is not ended by its provider being unreadable, but by any other rule on the same dependency", () => {
    const unread = late.map((conflict): Conflict => ({
      ...conflict,
      rule: "unreadable-provider",
      severity: "info",
      fingerprint: "unreadable",
    }));
    expect(lived(false, late, unread)).toEqual([
      ["late-provider", "open", 1, 2],
      ["unreadable-provider", "open", 2, null],
    ]);
    expect(new Map(lived(false, late, same).map(([rule, ...life]) => [rule, life]))).toEqual(
      new Map([
        ["late-provider", ["resolved", 2, null]],
        ["same-iteration", ["open", 1, null]],
      ]),
    );
  });
});

test("another rule on a provider that is readable again takes age and answer from before, not from the time between", () => {
  const answer = { kind: "acknowledged", at: 2, by: "Ada", note: null } as const;
  const [unread] = late.map((conflict): Conflict => ({
    ...conflict,
    rule: "unreadable-provider",
    severity: "info",
    fingerprint: "unreadable-provider",
  }));
  const pass = { train: "payments", isOver: () => false, isAsBefore: () => false, recordOf };
  const known = advanceConflicts([], late, { ...pass, at: 1 }).map((record) => ({ ...record, answer }));
  const hidden = advanceConflicts(known, unread === undefined ? [] : [unread], { ...pass, at: 3 });
  const open = advanceConflicts(hidden, unscheduled, { ...pass, at: 4 }).filter(({ state }) => state === "open");
  expect(open).toMatchObject([
    { conflict: { rule: "unscheduled-provider" }, firstSeenAt: 1, stateSince: 1, worsenedAt: null, answer },
  ]);
});

test("a record of which nothing is another is the same, so that it is not stored again", () => {
  const pass = { train: "payments", at: 1, isOver: () => false, isAsBefore: () => false, recordOf };
  const first = advanceConflicts([], late, pass);
  const [record] = first;
  expect(record?.state).toBe("open");
  expect(advanceConflicts(first, late, { ...pass, at: 2 })[0]).toBe(record);
  // Found anew: it may say something else.
  expect(advanceConflicts(first, found(3), { ...pass, at: 2 }).map((next) => next === record)).toEqual([false]);
});

test("a cycle whose items other connections read now is the same, whatever of it is out of sight", () => {
  const copies = new Map<WorkItemId, WorkItemId>([["jira:j:issue:LED-1", "jira:k:issue:LED-1"]]);
  const cycleOf = (ids: readonly [WorkItemId, WorkItemId]): Conflict[] =>
    late.map((one) => ({
      ...one,
      rule: "cycle",
      fingerprint: `cycle ${ids.join(" ")}`,
      consumer: ids[0],
      provider: ids[1],
      evidence: { ...one.evidence, cycle: ids },
    }));
  const pass = {
    train: "payments",
    isOver: () => false,
    isAsBefore: () => false,
    recordOf: (id: WorkItemId) => copies.get(id) ?? id,
  };
  const known = advanceConflicts([], cycleOf(["jira:j:issue:LED-1", "jira:j:issue:PAY-1"]), { ...pass, at: 1 });
  const records = advanceConflicts(known, cycleOf(["jira:k:issue:LED-1", "jira:j:issue:PAY-1"]), { ...pass, at: 2 });
  expect(records).toMatchObject([
    { state: "resolved", unseenSince: null },
    { state: "open", firstSeenAt: 1 },
  ]);
});
