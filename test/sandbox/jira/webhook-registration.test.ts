import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at } from "../../support/json.ts";
import { recordingSender } from "../webhooks/recording-sender.ts";
import { startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME } from "./records.ts";

const HOOKS = "/rest/webhooks/1.0/webhook";
const URL = "https://receiver.example/hook";
const JQL = "issue-related-events-section";

let webhookSender = recordingSender();
let jira: TestSite;
beforeEach(async () => {
  webhookSender = recordingSender();
  jira = await startSite({ data: ACME, webhookSender });
});
afterEach(() => jira.close());

const create = (body: object = {}) =>
  jira.call("POST", HOOKS, { name: "Signalbox", url: URL, events: ["jira:issue_updated"], ...body });
const edit = (key: string) => {
  jira.pass(1000);
  jira.site.people.editIssue(key, { summary: `At ${jira.now()}` });
  return webhookSender.take().map(({ event, body }) => [event, body === ""]);
};

describe("the API of admin webhooks", () => {
  test("registers, shows, changes and removes one; the secret shows only as a signature", async () => {
    const { status, body } = await create({ secret: "hush", filters: { [JQL]: "project = PAY" } });
    expect(status).toBe(201);
    expect(body).toEqual({
      name: "Signalbox",
      url: URL,
      excludeBody: false,
      filters: { [JQL]: "project = PAY" },
      events: ["jira:issue_updated"],
      enabled: true,
      self: `${jira.baseUrl}${HOOKS}/1`,
      lastUpdatedUser: jira.site.account.accountId,
      lastUpdatedDisplayName: "Release Bot",
      lastUpdated: jira.now(),
      isSigned: true,
    });
    expect((await jira.call("GET", HOOKS)).body).toEqual([body]);
    jira.pass(1000);
    const changed = await jira.call("PUT", `${HOOKS}/1`, { events: ["comment_created"], enabled: false });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: "Signalbox", events: ["comment_created"], enabled: false, lastUpdated: jira.now(), isSigned: true },
    });
    expect((await jira.call("GET", `${HOOKS}/1`)).body).toEqual(changed.body);
    expect((await jira.call("DELETE", `${HOOKS}/1`)).status).toBe(204);
    expect((await jira.call("GET", HOOKS)).body).toEqual([]);
    expect(at((await create()).body, "self")).toBe(`${jira.baseUrl}${HOOKS}/2`);
  });

  test.each([
    ["left out", {}, true],
    ["empty", { secret: "" }, false],
    ["null", { secret: null }, false],
    ["another", { secret: "new" }, true],
  ])("a change with a secret that is %s", async (_, body, isSigned) => {
    await create({ secret: "hush" });
    expect(at((await jira.call("PUT", `${HOOKS}/1`, body)).body, "isSigned")).toBe(isSigned);
  });

  test.each<[string, object]>([
    ["no name", { name: " " }],
    ["no address", { url: "" }],
    ["an address that is no http", { url: "ftp://x" }],
    ["JQL that cannot be read", { filters: { [JQL]: "project =" } }],
    ["JQL about what is not there", { filters: { [JQL]: "nofield = 1" } }],
  ])("refuses %s", async (_, body) => {
    expect((await create(body)).status).toBe(400);
    expect((await jira.call("GET", HOOKS)).body).toEqual([]);
  });

  test.each(["GET", "PUT", "DELETE"])("%s of one that is not there", async (method) => {
    const body = method === "PUT" ? {} : undefined;
    expect((await jira.call(method, `${HOOKS}/9`, body)).status).toBe(404);
  });
});

describe("who hears", () => {
  test("only those registered for the event, and switched on", async () => {
    await create();
    await create({ events: ["comment_created", "jira:issue_updated"], enabled: false });
    await create({ events: ["comment_created"] });
    expect(edit("PAY-1")).toEqual([["jira:issue_updated", false]]);
    jira.site.people.comment("PAY-1", "x");
    expect(webhookSender.take().map(({ event }) => event)).toEqual(["comment_created"]);
  });

  test("only of issues that JQL finds as they are now; links and sprints are not narrowed", async () => {
    await create({ filters: { [JQL]: "labels = urgent" }, events: ["jira:issue_updated", "issuelink_created"] });
    expect(edit("PAY-1")).toEqual([]);
    jira.site.people.editIssue("PAY-1", { labels: ["urgent"] });
    expect(webhookSender.take()).toHaveLength(1);
    jira.site.people.link({ type: "Depends", source: "LED-1", destination: "LED-2" });
    expect(webhookSender.take()).toHaveLength(1);
  });

  test("of nothing once what the JQL names is gone", async () => {
    await create({ filters: { [JQL]: "key = LED-2 OR key = PAY-1" }, events: ["jira:issue_updated"] });
    expect(edit("PAY-1")).toHaveLength(1);
    jira.site.people.deleteIssue("LED-2");
    expect(edit("PAY-1")).toEqual([]);
  });

  test("without a body, where none is wanted; nothing once removed", async () => {
    await create({ excludeBody: true });
    const id = jira.site.hooks.register({ url: URL, jql: "project = PAY", events: ["jira:issue_updated"] });
    expect(edit("PAY-1")).toEqual([
      ["jira:issue_updated", true],
      ["jira:issue_updated", false],
    ]);
    jira.site.hooks.remove(id);
    expect(edit("PAY-1")).toHaveLength(1);
  });
});
