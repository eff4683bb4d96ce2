import { describe, expect, test } from "vitest";
import { createGithubReceiver } from "../../../connectors/github/webhook.ts";
import { namesAt } from "../../support/json.ts";
import { webhookExamples } from "../../support/webhook-examples.ts";
import { connection, signatureOf } from "./hub.ts";

const receiver = createGithubReceiver(
  { ...connection, webhookSecrets: ["new-secret"] },
  { scope: { containers: ["acme/api"] }, self: () => null },
);

const numbered = webhookExamples.map(([event, action, body], n) => [n, event, action, body] as const);

describe("GitHub's published examples", () => {
  test("are of every kind of event that is heard, and of many that are not", () => {
    const events = new Set(webhookExamples.map(([event]) => event));
    expect([...events]).toEqual(expect.arrayContaining(["issues", "milestone", "pull_request", "ping"]));
    expect(events.size).toBeGreaterThan(50);
  });

  test.each(numbered)("number %i, %s %s, is what it says", (_, event, action, told) => {
    const body = JSON.stringify(told);
    const headers = { "x-github-event": event, "x-hub-signature-256": signatureOf(body, "new-secret") };
    const verified = receiver.verify({ headers, body: Buffer.from(body) }, null);
    const hears = event === "issues" || event === "milestone";
    // Events that nobody here hears may have an action of another form, or further down.
    const isNamed = hears || (namesAt(told)[0] === "action" && /^[a-z_]+$/u.test(action));
    expect(verified?.event).toBe(isNamed ? `${event}.${action}` : event);
    const notice = receiver.read(verified ?? { event: "", body: "" });
    expect(notice.kind).toBe(hears ? "understood" : "ignored");
    expect(notice.items.length > 0).toBe(event === "issues");
    const takesAway =
      action === "deleted" || action === "transferred" || namesAt(told, "changes").includes("old_issue");
    expect(notice.removed.length > 0).toBe(takesAway && event === "issues");
  });
});
