import { expect, test } from "vitest";
import { at } from "../../support/json.ts";
import { description, openHub, SECOND } from "./fixture.ts";

const ISSUES = "/repos/acme/api/issues";

test.skipIf(description === null)(
  "all requests here are held to GitHub's own description (needs ../shared/data)",
  async () => {
    const { rest } = await openHub();
    await expect(rest("POST", ISSUES, { body: { title: "x", milestone: [] } })).rejects.toThrow("/milestone");
    await expect(rest("GET", `${ISSUES}?per_page=many`)).rejects.toThrow("per_page");
    await expect(rest("GET", "/nonsense")).rejects.toThrow("not described");
  },
);

test("who one is, what is left, and what host it is", async () => {
  const { rest, host, baseUrl } = await openHub();
  const user = await rest("GET", "/user");
  expect(user.body).toMatchObject({ login: host.login, type: "User" });
  expect(user.headers.get("x-ratelimit-remaining")).toBe("14999");
  expect(user.headers.get("x-ratelimit-resource")).toBe("core");
  expect(user.headers.get("x-github-request-id")).toMatch(/^[\dA-F:]+$/);
  expect(at((await rest("GET", "/rate_limit")).body, "resources", "graphql", "limit")).toBe(12_500);
  expect((await rest("GET", "/repos/ACME/api")).body).toMatchObject({
    full_name: "acme/api",
    url: `${baseUrl}/api/v3/repos/acme/api`,
    owner: { type: "Organization" },
    permissions: { push: true },
    open_issues_count: 5,
  });
  expect(at((await rest("GET", "/meta", { undescribed: true })).body, "installed_version")).toBe("3.21.0");
});

test("a wrong token, none, and one that was taken back", async () => {
  const { rest, graph, admin, baseUrl } = await openHub();
  for (const authorization of ["token nonsense", "Basic x", "bearer"]) {
    const { status, body } = await rest("GET", "/user", { headers: { authorization } });
    expect(status).toBe(401);
    expect(body).toMatchObject({ message: "Bad credentials" });
  }
  expect((await fetch(`${baseUrl}/api/v3/user`)).status).toBe(401);
  admin.revokeToken();
  expect((await rest("GET", "/user")).status).toBe(401);
  expect(await graph("{viewer{login}}")).toMatchObject({ message: "Bad credentials" });
});

test("what is known already is answered by 304 and costs nothing", async () => {
  const { rest, people } = await openHub();
  const first = await rest("GET", ISSUES);
  const headers = { "if-none-match": String(first.headers.get("etag")) };
  const second = await rest("GET", ISSUES, { headers });
  expect(second).toMatchObject({ status: 304, body: null });
  expect(second.headers.get("x-ratelimit-remaining")).toBe(first.headers.get("x-ratelimit-remaining"));
  people.edit({ repository: "acme/api", number: 1 }, { title: "Other" });
  const third = await rest("GET", ISSUES, { headers });
  expect(third.status).toBe(200);
  expect(third.headers.get("x-ratelimit-remaining")).toBe("14998");
});

test("a spent allowance is refused until its hour is over; GraphQL says so in the answer", async () => {
  const { rest, graph, admin, pass } = await openHub();
  admin.allow("core", { limit: 5000, remaining: 1 });
  admin.allow("graphql", { limit: 5000, remaining: 0 });
  expect((await rest("GET", "/user")).headers.get("x-ratelimit-remaining")).toBe("0");
  const refused = await rest("GET", "/user");
  expect(refused.status).toBe(403);
  expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
  const reset = Number(refused.headers.get("x-ratelimit-reset"));
  expect(reset * 1000).toBe(Date.parse("2026-11-20T11:00:00Z"));
  expect(at(await graph("{viewer{login}}"), "errors", 0, "type")).toBe("RATE_LIMITED");
  pass(3600 * SECOND);
  expect((await rest("GET", "/user")).status).toBe(200);
  expect(at(await graph("{viewer{login}}"), "data", "viewer", "login")).toBe("release-operator");
});

test("the secondary limit names a time to wait", async () => {
  const { rest, admin } = await openHub();
  admin.throttle(1);
  const { status, headers, body } = await rest("GET", "/user");
  expect([status, headers.get("retry-after")]).toEqual([403, "1"]);
  expect(at(body, "message")).toContain("secondary rate limit");
  expect((await rest("GET", "/user")).status).toBe(200);
});

test("a write without the permission says which one is missing", async () => {
  const { rest, admin, people } = await openHub();
  admin.withhold("issues=write");
  for (const path of [ISSUES, `${ISSUES}/1/comments`]) {
    const { status, headers } = await rest("POST", path, { body: { title: "x", body: "x" }, undescribed: true });
    expect(status).toBe(403);
    expect(headers.get("x-accepted-github-permissions")).toContain("issues=write");
  }
  expect((await rest("GET", ISSUES)).status).toBe(200);
  expect(people.issues("acme/api")).toHaveLength(6);
  admin.withhold(null);
  expect((await rest("POST", ISSUES, { body: { title: "x" } })).status).toBe(201);
});

test.each([
  ["{", 400, "Problems parsing JSON"],
  ["[]", 400, "Body should be a JSON object"],
])("a body of %s", async (body, status, message) => {
  const { rest } = await openHub();
  const answer = await rest("POST", ISSUES, { body, undescribed: true });
  expect(answer).toMatchObject({ status, body: { message } });
});

test("an endpoint that is not there", async () => {
  const { rest, host } = await openHub();
  expect((await rest("GET", "/nonsense", { undescribed: true })).status).toBe(404);
  expect(host.requests()).toBe(1);
});

test("observers see each request with its answer, until they have had enough", async () => {
  const { rest, graph, host } = await openHub();
  const seen: unknown[] = [];
  const end = host.onRequest(({ method, path, query, body, status, response }) =>
    seen.push([method, path, query.get("a"), body, status, at(response, "number")]),
  );
  await rest("POST", `${ISSUES}?a=b`, { body: { title: "x" }, undescribed: true });
  await rest("POST", ISSUES, { body: "{", undescribed: true });
  await rest("GET", "/nonsense", { undescribed: true });
  await graph("{viewer{login}}");
  end();
  await rest("GET", "/user");
  const path = `/api/v3${ISSUES}`;
  expect(seen).toEqual([
    ["POST", path, "b", { title: "x" }, 201, 7],
    ["POST", path, null, "{", 400, undefined],
    ["GET", "/api/v3/nonsense", null, undefined, 404, undefined],
    ["POST", "/api/graphql", null, { query: "{viewer{login}}", variables: {} }, 200, undefined],
  ]);
  expect(host.requests()).toBe(5);
});
