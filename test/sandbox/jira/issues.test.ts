import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, objectsAt } from "../../support/json.ts";
import { isDescribed, issuesOf, message, START, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, adf, POINTS_FIELD, SPRINT_FIELD } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const NEW_ISSUE = { project: { key: "PAY" }, issuetype: { name: "Task" }, summary: "Rollup" };
const create = (fields: object, more: object = {}) =>
  jira.call("POST", "/rest/api/3/issue", { fields: { ...NEW_ISSUE, ...fields }, ...more });
const lastItems = async (key: string) =>
  at(await jira.read(`/rest/api/3/issue/${key}?expand=changelog`, "changelog", "histories"), 0, "items");

describe("creating", () => {
  test("gives id, key and address; the issue has the shape of the others", async () => {
    const { status, body } = await create({
      labels: ["b", "a"],
      description: adf("Text"),
      parent: { key: "PAY-1" },
      [SPRINT_FIELD]: 2,
      [POINTS_FIELD]: 8,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      key: "PAY-6",
      self: `${jira.baseUrl}/rest/api/3/issue/${String(at(body, "id"))}`,
    });
    const fields = await jira.read("/rest/api/3/issue/PAY-6", "fields");
    expect(fields).toMatchObject({
      summary: "Rollup",
      labels: ["a", "b"],
      status: { statusCategory: { key: "new" } },
      resolution: null,
      created: "2026-11-02T10:00:00.000+0100",
      updated: "2026-11-02T10:00:00.000+0100",
      creator: { accountId: jira.site.account.accountId },
      parent: { key: "PAY-1" },
      [SPRINT_FIELD]: [{ id: 2, name: "PAY Sprint 2", state: "active", boardId: 7 }],
      [POINTS_FIELD]: 8,
    });
    const usual = Object.keys(Object(await jira.read("/rest/api/3/issue/PAY-4", "fields"))).filter(
      (name) => name !== "issuelinks",
    );
    expect(Object.keys(Object(fields))).toEqual(expect.arrayContaining(usual));
  });

  test("stores properties sent along", async () => {
    await create({}, { properties: [{ key: "mark", value: { a: [1] } }] });
    expect((await jira.call("GET", "/rest/api/3/issue/PAY-6/properties/mark")).body).toEqual({
      key: "mark",
      value: { a: [1] },
    });
    expect(await jira.read("/rest/api/3/issue/PAY-6?properties=mark", "properties")).toEqual({ mark: { a: [1] } });
  });

  test.each<[name: string, fields: object, errors: object]>([
    ["no project", { project: undefined }, { project: expect.any(String) }],
    ["an unknown project", { project: { key: "NOPE" } }, { project: "Specify a valid project ID or key" }],
    [
      "no type and no summary",
      { issuetype: undefined, summary: undefined },
      { issuetype: expect.any(String), summary: "You must specify a summary of the issue." },
    ],
    ["an unknown type", { issuetype: { name: "Nope" } }, { issuetype: expect.any(String) }],
    [
      "two wrong fields at once",
      { labels: ["a b"], nope: 1 },
      { labels: "The label 'a b' contains spaces which is invalid.", nope: /cannot be set/ },
    ],
    ["a line break in the summary", { summary: "a\nb" }, { summary: expect.stringContaining("newline") }],
    ["a summary that is too long", { summary: "x".repeat(256) }, { summary: expect.any(String) }],
    [
      "a status",
      { status: { name: "Done" } },
      { status: "Field 'status' cannot be set. It is not on the appropriate screen, or unknown." },
    ],
    ["a text as description", { description: "plain" }, { description: expect.stringContaining("Atlassian Document") }],
    [
      "a description that is too long",
      { description: adf("x".repeat(32_768)) },
      { description: "The entered text is too long. It exceeds the allowed limit of 32,767 characters." },
    ],
    ["an unknown sprint", { [SPRINT_FIELD]: 99 }, { [SPRINT_FIELD]: expect.any(String) }],
    [
      "a sprint as an object",
      { [SPRINT_FIELD]: { id: 2 } },
      { [SPRINT_FIELD]: "Number value expected as the Sprint id." },
    ],
    ["points as text", { [POINTS_FIELD]: "5" }, { [POINTS_FIELD]: "Operation value must be a number" }],
    ["an unknown component", { components: [{ name: "Nope" }] }, { components: "Component name 'Nope' is not valid" }],
    ["an unknown parent", { parent: { key: "PAY-99" } }, { parent: expect.any(String) }],
    ["an unknown assignee", { assignee: { accountId: "nobody" } }, { assignee: expect.any(String) }],
    ["a date that is none", { duedate: "soon" }, { duedate: expect.any(String) }],
  ])("is refused for %s", async (_, fields, errors) => {
    const { status, body } = await create(fields);
    const matching = Object.fromEntries(
      Object.entries(errors).map(([name, text]) => [name, text instanceof RegExp ? expect.stringMatching(text) : text]),
    );
    expect({ status, body }).toEqual({ status: 400, body: { errorMessages: [], errors: matching } });
    await expect(jira.keys("project = PAY ORDER BY id")).resolves.toHaveLength(5);
  });

  test("is refused without words for a broken document", async () => {
    const { status, body } = await create({
      description: { type: "doc", version: 1, content: [{ type: "text", text: "bare" }] },
    });
    expect({ status, body }).toEqual({ status: 400, body: { errorMessages: ["INVALID_INPUT"], errors: {} } });
  });
});

