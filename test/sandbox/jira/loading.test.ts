import { afterEach, expect, test } from "vitest";
import { at } from "../../support/json.ts";
import { startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, POINTS_FIELD, rawIssue, SPRINT_FIELD } from "./records.ts";

let jira: TestSite;
afterEach(() => jira.close());

test("records that are no issues are left out; the rest is served", async () => {
  jira = await startSite({
    data: {
      issues: [{ id: "x" }, { id: "1", key: "PAY-1" }, { id: "abc", key: "PAY-2", fields: {} }, rawIssue("PAY-3")],
    },
  });
  expect(jira.site.people.keys()).toEqual(["PAY-3"]);
});

test("a key the changelog remembers still leads to its issue, unless another one has it now", async () => {
  const moved = (from: string) => ({
    changelog: {
      histories: [
        {
          id: "1",
          created: "2026-10-01T08:00:00.000+0000",
          items: [{ field: "Key", fromString: from, toString: "LED-1" }],
        },
      ],
    },
  });
  jira = await startSite({
    data: {
      issues: [
        { ...rawIssue("LED-1"), ...moved("PAY-1") },
        { ...rawIssue("LED-2"), ...moved("PAY-3") },
        rawIssue("PAY-3"),
      ],
    },
  });
  expect(await jira.read("/rest/api/3/issue/PAY-1", "key")).toBe("LED-1");
  expect(await jira.read("/rest/api/3/issue/PAY-3", "key")).toBe("PAY-3");
});

test("a changelog in any order is given oldest first, issue properties and unknown members whole", async () => {
  const histories = [
    { id: "2", created: "2026-10-02T08:00:00.000+0000", items: [] },
    { id: "1", created: "2026-10-01T08:00:00.000+0000", items: [] },
  ];
  jira = await startSite({
    data: {
      issues: [{ ...rawIssue("PAY-1"), changelog: { histories }, properties: { mark: 1 }, renderedFields: { a: 1 } }],
    },
  });
  const { body } = await jira.call("GET", "/rest/api/3/issue/PAY-1/changelog");
  expect([at(body, "values", 0, "id"), at(body, "values", 1, "id")]).toEqual(["1", "2"]);
  expect(jira.site.people.properties("PAY-1")).toEqual({ mark: 1 });
  expect(await jira.read("/rest/api/3/issue/PAY-1", "renderedFields")).toEqual({ a: 1 });
});

test("sprints written the old way, as text, are understood", async () => {
  const text = "com.atlassian.greenhopper.service.sprint.Sprint@1f[id=2,rapidViewId=7,state=ACTIVE,name=A, b,goal=x]";
  jira = await startSite({ data: { ...ACME, issues: [rawIssue("PAY-1", { [SPRINT_FIELD]: [text] })] } });
  await expect(jira.keys("sprint = 2")).resolves.toEqual(["PAY-1"]);
  expect(await jira.read("/rest/api/3/issue/PAY-1", "fields", SPRINT_FIELD)).toEqual([text]);
});

test("custom fields nobody described are guessed from what is in them", async () => {
  const fields = {
    customfield_1: "0|hzzzzz:",
    customfield_2: [{ value: "Red" }],
    customfield_3: { value: "Blue" },
    customfield_4: "text",
    customfield_5: 1,
    customfield_6: ["a"],
    [POINTS_FIELD]: 5,
  };
  jira = await startSite({ data: { issues: [rawIssue("PAY-1", fields), rawIssue("PAY-2", { [POINTS_FIELD]: 3 })] } });
  const listed = await jira.read("/rest/api/3/field");
  const named = Object.fromEntries(
    (Array.isArray(listed) ? listed : []).map((field) => [
      String(at(field, "id")),
      [at(field, "name"), at(field, "schema", "type")],
    ]),
  );
  expect(named).toMatchObject({
    customfield_1: ["Rank", "any"],
    customfield_2: ["Custom field 2", "array"],
    customfield_3: ["Custom field 3", "option"],
    customfield_4: ["Custom field 4", "string"],
    customfield_5: ["Custom field 5", "number"],
    [POINTS_FIELD]: ["Story Points", "number"],
  });
  await expect(jira.keys("cf[2] = red AND cf[3] = Blue AND cf[6] = a AND 'Story Points' = 5")).resolves.toEqual([
    "PAY-1",
  ]);
});

test("people and the API change labels, versions, assignees, comments and links by operations too", async () => {
  jira = await startSite({ data: ACME });
  const update = {
    labels: [{ add: "x" }],
    components: [{ add: { id: "77" } }],
    fixVersions: [{ set: [{ name: "1.0" }] }],
    assignee: [{ set: { accountId: "a-1" } }],
    comment: [{ add: { body: { type: "doc", version: 1, content: [] } } }],
    issuelinks: [
      { add: { type: { name: "Blocks" }, outwardIssue: { key: "LED-2" } } },
      { add: { type: { name: "Blocks" }, inwardIssue: { key: "LED-3" } } },
    ],
  };
  expect((await jira.call("PUT", "/rest/api/3/issue/PAY-1", { update })).status).toBe(204);
  const fields = at(jira.site.people.issue("PAY-1"), "fields");
  expect(fields).toMatchObject({
    labels: ["checkout", "x"],
    components: [{ id: "77" }],
    fixVersions: [{ id: "88" }],
    assignee: { displayName: "Ann Able" },
    issuelinks: [{ outwardIssue: { key: "LED-2" } }, { inwardIssue: { key: "LED-3" } }],
    comment: { total: 1 },
  });
  const removal = {
    labels: [{ remove: "x" }],
    components: [{ remove: { id: "77" } }],
    fixVersions: [{ remove: { name: "1.0" } }],
  };
  await jira.call("PUT", "/rest/api/3/issue/PAY-1", {
    update: removal,
    fields: { assignee: null, reporter: { accountId: jira.site.account.accountId } },
  });
  expect(at(jira.site.people.issue("PAY-1"), "fields")).toMatchObject({
    labels: ["checkout"],
    components: [],
    fixVersions: [],
    assignee: null,
    reporter: { displayName: "Release Bot" },
  });
});

test("an operation that cannot be done leaves the whole issue as it was", async () => {
  jira = await startSite({ data: ACME });
  const before = jira.site.people.issue("PAY-1");
  const body = { fields: { summary: "New" }, update: { comment: [{ add: { body: "plain" } }] } };
  expect((await jira.call("PUT", "/rest/api/3/issue/PAY-1", body)).status).toBe(400);
  expect(jira.site.people.issue("PAY-1")).toEqual(before);
});

test("people close an issue with a resolution of their choice, and name only what there is", async () => {
  jira = await startSite({ data: ACME });
  jira.site.people.transition("PAY-4", "Done", "Won't Do");
  expect(at(jira.site.people.issue("PAY-4"), "fields", "resolution", "name")).toBe("Won't Do");
  expect(() => jira.site.people.transition("PAY-4", "Nowhere")).toThrow("no status 'Nowhere'");
  expect(() => jira.site.people.moveIssue("PAY-4", "NOPE")).toThrow("No project");
  expect(jira.site.people.issue("PAY-99")).toBeNull();
});
