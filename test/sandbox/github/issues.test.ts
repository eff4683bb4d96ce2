import { describe, expect, test } from "vitest";
import { at, listAt, objectsAt } from "../../support/json.ts";
import { api1, issue, linkIn, openHub, repo, SECOND, START } from "./fixture.ts";

const ISSUES = "/repos/acme/api/issues";
const numbers = (body: unknown) => objectsAt(body).map((row) => row["number"]);

describe("listing", () => {
  test("open ones by default, newest first, pull requests among them", async () => {
    const { rest } = await openHub();
    const { status, body } = await rest("GET", ISSUES);
    expect(status).toBe(200);
    expect(numbers(body)).toEqual([6, 5, 3, 2, 1]);
    expect(at(body, 0, "pull_request", "url")).toMatch(/\/api\/v3\/repos\/acme\/api\/pulls\/6$/);
    expect(at(body, 1, "pull_request")).toBeUndefined();
  });

  test.each([
    ["state=closed", [4]],
    ["state=all&direction=asc", [1, 2, 3, 4, 5, 6]],
    ["milestone=1", [1]],
    ["milestone=none", [6, 5, 3, 2]],
    ["milestone=*", [1]],
    ["labels=Team/API&state=all", [5, 4, 3, 2, 1]],
    ["labels=team/api,none-such", []],
    ["creator=ANN", [6, 5, 3, 2, 1]],
    ["creator=nobody", []],
    ["assignee=bob", [3]],
    ["assignee=none", [6, 5, 2, 1]],
    ["type=none", [6, 5, 3, 2, 1]],
    ["type=Bug", []],
    ["sort=comments&direction=desc&per_page=1", [1]],
  ])("%s", async (query, expected) => {
    const { rest } = await openHub();
    expect(numbers((await rest("GET", `${ISSUES}?${query}`)).body)).toEqual(expected);
  });

  test("since looks at the update and includes the instant itself", async () => {
    const { rest } = await openHub();
    const second = at((await rest("GET", `${ISSUES}/2`)).body, "updated_at");
    const { body } = await rest("GET", `${ISSUES}?since=${String(second)}&sort=updated&direction=asc&state=all`);
    expect(numbers(body)).toEqual([2, 3, 4, 5, 6]);
  });

  test.each(["sort=best", "state=opened", "direction=up", "milestone=Sprint"])("422 for %s", async (query) => {
    const { rest } = await openHub();
    const { status, body } = await rest("GET", `${ISSUES}?${query}`, { undescribed: true });
    expect(status).toBe(422);
    expect(at(body, "errors", 0, "code")).toBe("invalid");
  });

  test("more than a hundred rows a page are not to be had", async () => {
    const { rest } = await openHub({
      "acme/api": repo({ issues: Array.from({ length: 120 }, (_, n) => issue(n + 1)) }),
    });
    expect(listAt((await rest("GET", `${ISSUES}?per_page=101`)).body)).toHaveLength(100);
    expect(listAt((await rest("GET", ISSUES)).body)).toHaveLength(30);
  });

  test("cursors lead through all rows once, whatever moves meanwhile", async () => {
    const { rest, people, pass } = await openHub();
    const seen: unknown[] = [];
    let next: string | null = `${ISSUES}?state=all&sort=updated&direction=asc&per_page=2`;
    while (next !== null) {
      const page = await rest("GET", next, { undescribed: true });
      seen.push(...numbers(page.body));
      next = linkIn(page, "next");
      expect(next ?? "after=").toContain("after=");
      if (seen.length === 2) {
        pass(SECOND);
        people.comment(api1, "This moves number 1 to the end");
      }
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 1]);
  });

  test("page numbers end at ten thousand rows, a broken cursor is refused", async () => {
    const { rest } = await openHub();
    expect((await rest("GET", `${ISSUES}?page=2&per_page=2`)).status).toBe(200);
    expect((await rest("GET", `${ISSUES}?page=101&per_page=100`)).status).toBe(422);
    expect((await rest("GET", `${ISSUES}?after=nonsense`, { undescribed: true })).status).toBe(422);
  });
});

test("a row tells how the issue hangs together", async () => {
  const { rest, baseUrl } = await openHub();
  const { body } = await rest("GET", `${ISSUES}/5`);
  expect(body).toMatchObject({
    id: 5_000_000_005,
    url: `${baseUrl}/api/v3/repos/acme/api/issues/5`,
    html_url: `${baseUrl}/acme/api/issues/5`,
    parent_issue_url: `${baseUrl}/api/v3/repos/acme/api/issues/2`,
    sub_issues_summary: { total: 0, completed: 0, percent_completed: 0 },
    user: { login: "ann", id: 7, avatar_url: "https://pictures.example/ann" },
  });
  expect((await rest("GET", `${ISSUES}/2`)).body).toMatchObject({
    sub_issues_summary: { total: 2, completed: 1, percent_completed: 50 },
  });
  expect((await rest("GET", `${ISSUES}/1`)).body).toMatchObject({
    comments: 1,
    milestone: { number: 1, title: "Sprint 1", open_issues: 1, closed_issues: 0, due_on: "2026-12-01T08:00:00Z" },
    issue_dependencies_summary: { blocked_by: 1, total_blocked_by: 2, blocking: 0, total_blocking: 0 },
  });
  expect((await rest("GET", `${ISSUES}/4`)).body).toMatchObject({
    state_reason: "not_planned",
    closed_by: { login: "bob" },
  });
});

