import { expect, test } from "vitest";
import { at, listAt } from "../../support/json.ts";
import { api1, api2, openHub, web1 } from "./fixture.ts";

const named = `query($name:String!){repository(owner:"acme",name:$name){databaseId nameWithOwner isArchived}}`;

test("a renamed repository answers by its former name too: GraphQL at once, REST by a redirect", async () => {
  const { rest, graph, admin, baseUrl } = await openHub();
  const before = at(await graph(named, { name: "api" }), "data", "repository", "databaseId");
  admin.renameRepository("acme/api", "acme/gateway");
  for (const name of ["api", "gateway"]) {
    const found = at(await graph(named, { name }), "data", "repository");
    expect(found).toMatchObject({ databaseId: before, nameWithOwner: "acme/gateway" });
  }
  const former = await rest("GET", "/repos/acme/api/issues/1");
  expect(former.status).toBe(301);
  expect(former.headers.get("location")).toMatch(new RegExp(`^${baseUrl}/api/v3/repositories/\\d+/issues/1$`));
  const followed = await rest("GET", String(former.headers.get("location")), { undescribed: true });
  expect(followed.body).toMatchObject({ number: 1, html_url: `${baseUrl}/acme/gateway/issues/1` });
  const posted = await rest("POST", "/repos/acme/api/issues/1/comments", { body: { body: "Hello" } });
  expect(posted.status).toBe(307);
});

test("a former name that somebody takes leads to the new repository", async () => {
  const { graph, admin } = await openHub();
  admin.renameRepository("acme/api", "acme/gateway");
  admin.renameRepository("acme/web", "acme/api");
  expect(at(await graph(named, { name: "api" }), "data", "repository", "nameWithOwner")).toBe("acme/api");
});

test("an archived repository can be read, and refuses every write", async () => {
  const { rest, graph, admin, people } = await openHub();
  admin.archiveRepository("acme/api");
  expect((await rest("GET", "/repos/acme/api")).body).toMatchObject({ archived: true });
  expect(at(await graph(named, { name: "api" }), "data", "repository", "isArchived")).toBe(true);
  const comments = people.comments(api1).length;
  const refused = await rest("POST", "/repos/acme/api/issues/1/comments", { body: { body: "Hello" } });
  expect(refused).toMatchObject({ status: 403, body: { message: "Repository was archived so is read-only." } });
  expect(people.comments(api1)).toHaveLength(comments);
});

test("a deleted repository takes its issues and the dependencies on them with it", async () => {
  const { rest, admin } = await openHub();
  admin.deleteRepository("acme/web");
  expect((await rest("GET", "/repos/acme/web")).status).toBe(404);
  const blockers = listAt((await rest("GET", "/repos/acme/api/issues/1/dependencies/blocked_by")).body);
  expect(blockers.map((issue) => at(issue, "html_url"))).not.toContainEqual(expect.stringContaining("acme/web"));
  expect((await rest("GET", `/repos/acme/web/issues/${web1.number}`)).status).toBe(404);
});

test("an account with another login keeps its id and what it wrote", async () => {
  const { rest, host, admin, people } = await openHub();
  const before = (await rest("GET", "/user")).body;
  await rest("POST", "/repos/acme/api/issues/2/comments", { body: { body: "From us" } });
  admin.renameAccount("train-desk");
  expect((await rest("GET", "/user")).body).toMatchObject({ login: "train-desk", id: at(before, "id") });
  expect(host.login).toBe("train-desk");
  expect(people.comments(api2).at(-1)).toMatchObject({ user: { login: "train-desk", id: at(before, "id") } });
});

test("an organisation behind single sign-on, or with a list of addresses, keeps the token out of its repositories", async () => {
  const { rest, graph, admin, baseUrl } = await openHub();
  admin.requireSignOn("Acme");
  const refused = await rest("GET", "/repos/acme/api/issues");
  expect(refused.status).toBe(403);
  expect(refused.headers.get("x-github-sso")).toBe(
    `required; url=${baseUrl}/orgs/acme/sso?authorization_request=A1B2C3`,
  );
  expect(listAt(await graph(named, { name: "api" }), "errors")[0]).toMatchObject({
    type: "FORBIDDEN",
    extensions: { saml_failure: true },
  });
  expect((await rest("GET", "/user")).status).toBe(200);
  const other = await openHub();
  other.admin.admitOthersOnly("acme");
  expect(at((await other.rest("GET", "/repos/acme/api")).body, "message")).toContain(
    "`acme` organization has an IP allow list",
  );
});

test("without the permission to read there is no list, and no writing", async () => {
  const { rest, admin } = await openHub();
  admin.withhold("issues=read");
  for (const method of ["GET", "POST"] as const) {
    const { status, headers } = await rest(method, "/repos/acme/api/issues", { undescribed: true });
    expect([method, status]).toEqual([method, 403]);
    expect(headers.get("x-accepted-github-permissions")).toContain("issues=");
  }
  expect((await rest("GET", "/repos/acme/api/pulls")).status).toBe(200);
});

test("a repository with its issues switched off takes none", async () => {
  const { rest, graph, admin } = await openHub();
  admin.switchIssuesOff("acme/api");
  expect((await rest("POST", "/repos/acme/api/issues", { body: { title: "x" } })).status).toBe(410);
  const query = `query{repository(owner:"acme",name:"api"){hasIssuesEnabled}}`;
  expect(at(await graph(query, {}), "data", "repository", "hasIssuesEnabled")).toBe(false);
});