describe("editing", () => {
  test("changes fields, moves `updated` on and leaves one changelog entry", async () => {
    jira.pass(60_000);
    const before = jira.now();
    const { status } = await jira.call("PUT", "/rest/api/3/issue/PAY-2", {
      fields: {
        summary: "New",
        [POINTS_FIELD]: 8,
        [SPRINT_FIELD]: 3,
        priority: { name: "High" },
        components: [{ name: "Gate way" }],
        fixVersions: [{ id: "88" }],
        parent: null,
        duedate: "2026-12-01",
      },
      update: { labels: [{ add: "new" }, { remove: "api" }] },
    });
    expect(status).toBe(204);
    const issue = (await jira.call("GET", "/rest/api/3/issue/PAY-2?expand=changelog")).body;
    expect(Date.parse(String(at(issue, "fields", "updated")).replace("+0100", "+01:00"))).toBe(before);
    expect(listAt(issue, "fields", SPRINT_FIELD).map((sprint) => at(sprint, "id"))).toEqual([1, 3]);
    expect(at(issue, "fields", "labels")).toEqual(["checkout", "new"]);
    expect(at(issue, "changelog", "total")).toBe(1);
    const items = objectsAt(issue, "changelog", "histories", 0, "items");
    expect(items).toEqual([
      {
        field: "summary",
        fieldtype: "jira",
        fieldId: "summary",
        from: null,
        fromString: "Summary of PAY-2",
        to: null,
        toString: "New",
      },
      {
        field: "Story Points",
        fieldtype: "custom",
        fieldId: POINTS_FIELD,
        from: null,
        fromString: "5",
        to: null,
        toString: "8",
      },
      {
        field: "Sprint",
        fieldtype: "custom",
        fieldId: SPRINT_FIELD,
        from: "1, 2",
        fromString: "PAY Sprint 1, PAY Sprint 2",
        to: "1, 3",
        toString: "PAY Sprint 1, PAY Sprint 3",
      },
      {
        field: "priority",
        fieldtype: "jira",
        fieldId: "priority",
        from: "3",
        fromString: "Medium",
        to: "1",
        toString: "High",
      },
      {
        field: "Component",
        fieldtype: "jira",
        fieldId: "components",
        from: null,
        fromString: null,
        to: "77",
        toString: "Gate way",
      },
      {
        field: "Fix Version",
        fieldtype: "jira",
        fieldId: "fixVersions",
        from: null,
        fromString: null,
        to: "88",
        toString: "1.0",
      },
      {
        field: "IssueParentAssociation",
        fieldtype: "jira",
        from: "1010001",
        fromString: "PAY-1",
        to: null,
        toString: null,
      },
      {
        field: "duedate",
        fieldtype: "jira",
        fieldId: "duedate",
        from: null,
        fromString: null,
        to: "2026-12-01",
        toString: "2026-12-01",
      },
      {
        field: "labels",
        fieldtype: "jira",
        fieldId: "labels",
        from: null,
        fromString: "checkout api",
        to: null,
        toString: "checkout new",
      },
    ]);
  });

  test("leaves an issue alone that is told what it knows", async () => {
    const before = jira.site.people.issue("LED-3");
    await jira.call("PUT", "/rest/api/3/issue/LED-3", {
      fields: { summary: "Summary of LED-3", labels: [], description: adf("Old") },
    });
    expect(jira.site.people.issue("LED-3")).toEqual(before);
  });

  test("keeps what was given but is not understood", async () => {
    await jira.call("PUT", "/rest/api/3/issue/PAY-2", { fields: { summary: "New" } });
    expect(await jira.read("/rest/api/3/issue/PAY-2", "fields", "customfield_10099")).toEqual({ unknown: ["kept"] });
  });

  test("stores a document with ids of its own: it is not read back as it was sent", async () => {
    const sent = {
      type: "doc",
      version: 1,
      content: [{ type: "panel", attrs: { panelType: "info" }, content: adf("x")["content"] }],
    };
    await jira.call("PUT", "/rest/api/3/issue/PAY-1", { fields: { description: sent } });
    const stored = await jira.read("/rest/api/3/issue/PAY-1", "fields", "description");
    expect(stored).not.toEqual(sent);
    expect(at(stored, "content", 0, "attrs")).toEqual({ panelType: "info", localId: expect.any(String) });
    const before = jira.site.people.issue("PAY-1");
    await jira.call("PUT", "/rest/api/3/issue/PAY-1", { fields: { description: sent } });
    expect(jira.site.people.issue("PAY-1")).toEqual(before);
  });

  test("moves `updated` on even when the clock stands still", async () => {
    const times = [];
    for (const summary of ["a", "b", "c"]) {
      await jira.call("PUT", "/rest/api/3/issue/PAY-1", { fields: { summary } });
      times.push(await jira.read("/rest/api/3/issue/PAY-1", "fields", "updated"));
    }
    expect(new Set(times).size).toBe(3);
  });

  test("answers the issue when asked to", async () => {
    const { status, body } = await jira.call("PUT", "/rest/api/3/issue/PAY-1?returnIssue=true", {
      fields: { summary: "New" },
    });
    expect([status, at(body, "fields", "summary")]).toEqual([200, "New"]);
  });

  test("without the right to it, `notifyUsers=false` is refused or not noticed", async () => {
    const put = () => jira.call("PUT", "/rest/api/3/issue/PAY-1?notifyUsers=false", { fields: { summary: "New" } });
    jira.site.people.setNotifyRight("forbidden");
    expect((await put()).status).toBe(403);
    jira.site.people.setNotifyRight("ignored");
    expect((await put()).status).toBe(204);
  });

  test("a transition sets and clears the resolution", async () => {
    const list = await jira.read("/rest/api/3/issue/PAY-2/transitions", "transitions");
    const idOf = (name: string) => at(Array.isArray(list) ? list.find((one) => at(one, "name") === name) : null, "id");
    const go = (name: string) =>
      jira.call("POST", "/rest/api/3/issue/PAY-2/transitions", { transition: { id: idOf(name) } });
    expect((await go("Done")).status).toBe(204);
    expect(await lastItems("PAY-2")).toMatchObject([
      { field: "resolution", toString: "Done" },
      { field: "status", from: "3", fromString: "In Progress", to: "10002", toString: "Done" },
    ]);
    expect(await jira.read("/rest/api/3/issue/PAY-2", "fields", "resolutiondate")).toBe("2026-11-02T10:00:00.000+0100");
    await go("To Do");
    expect(await jira.read("/rest/api/3/issue/PAY-2", "fields", "resolution")).toBeNull();
    expect((await jira.call("POST", "/rest/api/3/issue/PAY-2/transitions", { transition: { id: "0" } })).status).toBe(
      400,
    );
  });
});

