import { fc, test as propertyTest } from "@fast-check/vitest";
import { expect, test } from "vitest";
import {
  findingGroups,
  findingText,
  inMendingOrder,
  isToMend,
  type Finding,
  type FindingOutcome,
} from "../../../src/domain/setup/finding.ts";

const outcomes: readonly FindingOutcome[] = ["ok", "warning", "blocks", "not-tried"];

function finding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    id,
    group: "program",
    connection: null,
    outcome: "ok",
    tried: "Signalbox looked.",
    means: "All is well.",
    remedy: null,
    link: null,
    ...change,
  };
}

test("findings are in the order of their groups, the worst first, then by id", () => {
  const findings = [
    finding("d", { group: "reports", outcome: "blocks" }),
    finding("c", { group: "address" }),
    finding("b", { group: "address", outcome: "warning" }),
    finding("a", { group: "address", outcome: "not-tried" }),
    finding("z", { group: "address", outcome: "blocks" }),
    finding("y", { group: "address", outcome: "blocks" }),
    finding("e", { group: "permissions", outcome: "blocks" }),
  ];
  expect(inMendingOrder(findings).map(({ id }) => id)).toEqual(["y", "z", "b", "a", "c", "e", "d"]);
});

test("of two findings with one id the worst stays", () => {
  const twice = [finding("a"), finding("a", { outcome: "blocks" }), finding("a", { outcome: "warning" })];
  expect(inMendingOrder(twice)).toEqual([finding("a", { outcome: "blocks" })]);
});

const anyFinding = fc
  .record({
    id: fc.stringMatching(/^[a-d]$/u),
    group: fc.constantFrom(...findingGroups),
    outcome: fc.constantFrom(...outcomes),
    means: fc.stringMatching(/^[A-C]\.$/u),
  })
  .map(({ id, ...rest }) => finding(`${rest.group}:${id}`, rest));

propertyTest.prop([fc.array(anyFinding, { maxLength: 12 }), fc.array(fc.nat({ max: 100 }), { maxLength: 12 })])(
  "the order in which the attempts end changes nothing",
  (findings, places) => {
    const shuffled = findings
      .map((one, place) => ({ one, at: places[place] ?? 0 }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ one }) => one);
    expect(inMendingOrder(shuffled)).toEqual(inMendingOrder(findings));
  },
);

test("warnings and what blocks are to mend; a sentence has its remedy", () => {
  expect(outcomes.filter((outcome) => isToMend({ outcome }))).toEqual(["warning", "blocks"]);
  expect(findingText({ means: "It fails.", remedy: "Mend it." })).toBe("It fails. Mend it.");
  expect(findingText({ means: "It works.", remedy: null })).toBe("It works.");
});
