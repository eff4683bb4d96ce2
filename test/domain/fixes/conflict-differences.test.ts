import { expect, test } from "vitest";
import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import { conflictDifferences } from "../../../src/domain/fixes/conflict-differences.ts";
import { aConflict, jiraId } from "../../support/builders.ts";

const at = (consumer: string, change: Partial<Conflict> = {}) =>
  aConflict({ fingerprint: `late-provider:${consumer}`, consumer: jiraId(consumer), ...change });
const cycle = (fingerprint: string) => aConflict({ rule: "cycle", fingerprint });

test("conflicts differ by dependency and severity, whichever rule shows them, and cycles by their items", () => {
  const before = [
    at("1"),
    at("2", { severity: "info" }),
    at("3"),
    at("4"),
    at("5", { dueAt: 9 }),
    cycle("cycle:a"),
    cycle("cycle:b"),
  ];
  const after = [
    at("2", { severity: "risk" }),
    at("3", { severity: "risk" }),
    at("4", { rule: "cross-increment", fingerprint: "cross-increment:4" }),
    at("6"),
    at("7", { dueAt: 3 }),
    cycle("cycle:b"),
    cycle("cycle:c"),
  ];
  const { cleared, opened, worsened, eased, stays } = conflictDifferences(before, after);
  const fingerprints = (conflicts: readonly Conflict[]) => conflicts.map(({ fingerprint }) => fingerprint);
  expect(fingerprints(cleared)).toEqual(["late-provider:5", "cycle:a", "late-provider:1"]);
  expect(fingerprints(opened)).toEqual(["late-provider:7", "cycle:c", "late-provider:6"]);
  expect(worsened.map((one) => [one.before.severity, one.after.severity])).toEqual([["info", "risk"]]);
  expect(eased.map((one) => [one.before.severity, one.after.severity])).toEqual([["conflict", "risk"]]);
  expect(fingerprints(stays.map((one) => one.after))).toEqual(["cross-increment:4", "cycle:b"]);
});
