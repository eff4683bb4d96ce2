import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { createMetrics } from "../../src/http/metrics.ts";
import { kindOf as githubKind } from "../../connectors/github/webhook-notice.ts";
import { kindOf as jiraKind } from "../../connectors/jira/webhook-notice.ts";
import { noon } from "../support/builders.ts";

const oneLine = fc.string({ unit: "grapheme", maxLength: 80 });

test("ten thousand events by any name are a handful of series", async () => {
  const insight = { look: async () => ({ connections: [], jobs: [] }), trackers: () => [], trains: [] };
  const metrics = createMetrics(insight, () => noon);
  const { meter } = metrics;
  for (const name of fc.sample(oneLine, 5000)) {
    for (const [connection, kindOf] of [
      ["hub", githubKind],
      ["acme", jiraKind],
    ] as const) {
      for (const event of [name, `issues.${name}`, `jira:issue_${name}`]) {
        meter.worked({ connection, event: kindOf(event), state: "ignored", count: 1 });
      }
    }
  }
  const series = (await metrics.text())
    .split("\n")
    .filter((line) => line.startsWith("signalbox_deliveries_worked_total{"));
  expect(series.length).toBeLessThanOrEqual(4);
});

test.each([
  ["issues.opened", "issues"],
  ["ping", "ping"],
  ["sub_issues.sub_issue_added", "sub_issues"],
  ["deployment.created", "other"],
  ["constructor", "other"],
])("GitHub's %s is counted as %s", (event, kind) => {
  expect(githubKind(event)).toBe(kind);
});

test.each([
  ["jira:issue_updated", "jira:issue_updated"],
  ["sprint_closed", "sprint_closed"],
  ["unknown", "other"],
  ["__proto__", "other"],
])("Jira's %s is counted as %s", (event, kind) => {
  expect(jiraKind(event)).toBe(kind);
});

property.prop([oneLine])("whatever an event is called, it is counted as one that is known, or other", (event) => {
  expect([event, event.split(".")[0], "other"]).toContain(githubKind(event));
  expect([event, "other"]).toContain(jiraKind(event));
});
