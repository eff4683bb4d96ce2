import { expect, test } from "vitest";
import { at, objectsAt } from "../../support/json.ts";
import { api1, api2, openHub, SECOND, web1 } from "./fixture.ts";

const PULLS = "/repos/acme/api/pulls";
const six = { repository: "acme/api", number: 6 };
const numbers = (body: unknown, ...path: string[]) => objectsAt(body, ...path).map((row) => row["number"]);

test("pull requests have an id of their own and close what they say when merged", async () => {
  const { rest, people } = await openHub();
  const { body } = await rest("GET", `${PULLS}/6`);
  expect(body).toMatchObject({ id: 7_000_000_006, merged: false, head: { ref: "branch-6" }, base: { ref: "main" } });
  const asIssue = people.issue(six);
  expect(asIssue).toMatchObject({ number: 6, id: expect.any(Number) });
  expect([asIssue?.["id"]]).not.toContain(7_000_000_006);
  people.mergePull(six);
  expect((await rest("GET", `${PULLS}/6`)).body).toMatchObject({
    merged: true,
    state: "closed",
    merged_by: { login: "octocat" },
  });
  expect(people.issue(api2)).toMatchObject({ state: "closed", state_reason: "completed" });
  expect(people.issue(web1)).toMatchObject({ state: "closed" });
  expect((await rest("GET", `${PULLS}/1`)).status).toBe(404);
});

test.each([
  ["", [7, 6]],
  ["state=all&sort=created&direction=asc", [6, 7]],
  ["state=closed", []],
  ["head=acme:topic", [7]],
  ["base=other", []],
  ["sort=updated", [6, 7]],
])("pulls?%s", async (query, expected) => {
  const { rest, people } = await openHub();
  people.openPull("acme/api", { title: "Seven", head: "topic" });
  expect(numbers((await rest("GET", `${PULLS}?${query}`)).body)).toEqual(expected);
});

test.each([
  ["repo:acme/api is:issue is:open", [5, 3, 2, 1]],
  ["repo:acme/api is:pr", [6]],
  ['"issue 3"', [3]],
  ["author:ann state:closed", [4]],
  ["org:globex", [1]],
  ["user:acme label:team/api in:title Text", [5, 4, 3, 2, 1, 1]],
  ["is:merged", []],
])("search for %s", async (query, expected) => {
  const { rest } = await openHub();
  const { body } = await rest("GET", `/search/issues?q=${encodeURIComponent(query)}`);
  expect(numbers(body, "items")).toEqual(expected);
  expect(at(body, "total_count")).toBe(expected.length);
});

test("search lags behind writes, deletions included", async () => {
  const { rest, people, pass } = await openHub(undefined, 60 * SECOND);
  const found = async () =>
    numbers((await rest("GET", "/search/issues?q=repo:acme/api%20fresh&sort=updated&order=asc")).body, "items");
  people.createIssue("acme/api", { title: "Fresh" });
  expect(await found()).toEqual([]);
  pass(59 * SECOND);
  expect(await found()).toEqual([]);
  pass(SECOND);
  expect(await found()).toEqual([7]);
  people.delete({ repository: "acme/api", number: 7 });
  expect(await found()).toEqual([7]);
  pass(60 * SECOND);
  expect(await found()).toEqual([]);
  expect((await rest("GET", "/repos/acme/api/issues/7")).status).toBe(410);
});

test.each(["", `q=${"x".repeat(257)}`, "q=blocked-by:3"])("422 for search?%s", async (query) => {
  const { rest } = await openHub();
  expect((await rest("GET", `/search/issues?${query}`, { undescribed: true })).status).toBe(422);
});

test("search shows nothing of a repository that is out of sight", async () => {
  const { rest, admin } = await openHub();
  admin.hideRepository("acme/api");
  expect(numbers((await rest("GET", "/search/issues?q=is:issue")).body, "items")).toEqual([1, 1]);
  expect(api1.number).toBe(1);
});
