import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt } from "../../support/json.ts";
import { isDescribed, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, BLOCKS } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const linksOf = async (key: string) => {
  const { body } = await jira.call("GET", `/rest/api/3/issue/${key}?fields=issuelinks`);
  return listAt(body, "fields", "issuelinks");
};
const newest = async (key: string) =>
  listAt(await jira.read(`/rest/api/3/issue/${key}?expand=changelog`, "changelog", "histories"), 0, "items");
const link = (body: object) => jira.call("POST", "/rest/api/3/issueLink", { type: { name: "Blocks" }, ...body });

describe("a link", () => {
  test("runs from `inwardIssue` to `outwardIssue` and shows at both ends under one id", async () => {
    const { status, body } = await link({ inwardIssue: { key: "LED-2" }, outwardIssue: { key: "PAY-1" } });
    expect([status, body]).toEqual([201, undefined]);
    const [fromSource] = await linksOf("LED-2");
    const [fromDestination] = await linksOf("PAY-1");
    expect(fromSource).toMatchObject({
      type: BLOCKS,
      outwardIssue: { key: "PAY-1", fields: { summary: "Summary of PAY-1" } },
    });
    expect(fromDestination).toMatchObject({ id: at(fromSource, "id"), inwardIssue: { key: "LED-2" } });
    expect(fromSource).not.toHaveProperty("inwardIssue");
    const { body: whole } = await jira.call("GET", `/rest/api/3/issueLink/${String(at(fromSource, "id"))}`);
    expect([at(whole, "inwardIssue", "key"), at(whole, "outwardIssue", "key")]).toEqual(["LED-2", "PAY-1"]);
  });

  test("moves `updated` on and leaves a changelog line at both ends, when made and when taken away", async () => {
    jira.pass(60_000);
    await link({ inwardIssue: { key: "LED-2" }, outwardIssue: { key: "PAY-1" } });
    expect(await newest("LED-2")).toEqual([
      {
        field: "Link",
        fieldtype: "jira",
        from: null,
        fromString: null,
        to: "PAY-1",
        toString: "This issue blocks PAY-1",
      },
    ]);
    expect(await newest("PAY-1")).toEqual([
      {
        field: "Link",
        fieldtype: "jira",
        from: null,
        fromString: null,
        to: "LED-2",
        toString: "This issue is blocked by LED-2",
      },
    ]);
    await expect(jira.keys(`updated >= ${jira.now()} ORDER BY id`)).resolves.toEqual(["PAY-1", "LED-2"]);
    jira.pass(60_000);
    const [made] = await linksOf("LED-2");
    expect((await jira.call("DELETE", `/rest/api/3/issueLink/${String(at(made, "id"))}`)).status).toBe(204);
    expect([await linksOf("LED-2"), await linksOf("PAY-1")]).toEqual([[], []]);
    expect(await newest("PAY-1")).toMatchObject([{ field: "Link", from: "LED-2", to: null }]);
    await expect(jira.keys(`updated >= ${jira.now()} ORDER BY id`)).resolves.toEqual(["PAY-1", "LED-2"]);
  });

  test("made twice is there once; the second try changes nothing", async () => {
    await link({ inwardIssue: { key: "LED-2" }, outwardIssue: { key: "PAY-1" } });
    const before = jira.site.people.issue("PAY-1");
    expect((await link({ inwardIssue: { key: "LED-2" }, outwardIssue: { key: "PAY-1" } })).status).toBe(201);
    expect(jira.site.people.issue("PAY-1")).toEqual(before);
  });

  test("the other way round is another link", async () => {
    jira.site.people.link({ type: "Depends", source: "PAY-1", destination: "LED-2" });
    jira.site.people.link({ type: "Depends", source: "LED-2", destination: "PAY-1" });
    expect(await linksOf("PAY-1")).toHaveLength(2);
  });

  test.each<[name: string, body: object, status: number]>([
    ["an unknown type", { type: { name: "Nope" }, inwardIssue: { key: "LED-2" }, outwardIssue: { key: "PAY-1" } }, 404],
    ["an unknown issue", { inwardIssue: { key: "LED-99" }, outwardIssue: { key: "PAY-1" } }, 404],
    ["an issue and itself", { inwardIssue: { key: "PAY-1" }, outwardIssue: { id: "1010001" } }, 400],
  ])("is refused for %s", async (_, body, status) => {
    expect((await link(body)).status).toBe(status);
  });

  test("that is not there is 404", async () => {
    expect((await jira.call("GET", "/rest/api/3/issueLink/1")).status).toBe(404);
    expect((await jira.call("DELETE", "/rest/api/3/issueLink/1")).status).toBe(404);
  });
});

