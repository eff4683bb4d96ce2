import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JiraPeople } from "../../../sandbox/jira/people.ts";
import { at, listAt, namesAt } from "../../support/json.ts";
import { recordingSender } from "../webhooks/recording-sender.ts";
import type { Recorded } from "../webhooks/recording-sender.ts";
import { startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, adf, SPRINT_FIELD } from "./records.ts";

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

const events = (deliveries: readonly Recorded[]) => deliveries.map(({ event }) => event);

const mia = { user: { displayName: "Mia Krystof" } };
const fields = { project: { key: "PAY" }, issuetype: { name: "Story" }, summary: "New" };
const updated = (kind: string, ...items: object[]) => ({
  webhookEvent: "jira:issue_updated",
  issue_event_type_name: kind,
  ...mia,
  issue: { id: "1010001" },
  changelog: { items },
});
const link = (id: number) => ({
  issueLink: { id, sourceIssueId: 1020001, destinationIssueId: 1010002, issueLinkType: { id: 10000 } },
});

type Row = readonly [name: string, doing: (people: JiraPeople) => unknown, bodies: readonly object[]];

describe("what people do is told", () => {
  beforeEach(() => {
    jira.site.hooks.register({ url: RECEIVER });
  });

  test.each<Row>([
    [
      "a new issue",
      (people) => people.createIssue(fields),
      [
        {
          webhookEvent: "jira:issue_created",
          issue_event_type_name: "issue_created",
          ...mia,
          issue: { key: "PAY-6", fields: { summary: "New" } },
        },
      ],
    ],
    [
      "an edit",
      (people) => people.editIssue("PAY-1", { summary: "Other" }),
      [updated("issue_updated", { field: "summary", fromString: "Summary of PAY-1", toString: "Other" })],
    ],
    ["an edit that changes nothing", (people) => people.editIssue("PAY-1", { summary: "Summary of PAY-1" }), []],
    [
      "a hand-over",
      (people) => people.editIssue("PAY-1", { assignee: { accountId: "a-1" } }),
      [updated("issue_assigned", { field: "assignee", to: "a-1" })],
    ],
    [
      "a transition",
      (people) => people.transition("PAY-1", "Done"),
      [updated("issue_generic", { field: "resolution" }, { field: "status", to: "10002" })],
    ],
    [
      "a move",
      (people) => people.moveIssue("PAY-1", "LED"),
      [updated("issue_moved", { field: "project" }, { field: "Key", fromString: "PAY-1", toString: "LED-4" })],
    ],
    [
      "an issue put into a sprint",
      (people) => people.editIssue("PAY-1", { [SPRINT_FIELD]: 3 }),
      [updated("issue_updated", { field: "Sprint", from: "", to: "3" })],
    ],
    [
      "a new link: by numbers, and as no update of its ends",
      (people) => people.link({ type: "Depends", source: "PAY-1", destination: "LED-2" }),
      [
        {
          webhookEvent: "issuelink_created",
          issueLink: {
            sourceIssueId: 1010001,
            destinationIssueId: 1020002,
            issueLinkType: { outwardName: "depends on" },
          },
        },
      ],
    ],
    ["a link that was there", (people) => people.link({ type: "Blocks", source: "LED-1", destination: "PAY-2" }), []],
    ["a link taken away", (people) => people.unlink("500"), [{ webhookEvent: "issuelink_deleted", ...link(500) }]],
    [
      "a comment",
      (people) => people.comment("PAY-1", "Hello"),
      [
        {
          webhookEvent: "comment_created",
          comment: { body: "Hello", author: { displayName: "Mia Krystof" } },
          issue: { key: "PAY-1", fields: { summary: "Summary of PAY-1", assignee: null } },
        },
      ],
    ],
    [
      "a comment edited and deleted",
      (people) => {
        const id = people.comment("PAY-1", "Hello");
        people.editComment({ issue: "PAY-1", id }, "Bye");
        people.deleteComment({ issue: "PAY-1", id });
      },
      [
        { webhookEvent: "comment_created" },
        { webhookEvent: "comment_updated", comment: { body: "Bye" } },
        { webhookEvent: "comment_deleted", comment: { body: "Bye" }, issue: { id: "1010001" } },
      ],
    ],
    [
      "a sprint that is planned",
      (people) => people.createSprint({ name: "PAY Sprint 4", originBoardId: 7 }),
      [{ webhookEvent: "sprint_created", sprint: { id: 4, state: "future", originBoardId: 7 } }],
    ],
    [
      "a sprint that gets another name",
      (people) => people.editSprint(3, { name: "Third" }),
      [{ webhookEvent: "sprint_updated", sprint: { id: 3, name: "Third" }, oldValue: { name: "PAY Sprint 3" } }],
    ],
    [
      "a sprint that starts",
      (people) => people.editSprint(3, { state: "active", startDate: "2026-11-02T08:00:00.000Z" }),
      [
        { webhookEvent: "sprint_started", sprint: { id: 3, state: "active" } },
        { webhookEvent: "sprint_updated", sprint: { state: "active" }, oldValue: { state: "future" } },
      ],
    ],
    [
      "a sprint that ends",
      (people) => people.editSprint(2, { state: "closed" }),
      [{ webhookEvent: "sprint_closed", sprint: { id: 2, state: "closed" } }],
    ],
    [
      "a deleted issue, and its links and comments after it",
      (people) => {
        people.comment("PAY-2", "Hello");
        webhookSender.take();
        people.deleteIssue("PAY-2");
      },
      [
        {
          webhookEvent: "jira:issue_deleted",
          ...mia,
          issue: { key: "PAY-2", fields: { summary: "Summary of PAY-2" } },
        },
        { webhookEvent: "issuelink_deleted", ...link(500) },
        { webhookEvent: "comment_deleted", comment: { body: "Hello" }, issue: { id: "1010002" } },
      ],
    ],
  ])("%s", (_, doing, bodies) => {
    const deliveries = told(doing);
    expect(deliveries.map(({ json }) => json)).toMatchObject(bodies);
    expect(events(deliveries)).toEqual(deliveries.map(({ json }) => json["webhookEvent"]));
    expect(deliveries.every(({ json }) => json["timestamp"] === jira.now())).toBe(true);
  });

  test("links, comments and sprints name nobody; only an update has a changelog, only a sprint's update its old value", () => {
    const bare = told((people) => {
      people.unlink("500");
      people.comment("PAY-1", "Hello");
      people.createSprint({ name: "x" });
      people.editSprint(2, { state: "closed" });
    });
    expect(events(bare)).toEqual(["issuelink_deleted", "comment_created", "sprint_created", "sprint_closed"]);
    const names = bare.flatMap(({ json }) => Object.keys(json));
    expect(names.filter((name) => /^(?:user|changelog|oldValue)$/.test(name))).toEqual([]);
    const [created] = told((people) => people.createIssue(fields));
    const [deleted] = told((people) => people.deleteIssue("PAY-3"));
    expect(namesAt(created?.json)).toContain("issue_event_type_name");
    expect(namesAt(created?.json)).not.toContain("changelog");
    expect(deleted?.event).toBe("jira:issue_deleted");
    expect(namesAt(deleted?.json)).not.toContain("issue_event_type_name");
  });

  test("what follows from a deletion may come late", () => {
    const flows = told((people) => people.deleteIssue("PAY-2")).map(
      ({ event, headers }) => `${event} ${headers["X-Atlassian-Webhook-Flow"]}`,
    );
    expect(flows).toEqual(["jira:issue_deleted Primary", "issuelink_deleted Secondary"]);
  });

  test("a link seen from its source is told the same way round when that is deleted", () => {
    expect(told((people) => people.deleteIssue("LED-1"))[0]?.json).toMatchObject({ issue: { key: "LED-1" } });
    const id = jira.site.people.link({ type: "Depends", source: "PAY-1", destination: "LED-2" });
    const [, told2] = told((people) => people.deleteIssue("PAY-1"));
    expect(told2?.json).toMatchObject({
      issueLink: { id: Number(id), sourceIssueId: 1010001, destinationIssueId: 1020002 },
    });
  });

  test("bodies are older than the API: plain texts, Java's sprints, addresses of version 2, no comments", () => {
    const [delivery] = told((people) => people.editIssue("PAY-2", { description: adf("Some words"), labels: [] }));
    const issue = at(delivery?.json, "issue");
    expect(at(issue, "fields", "description")).toBe("Some words");
    expect(at(issue, "self")).toBe(`${jira.baseUrl}/rest/api/2/issue/1010002`);
    expect(at(delivery?.json, "user", "self")).toContain("/rest/api/2/user?");
    expect(listAt(issue, "fields", SPRINT_FIELD)[1]).toMatch(
      /^com\.atlassian\.greenhopper\.service\.sprint\.Sprint@0{7}2\[completeDate=<null>,.*,id=2,name=PAY Sprint 2,.*,state=ACTIVE\]$/,
    );
    expect(namesAt(issue, "fields")).not.toContain("comment");
    expect(at(issue, "fields", "customfield_10099")).toEqual({ unknown: ["kept"] });
  });

  test("what the account does through the API is told as well, with the account as user", async () => {
    await jira.call("PUT", "/rest/api/3/issue/PAY-1", {
      fields: { summary: "Other" },
      update: { comment: [{ add: { body: adf("Why") } }] },
    });
    await jira.call("POST", "/rest/api/3/issueLink", {
      type: { name: "Blocks" },
      inwardIssue: { key: "LED-2" },
      outwardIssue: { key: "PAY-1" },
    });
    await jira.call("POST", "/rest/api/3/issue/PAY-1/remotelink", {
      object: { url: "https://example.com", title: "t" },
    });
    await jira.call("DELETE", "/rest/api/3/issue/PAY-4");
    const deliveries = webhookSender.take();
    expect(events(deliveries)).toEqual([
      "jira:issue_updated",
      "comment_created",
      "issuelink_created",
      "jira:issue_deleted",
    ]);
    expect(at(deliveries[0]?.json, "user", "accountId")).toBe(jira.site.account.accountId);
  });
});
