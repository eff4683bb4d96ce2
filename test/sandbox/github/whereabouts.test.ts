import { expect, test } from "vitest";
import { at, listAt } from "../../support/json.ts";
import { api1, api2, openHub, web1 } from "./fixture.ts";

const ONE = "/repos/acme/api/issues/1";

test("unknown, deleted and unreadable issues are told apart as GitHub does", async () => {
  const { rest, people, admin } = await openHub();
  expect((await rest("GET", "/repos/acme/api/issues/99")).status).toBe(404);
  expect((await rest("GET", "/repos/acme/api/issues/x")).status).toBe(404);
  expect((await rest("GET", "/repos/acme/nope/issues")).status).toBe(404);
  people.delete(api1);
  for (const path of [ONE, `${ONE}/comments`, `${ONE}/sub_issues`, `${ONE}/timeline`]) {
    expect((await rest("GET", path)).status).toBe(410);
  }
  expect(listAt((await rest("GET", "/repos/acme/api/issues?state=all")).body)).toHaveLength(5);
  admin.hideRepository("acme/api");
  expect((await rest("GET", ONE)).status).toBe(404);
  expect((await rest("GET", "/repos/acme/api")).status).toBe(404);
  admin.showRepository("acme/api");
  expect((await rest("GET", "/repos/acme/api")).status).toBe(200);
});

test("a transferred issue redirects, by GET and by POST, and keeps comments, parents and dependencies", async () => {
  const { rest, people, baseUrl, graph } = await openHub();
  const before = people.issue(api1);
  people.addSubIssue(api2, api1);
  const moved = people.transfer(api1, "acme/web");
  expect(moved).toEqual({ repository: "acme/web", number: 2 });
  const old = await rest("GET", ONE);
  expect(old.status).toBe(301);
  const target = String(old.headers.get("location"));
  expect(target).toMatch(new RegExp(`^${baseUrl}/api/v3/repositories/\\d+/issues/2$`));
  expect((await rest("GET", target, { undescribed: true })).body).toMatchObject({
    number: 2,
    title: "Issue 1",
    milestone: null,
  });
  const posted = await rest("POST", `${ONE}/dependencies/blocked_by`, { body: { issue_id: 5_000_000_002 } });
  expect(posted.status).toBe(301);
  expect(posted.headers.get("location")).toBe(`${target}/dependencies/blocked_by`);
  const row = people.issue(moved);
  expect(before).toMatchObject({ id: 5_000_000_001, node_id: expect.any(String) });
  expect(row).toMatchObject({
    id: expect.any(Number),
    issue_dependencies_summary: { total_blocked_by: 2 },
    comments: 1,
  });
  expect([row?.["id"]]).not.toContain(5_000_000_001);
  expect(String(row?.["parent_issue_url"])).toMatch(/acme\/api\/issues\/2$/);
  const gone = await graph("query($id:ID!){node(id:$id){id}}", { id: before?.["node_id"] });
  expect(at(gone, "errors", 0, "type")).toBe("NOT_FOUND");
});

test("an issue that is transferred twice is still found from its first place", async () => {
  const { rest, people } = await openHub();
  people.transfer(people.transfer(api1, "acme/web"), "globex/docs");
  const { headers } = await rest("GET", ONE);
  expect((await rest("GET", String(headers.get("location")), { undescribed: true })).body).toMatchObject({
    repository_url: expect.stringContaining("globex/docs"),
  });
});

test("a deleted issue takes its dependencies with it, an unreadable one hides them", async () => {
  const { rest, people, admin } = await openHub();
  const blockers = async () => listAt((await rest("GET", `${ONE}/dependencies/blocked_by`)).body).length;
  expect(await blockers()).toBe(2);
  admin.hideRepository("acme/web");
  expect(await blockers()).toBe(1);
  expect((await rest("GET", ONE)).body).toMatchObject({ issue_dependencies_summary: { total_blocked_by: 2 } });
  admin.showRepository("acme/web");
  people.delete(web1);
  expect(await blockers()).toBe(1);
  expect((await rest("GET", ONE)).body).toMatchObject({ issue_dependencies_summary: { total_blocked_by: 1 } });
});
