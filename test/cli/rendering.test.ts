import { expect, test } from "vitest";
import { readableOf } from "../../src/cli/displayed-text.ts";
import { renderOf } from "../../src/cli/rendering.ts";

const records = [
  { key: "cloud", system: "jira", site: "https://acme.atlassian.net" },
  { key: "server", system: "jira", site: "https://acme.test/jira", dataCenter: true },
  { key: "hub", system: "github", site: "https://github.com" },
] as const;

const document = {
  title: "Payments",
  labels: [],
  blocks: [{ type: "heading", level: 2, content: [{ type: "text", text: "Plan" }] }],
  stamp: [],
} as const;

test.each([
  ["cloud", '"type":"heading"'],
  ["server", "h2. Plan"],
  ["hub", "## Plan"],
])("a text for %s is in its tracker's format, and shown as its readers see it", (key, form) => {
  const { title, body } = renderOf(records)(key, document, "rollup:payments:here");
  expect(body).toContain(form);
  const shown = readableOf(records)(key, { title, body });
  expect(shown.slice(0, 2)).toEqual(["Payments", ""]);
  expect(shown).toContain("## Plan");
});
