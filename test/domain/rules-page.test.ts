import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { ruleIds } from "../../src/domain/conflict.ts";
import { rules } from "../../src/domain/rules/table.ts";

const page = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");

test.each(ruleIds)("docs/rules.md has a section on %s, with its default and its fix", (rule) => {
  const section = page.split(/^## /mu).find((text) => text.startsWith(`${rule}\n`));
  expect(section).toContain(`Default: **${rules[rule].severity}**`);
  expect(section).toContain("\nFix: ");
});

test("docs/rules.md names the rules in the order in which an edge shows them", () => {
  expect(page.replaceAll(/\s+/gu, " ")).toContain(ruleIds.join(", "));
});

test.each(["Ownership", "Links", "Schedule", "Verdict", "Figures"])("docs/rules.md has a section on %s", (section) => {
  expect(page).toContain(`\n## ${section}\n`);
});
