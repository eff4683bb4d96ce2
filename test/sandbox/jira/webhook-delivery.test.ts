import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JiraPeople } from "../../../sandbox/jira/people.ts";
import { at } from "../../support/json.ts";
import { recordingSender } from "../webhooks/recording-sender.ts";
import type { Recorded } from "../webhooks/recording-sender.ts";
import { areRecorded, missingAt, recordedBody } from "../webhooks/recorded-bodies.ts";
import { startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME } from "./records.ts";

const RECEIVER = "https://receiver.example/hook";

let webhookSender = recordingSender();
let jira: TestSite;
beforeEach(async () => {
  webhookSender = recordingSender();
  jira = await startSite({ data: ACME, webhookSender });
});
afterEach(() => jira.close());

/** What a doing is told as. */
function told(doing: (people: JiraPeople) => unknown): readonly Recorded[] {
  webhookSender.take();
  doing(jira.site.people);
  return webhookSender.take();
}

test("a delivery is signed over its exact bytes, with the webhook's own secret or the site's", () => {
  jira.site.hooks.register({ url: `${RECEIVER}/site` });
  jira.site.hooks.register({ url: `${RECEIVER}/own`, secret: "own" });
  jira.site.hooks.register({ url: `${RECEIVER}/none`, secret: null });
  const secrets = [jira.site.webhookSecret, "own", null];
  const deliveries = told((people) => people.editIssue("PAY-1", { summary: "Größe ✓" }));
  expect(deliveries.map(({ headers }) => headers["X-Hub-Signature"])).toEqual(
    secrets.map((secret, n) =>
      secret === null
        ? undefined
        : `sha256=${createHmac("sha256", secret)
            .update(Buffer.from(deliveries[n]?.body ?? ""))
            .digest("hex")}`,
    ),
  );
});

test("a delivery has an identifier of its own for each webhook, and the same ones on a site with the same history", async () => {
  const again = recordingSender();
  const twin = await startSite({ data: ACME, webhookSender: again });
  const ids = [jira, twin].map(({ site }, n) => {
    site.hooks.register({ url: RECEIVER });
    site.hooks.register({ url: RECEIVER });
    site.people.editIssue("PAY-1", { summary: "a" });
    site.people.comment("PAY-1", "b");
    const sent = n === 0 ? webhookSender.take() : again.take();
    return sent.map(({ headers }) => headers["X-Atlassian-Webhook-Identifier"]);
  });
  await twin.close();
  expect(ids[0]).toEqual(ids[1]);
  expect(new Set(ids[0]).size).toBe(4);
  expect(ids[0]?.every((id) => /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/.test(id ?? ""))).toBe(
    true,
  );
});

test("without a webhook sender no delivery is made, and the site goes on", async () => {
  const quiet = await startSite({ data: ACME });
  quiet.site.hooks.register({ url: RECEIVER });
  quiet.site.people.editIssue("PAY-1", { summary: "a" });
  expect(at(quiet.site.people.issue("PAY-1"), "fields", "summary")).toBe("a");
  await quiet.close();
});

test.skipIf(!areRecorded)("a delivery has the members of recorded ones (needs ../shared/data)", () => {
  jira.site.hooks.register({ url: RECEIVER });
  const sent = told((people) => {
    people.link({ type: "Depends", source: "PAY-1", destination: "LED-2" });
    people.editSprint(2, { state: "closed", completeDate: "2026-11-02T08:00:00.000Z" });
    people.comment("PAY-1", "Hello");
    people.editIssue("PAY-1", { duedate: "2026-12-01" });
  });
  const pinpt = ["issuelink_created", "sprint_closed", "comment_created", "jira-issue_updated.due_date"];
  const paths = [[], ["issueLink"], ["issueLink", "issueLinkType"], ["sprint"], ["comment"], ["issue"], ["changelog"]];
  const missing = pinpt.flatMap((name, n) =>
    paths.flatMap((path) => missingAt(recordedBody(`jira-webhooks/pinpt/${name}.json`), sent[n]?.json, ...path)),
  );
  expect(sent).toHaveLength(4);
  expect(missing).toEqual([]);
});
