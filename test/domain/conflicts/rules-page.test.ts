import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { ruleIds, trainRuleIds } from "../../../src/domain/conflicts/conflict.ts";
import type { TrainRuleId } from "../../../src/domain/conflicts/conflict.ts";
import { overCapacity } from "../../../src/domain/rollup/load.ts";
import { parentSpan } from "../../../src/domain/rollup/parent-span.ts";
import { rules } from "../../../src/domain/conflicts/rules/all-rules.ts";
import { train } from "../plan.ts";

const page = readFileSync(new URL("../../../docs/rules.md", import.meta.url), "utf8");

const defaultOf = (rule: TrainRuleId) => {
  const unset = train({ rules: {} });
  if (rule === "over-capacity") return overCapacity(unset);
  return rule === "parent-span" ? parentSpan(unset) : rules[rule].severity;
};

test.each(trainRuleIds)("docs/rules.md has a section on %s, with its default and its fix", (rule) => {
  const section = page.split(/^## /mu).find((text) => text.startsWith(`${rule}\n`));
  expect(section).toContain(`Default: **${defaultOf(rule)}**`);
  expect(section).toContain("\nFix: ");
});

test("docs/rules.md names the rules in the order in which an edge shows them", () => {
  expect(page.replaceAll(/\s+/gu, " ")).toContain(ruleIds.join(", "));
});

test.each(["Ownership", "Links", "Schedule", "Fix", "Order", "Verdict", "Figures"])(
  "docs/rules.md has a section on %s",
  (section) => {
    expect(page).toContain(`\n## ${section}\n`);
  },
);
