import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt, objectsAt } from "../../support/json.ts";
import { startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, adf, POINTS_FIELD, SPRINT_FIELD } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const lastItems = async (key: string) =>
  at(await jira.read(`/rest/api/3/issue/${key}?expand=changelog`, "changelog", "histories"), 0, "items");

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
