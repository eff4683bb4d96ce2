import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, namesAt } from "../../support/json.ts";
import { isDescribed, issuesOf, message, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, POINTS_FIELD, rawIssue, SPRINT_FIELD } from "./records.ts";

const DAY_MS = 86_400_000;

describe("a site with many issues", () => {
  let jira: TestSite;
  const many = Array.from({ length: 237 }, (_, index) =>
    rawIssue(`${index % 3 === 0 ? "PAY" : "LED"}-${index + 1}`, {
      updated: `2026-10-20T08:00:0${(index * 7) % 10}.000+0000`,
      priority: { id: String(index % 4), name: `P${index % 4}` },
    }),
  );
  beforeEach(async () => {
    jira = await startSite({ data: { ...ACME, issues: many } });
  });
  afterEach(() => jira.close());

  test.each(["updated ASC, id ASC", "updated DESC", "key", "priority, summary DESC", "created"])(
    "a walk by nextPageToken gives every issue once: ORDER BY %s",
    async (order) => {
      const seen: unknown[] = [];
      const pages: number[] = [];
      let token: unknown;
      do {
        const { body } = await jira.search(`project in (PAY, LED) ORDER BY ${order}`, {
          maxResults: 50,
          ...(token === undefined ? {} : { nextPageToken: token }),
        });
        seen.push(...issuesOf(body).map((issue) => at(issue, "id")));
        pages.push(issuesOf(body).length);
        token = at(body, "nextPageToken");
        expect(at(body, "isLast")).toBe(token === undefined);
        expect(at(body, "total")).toBeUndefined();
      } while (token !== undefined);
      expect(pages).toEqual([50, 50, 50, 50, 37]);
      expect(new Set(seen).size).toBe(237);
    },
  );

  test("an issue touched while paging moves behind the cursor and comes again", async () => {
    const first = await jira.search("project = PAY ORDER BY updated ASC, id ASC", { maxResults: 20 });
    const touched = String(at(issuesOf(first.body), 3, "key"));
    jira.pass(1000);
    jira.site.people.editIssue(touched, { summary: "Touched" });
    const rest = await jira.search("project = PAY ORDER BY updated ASC, id ASC", {
      maxResults: 100,
      nextPageToken: at(first.body, "nextPageToken"),
    });
    expect(issuesOf(rest.body)).toHaveLength(60);
    expect(at(issuesOf(rest.body), -1, "key")).toBe(touched);
  });

  test("pages are capped: a hundred with fields, thousands of bare ids", async () => {
    const withFields = await jira.search("project in (PAY, LED)", { maxResults: 5000 });
    const idsAndKeys = await jira.search("project in (PAY, LED)", { maxResults: 5000, fields: ["id", "key"] });
    const { body } = await jira.call("POST", "/rest/api/3/search/jql", {
      jql: "project in (PAY, LED)",
      maxResults: 6000,
    });
    expect(issuesOf(withFields.body)).toHaveLength(100);
    expect(issuesOf(idsAndKeys.body)).toHaveLength(237);
    expect(namesAt(idsAndKeys.body, "issues", 0)).toEqual(["expand", "id", "self", "key"]);
    expect(issuesOf(body)[0]).toEqual({ id: expect.stringMatching(/^\d+$/) });
  });

  test("the usual page is fifty; GET and POST agree", async () => {
    const post = await jira.search("project = LED", { fields: ["summary", "status"] });
    const get = await jira.call("GET", "/rest/api/3/search/jql?jql=project%20%3D%20LED&fields=summary,status");
    expect(issuesOf(post.body)).toHaveLength(50);
    expect(get.body).toEqual(post.body);
  });

  test("a token lives a week and belongs to its query", async () => {
    const { body } = await jira.search("project = LED");
    const nextPageToken = at(body, "nextPageToken");
    const foreign = await jira.search("project = PAY", { nextPageToken });
    const broken = await jira.search("project = LED", { nextPageToken: "nonsense" });
    expect([foreign.status, broken.status]).toEqual([400, 400]);
    jira.pass(7 * DAY_MS);
    expect((await jira.search("project = LED", { nextPageToken })).status).toBe(200);
    jira.pass(1);
    expect(message(await jira.search("project = LED", { nextPageToken }))).toContain("expired");
  });

  test("a count tells how many match and refuses what search refuses", async () => {
    const count = await jira.call("POST", "/rest/api/3/search/approximate-count", { jql: "project = PAY" });
    expect(count.body).toEqual({ count: 79 });
    expect((await jira.call("POST", "/rest/api/3/search/approximate-count", { jql: "" })).status).toBe(400);
  });
});

