import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, namesAt } from "../../support/json.ts";
import { startSite } from "./fixture.ts";
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
    const usual = namesAt(await jira.read("/rest/api/3/issue/PAY-4"), "fields");
    expect(namesAt({ fields }, "fields")).toEqual(expect.arrayContaining([...usual]));
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
      { labels: "The label 'a b' contains spaces which is invalid.", nope: expect.stringContaining("cannot be set") },
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
    expect({ status, body }).toEqual({ status: 400, body: { errorMessages: [], errors } });
    await expect(jira.keys("project = PAY ORDER BY id")).resolves.toHaveLength(5);
  });

  test("is refused without words for a broken document", async () => {
    const { status, body } = await create({
      description: { type: "doc", version: 1, content: [{ type: "text", text: "bare" }] },
    });
    expect({ status, body }).toEqual({ status: 400, body: { errorMessages: ["INVALID_INPUT"], errors: {} } });
  });
});
