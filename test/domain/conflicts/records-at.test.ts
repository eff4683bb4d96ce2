import { expect, it } from "vitest";
import type { ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import { recordsAt } from "../../../src/domain/conflicts/records-at.ts";
import { aConflict } from "../../support/builders.ts";

const conflict = aConflict();
const record: ConflictRecord = {
  fingerprint: conflict.fingerprint,
  train: "payments",
  state: "open",
  conflict,
  firstSeenAt: 10,
  stateSince: 10,
  worsenedAt: null,
  unseenSince: null,
  reopenings: 0,
  answer: null,
};
const answeredAt = (at: number) => ({ kind: "acknowledged", at, by: "ann", note: null }) as const;

it.each([
  ["began later", { firstSeenAt: 21 }, true, []],
  ["is open then as now", { worsenedAt: 15 }, true, [{ stateSince: 10, worsenedAt: 15 }]],
  ["worsened later", { worsenedAt: 21 }, true, [{ stateSince: 10, worsenedAt: null }]],
  ["cannot be seen now", { unseenSince: 30 }, true, [{ unseenSince: null }]],
  ["was reopened later, and was open then", { stateSince: 30 }, true, [{ state: "open", stateSince: 10 }]],
  ["was resolved later", { state: "resolved", stateSince: 30 }, true, [{ state: "open", stateSince: 10 }]],
  ["was resolved by then", { state: "resolved", stateSince: 20 }, false, [{ state: "resolved", stateSince: 20 }]],
  ["was resolved later, although nothing shows it then", { state: "resolved", stateSince: 21 }, false, []],
  ["people answered by then", { answer: answeredAt(20) }, true, [{ answer: answeredAt(20) }]],
  ["people answered later", { answer: answeredAt(21) }, true, [{ answer: null }]],
  ["is open now, although nothing shows it then", {}, false, []],
] as const)("a conflict that %s", (_, change, isCurrent, expected) => {
  const records = recordsAt([{ ...record, ...change }], isCurrent ? [conflict] : [], 20);
  expect(records).toMatchObject(expected);
  expect(records).toHaveLength(expected.length);
});