describe("reading", () => {
  test("one issue by id or key in any case; a missing one is 404 and no more is said", async () => {
    expect(await jira.read("/rest/api/3/issue/1010002", "key")).toBe("PAY-2");
    expect(await jira.read("/rest/api/3/issue/pay-2", "id")).toBe("1010002");
    const missing = await jira.call("GET", "/rest/api/3/issue/PAY-99");
    expect(missing.status).toBe(404);
    expect(message(missing)).toBe("Issue does not exist or you do not have permission to see it.");
  });

  test("many at once: in order of id, missing ones left out, old keys followed", async () => {
    const moved = jira.site.people.moveIssue("PAY-4", "LED");
    const { body } = await jira.call("POST", "/rest/api/3/issue/bulkfetch", {
      issueIdsOrKeys: ["LED-1", "PAY-4", "PAY-99", "1010001", moved],
      fields: ["summary"],
      expand: ["changelog"],
    });
    expect(issuesOf(body).map((issue) => at(issue, "key"))).toEqual(["PAY-1", "LED-4", "LED-1"]);
    expect((await jira.call("POST", "/rest/api/3/issue/bulkfetch", { issueIdsOrKeys: [] })).status).toBe(400);
    expect(
      (
        await jira.call("POST", "/rest/api/3/issue/bulkfetch", {
          issueIdsOrKeys: Array.from({ length: 101 }, (_, i) => String(i)),
        })
      ).status,
    ).toBe(400);
    expect(
      (await jira.call("POST", "/rest/api/3/issue/bulkfetch", { issueIdsOrKeys: ["PAY-1"], expand: "changelog" }))
        .status,
    ).toBe(400);
  });

  test("a moved issue keeps its id; its old key leads to the new one", async () => {
    expect(jira.site.people.moveIssue("PAY-4", "LED")).toBe("LED-4");
    const issue = (await jira.call("GET", "/rest/api/3/issue/PAY-4")).body;
    expect([at(issue, "id"), at(issue, "key"), at(issue, "fields", "project", "key")]).toEqual([
      "1010004",
      "LED-4",
      "LED",
    ]);
    expect(await lastItems("LED-4")).toEqual([
      expect.objectContaining({ field: "project", to: "10200" }),
      { field: "Key", fieldtype: "jira", from: null, fromString: "PAY-4", to: null, toString: "LED-4" },
    ]);
    await expect(jira.keys("project = PAY")).resolves.not.toContain("PAY-4");
    await expect(jira.keys("key = PAY-4")).resolves.toEqual(["LED-4"]);
    expect(jira.site.people.createIssue({ ...NEW_ISSUE })).toBe("PAY-6");
  });

  test("changelogs page from the oldest; in bulk their times are numbers", async () => {
    for (const summary of ["a", "b", "c"]) {
      jira.pass(1000);
      jira.site.people.editIssue("PAY-1", { summary });
    }
    jira.site.people.editIssue("PAY-2", { [POINTS_FIELD]: 1 });
    const page = (await jira.call("GET", "/rest/api/3/issue/PAY-1/changelog?startAt=1&maxResults=1")).body;
    expect(page).toMatchObject({
      startAt: 1,
      maxResults: 1,
      total: 3,
      isLast: false,
      values: [{ items: [{ toString: "b" }] }],
    });
    const bulk = async (body: object) =>
      (await jira.call("POST", "/rest/api/3/changelog/bulkfetch", { issueIdsOrKeys: ["PAY-1", "1010002"], ...body }))
        .body;
    const first = await bulk({ maxResults: 2 });
    expect(first).toMatchObject({
      issueChangeLogs: [
        { issueId: "1010001", changeHistories: [{ created: START + 1000 }, { created: START + 2000 }] },
      ],
      nextPageToken: expect.any(String),
    });
    const second = await bulk({ maxResults: 2, nextPageToken: at(first, "nextPageToken") });
    expect(objectsAt(second, "issueChangeLogs").map(({ issueId }) => issueId)).toEqual(["1010001", "1010002"]);
    expect(second).not.toHaveProperty("nextPageToken");
    expect(await bulk({ fieldIds: [POINTS_FIELD] })).toMatchObject({ issueChangeLogs: [{ issueId: "1010002" }] });
    expect(listAt(await bulk({ fieldIds: [POINTS_FIELD] }), "issueChangeLogs")).toHaveLength(1);
  });
});

