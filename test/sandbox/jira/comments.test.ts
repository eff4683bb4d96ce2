import { afterEach, beforeEach, expect, test } from "vitest";
import { at } from "../../support/json.ts";
import { isDescribed, message, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, adf, rawIssue } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const PATH = "/rest/api/3/issue/PAY-1/comment";
const add = async (text: string, more: object = {}) =>
  String(at((await jira.call("POST", PATH, { body: adf(text), ...more })).body, "id"));

test("a comment carries author, times and text; its properties show only in the list by id", async () => {
  const id = await add("Hello", { properties: [{ key: "mark", value: { n: 1 } }] });
  const list = (await jira.call("GET", `${PATH}?expand=properties`)).body;
  expect(list).toMatchObject({
    startAt: 0,
    total: 1,
    comments: [
      {
        id,
        body: adf("Hello"),
        author: { accountId: jira.site.account.accountId },
        created: "2026-11-02T10:00:00.000+0100",
      },
    ],
  });
  expect(at(list, "comments", 0)).not.toHaveProperty("properties");
  const byId = await jira.call("POST", "/rest/api/3/comment/list?expand=properties", { ids: [Number(id), 99] });
  expect(byId.body).toMatchObject({
    total: 1,
    isLast: true,
    values: [{ id, properties: [{ key: "mark", value: { n: 1 } }] }],
  });
  expect(
    at((await jira.call("POST", "/rest/api/3/comment/list", { ids: [Number(id)] })).body, "values", 0),
  ).not.toHaveProperty("properties");
  expect((await jira.call("POST", "/rest/api/3/comment/list", { ids: [] })).status).toBe(400);
});

test("writing, changing and deleting a comment each count as an update of the issue, without a changelog line", async () => {
  const updated = () => jira.read("/rest/api/3/issue/PAY-1", "fields", "updated");
  const times = [await updated()];
  const id = await add("One");
  times.push(await updated());
  jira.pass(1000);
  const changed = await jira.call("PUT", `${PATH}/${id}?notifyUsers=false`, {
    body: adf("Two"),
    properties: [{ key: "k", value: 2 }],
  });
  expect(changed.body).toMatchObject({
    body: adf("Two"),
    created: "2026-11-02T10:00:00.000+0100",
    updated: "2026-11-02T10:00:01.000+0100",
  });
  times.push(await updated());
  expect((await jira.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
  times.push(await updated());
  expect(new Set(times).size).toBe(4);
  expect(await jira.read("/rest/api/3/issue/PAY-1?expand=changelog", "changelog", "total")).toBe(0);
  expect((await jira.call("GET", `${PATH}/${id}`)).status).toBe(404);
});

test("comments page, newest first on demand, and show in the issue's field", async () => {
  const ids = [await add("1"), await add("2"), await add("3")];
  expect((await jira.call("GET", `${PATH}?startAt=1&maxResults=1`)).body).toMatchObject({
    startAt: 1,
    maxResults: 1,
    total: 3,
    comments: [{ id: ids[1] }],
  });
  expect(await jira.read(`${PATH}?orderBy=-created`, "comments", 0, "id")).toBe(ids[2]);
  expect(await jira.read("/rest/api/3/issue/PAY-1?fields=comment", "fields", "comment", "total")).toBe(3);
});

test("comments in the loaded records are there from the start", async () => {
  const comment = {
    comments: [{ id: "31", body: adf("Old"), author: { displayName: "Ann" }, properties: [{ key: "k", value: 1 }] }],
    total: 1,
  };
  const other = await startSite({ data: { ...ACME, issues: [rawIssue("PAY-1", { comment })] } });
  expect(await other.read(PATH, "comments", 0, "body")).toEqual(adf("Old"));
  expect(other.site.people.comments("PAY-1")).toMatchObject([{ id: "31", properties: { k: 1 } }]);
  await other.close();
});

test("properties of a comment can be read and written by themselves", async () => {
  const id = await add("x");
  const path = `/rest/api/3/comment/${id}/properties/mark`;
  expect((await jira.call("GET", path)).status).toBe(404);
  expect([(await jira.call("PUT", path, 1)).status, (await jira.call("PUT", path, { a: 2 })).status]).toEqual([
    201, 200,
  ]);
  expect(await jira.read(path)).toEqual({ key: "mark", value: { a: 2 } });
  expect((await jira.call("GET", "/rest/api/3/comment/99/properties/mark")).status).toBe(404);
});

test("bad comments are refused: broken, plain, too long, elsewhere", async () => {
  const post = (body: unknown, path = PATH) => jira.call("POST", path, { body });
  expect(message(await post({ type: "doc" }))).toBe("INVALID_INPUT");
  expect((await post("plain")).status).toBe(400);
  expect((await post(adf("x".repeat(32_768)))).body).toEqual({
    errorMessages: [],
    errors: { comment: "The entered text is too long. It exceeds the allowed limit of 32,767 characters." },
  });
  expect((await post(adf("x"), "/rest/api/3/issue/PAY-99/comment")).status).toBe(404);
  const id = await add("x");
  expect((await jira.call("GET", `/rest/api/3/issue/PAY-2/comment/${id}`)).status).toBe(404);
  jira.site.people.setNotifyRight("forbidden");
  expect((await jira.call("PUT", `${PATH}/${id}?notifyUsers=false`, { body: adf("y") })).status).toBe(403);
});

test("people comment under their own name", () => {
  const id = jira.site.people.comment("PAY-1", "Hi");
  jira.site.people.editComment({ issue: "PAY-1", id }, "Hi again");
  expect(jira.site.people.comments("PAY-1")).toMatchObject([
    { body: adf("Hi again"), author: { displayName: "Mia Krystof" } },
  ]);
  jira.site.people.deleteComment({ issue: "PAY-1", id });
  expect(jira.site.people.comments("PAY-1")).toEqual([]);
});

test.skipIf(!isDescribed)("everything sent and answered fits the published description", async () => {
  const id = await add("x", { properties: [{ key: "k", value: 1 }] });
  await jira.call("GET", `${PATH}?startAt=0&maxResults=100&orderBy=created`);
  await jira.call("GET", `${PATH}/${id}`);
  await jira.call("PUT", `${PATH}/${id}?notifyUsers=false`, { body: adf("y"), properties: [{ key: "k", value: 2 }] });
  await jira.call("POST", "/rest/api/3/comment/list?expand=properties", { ids: [Number(id)] });
  await jira.call("DELETE", `${PATH}/${id}`);
  expect(jira.problems()).toEqual([]);
});