describe("search behind its lag", () => {
  let jira: TestSite;
  beforeEach(async () => {
    jira = await startSite({ data: ACME, searchLagMs: 5000 });
  });
  afterEach(() => jira.close());

  test("sees a new issue only after the lag; reading it by id does not wait", async () => {
    const key = jira.site.people.createIssue({ project: { key: "PAY" }, issuetype: { name: "Story" }, summary: "New" });
    expect((await jira.call("GET", `/rest/api/3/issue/${key}`)).status).toBe(200);
    jira.pass(4999);
    await expect(jira.keys(`project = PAY AND key >= ${key}`)).resolves.toEqual([]);
    jira.pass(1);
    await expect(jira.keys(`project = PAY AND key >= ${key}`)).resolves.toEqual([key]);
  });

  test("shows old fields until it catches up, and drops deleted issues only then", async () => {
    jira.site.people.editIssue("LED-1", { summary: "Changed" });
    jira.site.people.deleteIssue("LED-2");
    const before = await jira.search("project = LED ORDER BY id");
    jira.pass(5000);
    const after = await jira.search("project = LED ORDER BY id");
    expect(issuesOf(before.body).map((issue) => at(issue, "fields", "summary"))).toEqual([
      "Summary of LED-1",
      "Summary of LED-2",
      "Summary of LED-3",
    ]);
    expect(issuesOf(after.body).map((issue) => at(issue, "fields", "summary"))).toEqual([
      "Changed",
      "Summary of LED-3",
    ]);
  });

  test("judges issues to reconcile as they are now, in their place", async () => {
    jira.site.people.transition("LED-2", "Done");
    jira.site.people.transition("PAY-3", "To Do");
    const found = await jira.search("status = Done ORDER BY id", {
      reconcileIssues: [1_020_002, 1_010_003],
      fields: ["key"],
    });
    expect(issuesOf(found.body).map((issue) => at(issue, "key"))).toEqual(["LED-2"]);
    const tooMany = await jira.search("status = Done", {
      reconcileIssues: Array.from({ length: 51 }, (_, index) => index),
    });
    expect(tooMany.status).toBe(400);
  });
});

describe("what a found issue shows", () => {
  let jira: TestSite;
  beforeEach(async () => {
    jira = await startSite({ data: ACME });
  });
  afterEach(() => jira.close());
  const fieldsOf = async (fields: readonly string[]) =>
    namesAt((await jira.search("key = PAY-2", { fields })).body, "issues", 0, "fields");

  test("the fields asked for, all, navigable, or all but some", async () => {
    await expect(fieldsOf(["summary", "nope"])).resolves.toEqual(["summary"]);
    await expect(fieldsOf(["*all"])).resolves.toEqual(
      expect.arrayContaining(["customfield_10099", "comment", "summary"]),
    );
    await expect(fieldsOf(["*navigable"])).resolves.not.toContain("comment");
    await expect(fieldsOf(["*all", "-summary"])).resolves.not.toContain("summary");
    await expect(fieldsOf(["-summary"])).resolves.toContain("status");
  });

  test("the other ends of links and the parent as they are now", async () => {
    jira.site.people.editIssue("PAY-1", { summary: "A new epic" });
    const { body } = await jira.search("key = PAY-2", { fields: ["parent", "issuelinks"] });
    expect(at(body, "issues", 0, "fields", "parent", "fields", "summary")).toBe("A new epic");
    expect(at(body, "issues", 0, "fields", "issuelinks", 0, "inwardIssue", "fields", "status", "name")).toBe(
      "In Progress",
    );
  });

  test("a link that stood in one of its issues only stands in both", async () => {
    const links = await jira.read("/rest/api/3/issue/LED-1?fields=issuelinks", "fields", "issuelinks");
    expect(links).toMatchObject([
      { id: "500", outwardIssue: { key: "PAY-2", fields: { summary: "Summary of PAY-2" } } },
    ]);
  });

  test("names, schemas and the forty newest changes on demand", async () => {
    for (let change = 1; change <= 45; change += 1) {
      jira.pass(1000);
      jira.site.people.editIssue("PAY-2", { [POINTS_FIELD]: change + 100 });
    }
    const { body } = await jira.search("key = PAY-2", {
      fields: [POINTS_FIELD, SPRINT_FIELD],
      expand: "names,schema,changelog",
    });
    expect(at(body, "names")).toEqual({ [SPRINT_FIELD]: "Sprint", [POINTS_FIELD]: "Story Points" });
    expect(at(body, "schema", POINTS_FIELD, "type")).toBe("number");
    expect(at(body, "issues", 0, "changelog")).toMatchObject({ startAt: 0, maxResults: 40, total: 45 });
    expect(at(body, "issues", 0, "changelog", "histories", 0, "items")).toMatchObject([
      { field: "Story Points", fromString: "144", toString: "145" },
    ]);
  });

  test("properties by name, five at most; an expand list is refused", async () => {
    await jira.call("PUT", "/rest/api/3/issue/PAY-2/properties/mark", { a: 1 });
    const { body } = await jira.search("key = PAY-2", { fields: ["key"], properties: ["mark", "other"] });
    expect(at(body, "issues", 0, "properties")).toEqual({ mark: { a: 1 } });
    expect((await jira.search("key = PAY-2", { properties: ["a", "b", "c", "d", "e", "f"] })).status).toBe(400);
    expect((await jira.search("key = PAY-2", { expand: ["changelog"] })).status).toBe(400);
    expect((await jira.search("key = PAY-2", { maxResults: 0 })).status).toBe(400);
  });

  test.skipIf(!isDescribed)("everything sent and answered fits the published description", async () => {
    await jira.search("project = PAY ORDER BY updated", { fields: ["*all"], expand: "names,changelog", maxResults: 2 });
    await jira.call("GET", "/rest/api/3/search/jql?jql=project%3DPAY&fields=summary&maxResults=5&expand=names");
    await jira.call("POST", "/rest/api/3/search/approximate-count", { jql: "project = PAY" });
    expect(jira.problems()).toEqual([]);
  });
});

test("the old search is gone", async () => {
  const jira = await startSite({ data: ACME });
  const answers = await Promise.all([
    jira.call("GET", "/rest/api/3/search?jql=x"),
    jira.call("POST", "/rest/api/2/search", { jql: "x" }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([410, 410]);
  expect(message(answers[0])).toMatch(/has been removed.*\/rest\/api\/3\/search\/jql.*CHANGE-2046/);
  await jira.close();
});