test("deleting takes comments and links along, quietly for the other end", async () => {
  const before = await jira.read("/rest/api/3/issue/PAY-2", "fields", "updated");
  expect((await jira.call("DELETE", "/rest/api/3/issue/LED-1")).status).toBe(204);
  expect((await jira.call("GET", "/rest/api/3/issue/LED-1")).status).toBe(404);
  const left = (await jira.call("GET", "/rest/api/3/issue/PAY-2")).body;
  expect([at(left, "fields", "issuelinks"), at(left, "fields", "updated")]).toEqual([[], before]);
  expect((await jira.call("DELETE", "/rest/api/3/issue/LED-1")).status).toBe(404);
});

test.skipIf(!isDescribed)("everything sent and answered fits the published description", async () => {
  await create({ description: adf("Text") }, { properties: [{ key: "mark", value: 1 }] });
  await jira.call("PUT", "/rest/api/3/issue/PAY-6?notifyUsers=false&returnIssue=true", { fields: { summary: "New" } });
  await jira.call("GET", "/rest/api/3/issue/PAY-6?fields=summary&expand=changelog,names&properties=mark");
  await jira.call("POST", "/rest/api/3/issue/bulkfetch", {
    issueIdsOrKeys: ["PAY-6"],
    fields: ["*all"],
    expand: ["changelog"],
  });
  await jira.call("POST", "/rest/api/3/changelog/bulkfetch", { issueIdsOrKeys: ["PAY-6"], fieldIds: ["summary"] });
  await jira.call("GET", "/rest/api/3/issue/PAY-6/changelog?maxResults=5");
  await jira.call("GET", "/rest/api/3/issue/PAY-6/transitions");
  await jira.call("POST", "/rest/api/3/issue/PAY-6/transitions", { transition: { id: "10012" } });
  await create({ summary: "" });
  await jira.call("DELETE", "/rest/api/3/issue/PAY-6");
  expect(jira.problems()).toEqual([]);
});
