import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, objectsAt } from "../../support/json.ts";
import { isDescribed, issuesOf, message, START, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, adf, POINTS_FIELD } from "./records.ts";

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