describe("a remote link", () => {
  const object = { url: "https://example.com/7", title: "acme/api#7" };
  const put = (body: object) => jira.call("POST", "/rest/api/3/issue/PAY-1/remotelink", body);

  test("is stored under its global id; what is left out of a second writing becomes null", async () => {
    const first = await put({ globalId: "g", relationship: "depends on", object });
    const second = await put({ globalId: "g", object });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(at(first.body, "id")).toBe(at(second.body, "id"));
    expect(await jira.read("/rest/api/3/issue/PAY-1/remotelink")).toMatchObject([
      { globalId: "g", relationship: null, object },
    ]);
    expect(await jira.read("/rest/api/3/issue/PAY-1/remotelink?globalId=g")).toMatchObject({ object });
    expect((await jira.call("GET", "/rest/api/3/issue/PAY-1/remotelink?globalId=x")).status).toBe(404);
  });

  test("written again unchanged still leaves a changelog line with equal ends", async () => {
    await put({ globalId: "g", object });
    await put({ globalId: "g", object });
    const [line] = await newest("PAY-1");
    expect(at(line, "from")).toBe(at(line, "to"));
    expect(line).toMatchObject({
      field: "RemoteWorkItemLink",
      toString: 'This work item links to "acme/api#7 (Web Link)"',
    });
  });

  test("is removed by its id or its global id, and the changelog says so", async () => {
    const { body } = await put({ globalId: "g", object });
    await put({ globalId: "a&b", object });
    const path = "/rest/api/3/issue/PAY-1/remotelink";
    const byId = await jira.call("DELETE", `${path}/${String(at(body, "id"))}`);
    const [line] = await newest("PAY-1");
    const byGlobalId = await jira.call("DELETE", `${path}?globalId=a%26b`);
    expect([byId.status, byGlobalId.status]).toEqual([204, 204]);
    expect(line).toMatchObject({ field: "RemoteWorkItemLink", from: String(at(body, "id")), to: null });
    expect(await jira.read(path)).toEqual([]);
    expect((await jira.call("DELETE", `${path}?globalId=g`)).status).toBe(404);
    expect((await jira.call("DELETE", path)).status).toBe(400);
  });

  test("needs an address and a title", async () => {
    expect((await put({ object: { title: "x" } })).status).toBe(400);
    expect((await put({ globalId: "x".repeat(256), object })).status).toBe(400);
  });
});

describe("an issue property", () => {
  test("is any JSON; it can be listed, and does not touch `updated`", async () => {
    const before = await jira.read("/rest/api/3/issue/PAY-1", "fields", "updated");
    const put = (key: string, value: unknown) => jira.call("PUT", `/rest/api/3/issue/PAY-1/properties/${key}`, value);
    expect([(await put("a.b", "text")).status, (await put("a.b", [1, null])).status]).toEqual([201, 200]);
    expect(await jira.read("/rest/api/3/issue/PAY-1/properties/a.b")).toEqual({ key: "a.b", value: [1, null] });
    expect(await jira.read("/rest/api/3/issue/PAY-1/properties", "keys", 0, "key")).toBe("a.b");
    expect(await jira.read("/rest/api/3/issue/PAY-1", "fields", "updated")).toBe(before);
    expect((await jira.call("GET", "/rest/api/3/issue/PAY-1/properties/none")).status).toBe(404);
    expect((await put("long", "x".repeat(32_768))).status).toBe(400);
    expect((await put("k".repeat(256), 1)).status).toBe(400);
  });
});

test("link types are listed with their wording both ways", async () => {
  expect(await jira.read("/rest/api/3/issueLinkType", "issueLinkTypes")).toEqual(expect.arrayContaining([BLOCKS]));
});

test.skipIf(!isDescribed)("everything sent and answered fits the published description", async () => {
  await link({ inwardIssue: { key: "LED-2" }, outwardIssue: { key: "PAY-1" } });
  await jira.call("GET", "/rest/api/3/issueLink/500");
  await jira.call("GET", "/rest/api/3/issueLinkType");
  await jira.call("POST", "/rest/api/3/issue/PAY-1/remotelink", {
    globalId: "g",
    object: { url: "https://example.com", title: "t" },
  });
  await jira.call("GET", "/rest/api/3/issue/PAY-1/remotelink?globalId=g");
  await jira.call("DELETE", "/rest/api/3/issue/PAY-1/remotelink?globalId=g");
  await jira.call("PUT", "/rest/api/3/issue/PAY-1/properties/mark", { a: 1 });
  await jira.call("GET", "/rest/api/3/issue/PAY-1/properties");
  await jira.call("GET", "/rest/api/3/issue/PAY-1/properties/mark");
  await jira.call("DELETE", "/rest/api/3/issueLink/500");
  expect(jira.problems()).toEqual([]);
});