describe("writing", () => {
  test("a new issue belongs to the token's account and has ids beyond 32 bits", async () => {
    const { rest, host, baseUrl } = await openHub();
    const sent = { title: "New", body: "Text", labels: ["team/api", "fresh"], milestone: 1, assignees: ["bob"] };
    const { status, body, headers } = await rest("POST", ISSUES, { body: sent });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 7,
      state: "open",
      state_reason: null,
      user: { login: host.login },
      milestone: { title: "Sprint 1" },
      assignees: [{ login: "bob" }],
      created_at: "2026-11-20T10:00:00Z",
      updated_at: "2026-11-20T10:00:00Z",
    });
    expect(objectsAt(body, "labels").map(({ name }) => name)).toEqual(["team/api", "fresh"]);
    expect(at(body, "id")).toBeGreaterThan(2 ** 31);
    expect(headers.get("location")).toBe(`${baseUrl}/api/v3${ISSUES}/7`);
  });

  test.each([
    [{}, `"title" wasn't supplied`],
    [{ title: null }, `"title" wasn't supplied`],
    [{ title: " " }, "missing_field"],
    [{ title: ["x"] }, "not a string"],
    [{ title: "x", body: 5 }, "not a string"],
    [{ title: "x".repeat(257) }, "maximum is 256"],
    [{ title: "x", body: "x".repeat(65_537) }, "maximum is 65536"],
    [{ title: "x", milestone: 99 }, "milestone"],
    [{ title: "x", milestone: "None such" }, "milestone"],
    [{ title: "x", milestone: [] }, "milestone"],
    [{ title: "x", labels: "x" }, "not an array"],
    [{ title: "x", labels: [{}] }, "Label"],
    [{ title: "x", assignees: [1] }, "assignees"],
  ])("422 for %j", async (sent, reason) => {
    const { rest, people } = await openHub();
    const { status, body } = await rest("POST", ISSUES, { body: sent, undescribed: true });
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain(JSON.stringify(reason).slice(1, -1));
    expect(people.issues("acme/api")).toHaveLength(6);
  });

  test("size is counted in code points", async () => {
    const { rest } = await openHub();
    expect((await rest("POST", ISSUES, { body: { title: "🚀".repeat(256), body: "🚀".repeat(65_536) } })).status).toBe(
      201,
    );
  });

  test("an edit moves updated_at, an equal one leaves no trace", async () => {
    const { rest, pass } = await openHub();
    pass(SECOND);
    const edited = await rest("PATCH", `${ISSUES}/1`, { body: { title: "Better" } });
    expect(edited.body).toMatchObject({ title: "Better", updated_at: "2026-11-20T10:00:01Z" });
    pass(SECOND);
    const same = await rest("PATCH", `${ISSUES}/1`, { body: { title: "Better", labels: ["team/api"], milestone: 1 } });
    expect(at(same.body, "updated_at")).toBe("2026-11-20T10:00:01Z");
  });

  test("closing, with a reason, and reopening", async () => {
    const { rest, host } = await openHub();
    const closed = await rest("PATCH", `${ISSUES}/1`, {
      body: { state: "closed", state_reason: "duplicate", duplicate_issue_id: 5_000_000_002 },
    });
    expect(closed.body).toMatchObject({ state: "closed", state_reason: "duplicate", closed_by: { login: host.login } });
    expect(at(closed.body, "closed_at")).toBe(new Date(START).toISOString().replace(".000", ""));
    expect(at(closed.body, "milestone")).toMatchObject({ open_issues: 0, closed_issues: 1 });
    const opened = await rest("PATCH", `${ISSUES}/1`, { body: { state: "open" } });
    expect(opened.body).toMatchObject({ state: "open", state_reason: "reopened", closed_at: null, closed_by: null });
    const reasonless = await rest("PATCH", `${ISSUES}/1`, { body: { state: "closed" } });
    expect(at(reasonless.body, "state_reason")).toBe("completed");
    const ignored = await rest("PATCH", `${ISSUES}/1`, { body: { state: "closed", state_reason: "not_planned" } });
    expect(at(ignored.body, "state_reason")).toBe("completed");
  });

  test("labels, milestone and assignees are replaced; null takes the milestone away", async () => {
    const { rest } = await openHub();
    const body = { labels: [{ name: "one" }], milestone: null, assignees: ["bob", "bob"], body: null };
    const edited = await rest("PATCH", `${ISSUES}/1`, { body });
    expect(edited.body).toMatchObject({
      labels: [{ name: "one" }],
      milestone: null,
      assignees: [{ login: "bob" }],
      body: null,
    });
    expect((await rest("PATCH", `${ISSUES}/1`, { body: { milestone: "Sprint 1" } })).body).toMatchObject({
      milestone: { number: 1 },
    });
  });

  test.each([{ state: "shut" }, { state: "closed", state_reason: "bored" }])("422 for %j", async (body) => {
    const { rest } = await openHub();
    expect((await rest("PATCH", `${ISSUES}/1`, { body, undescribed: true })).status).toBe(422);
  });
});
