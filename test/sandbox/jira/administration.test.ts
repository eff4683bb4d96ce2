import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, listAt } from "../../support/json.ts";
import { message, startSite } from "./fixture.ts";
import type { TestSite } from "./fixture.ts";
import { ACME, BLOCKS } from "./records.ts";

let jira: TestSite;
beforeEach(async () => {
  jira = await startSite({ data: ACME });
});
afterEach(() => jira.close());

const names = async (path: string) => listAt(await jira.read(path, "values")).map((one) => at(one, "key"));

describe("a project with another key", () => {
  beforeEach(() => jira.site.administration.renameProject("PAY", "CHK"));

  test("gives its issues new keys, without a later `updated` or a line in the changelog", async () => {
    const former = await jira.call("GET", "/rest/api/3/issue/PAY-1?expand=changelog");
    expect(former.body).toMatchObject({ key: "CHK-1", fields: { project: { key: "CHK" } }, changelog: { total: 0 } });
    expect(await jira.keys("project = CHK AND key = CHK-1")).toEqual(["CHK-1"]);
  });

  test("is found by its former key alone where one project is asked for", async () => {
    expect(await jira.read("/rest/api/3/project/PAY", "key")).toBe("CHK");
    expect(await names("/rest/api/3/project/search?keys=PAY")).toEqual([]);
    expect(await names("/rest/api/3/project/search?keys=CHK")).toEqual(["CHK"]);
    const { status } = await jira.search("project = PAY");
    expect(status).toBe(400);
  });

  test("numbers new issues on, and its boards are found by the new key", async () => {
    const keys = jira.site.people.keys().filter((key) => key.startsWith("CHK-"));
    const created = jira.site.people.createIssue({
      project: { key: "CHK" },
      summary: "One more",
      issuetype: { name: "Task" },
    });
    const last = Math.max(...keys.map((key) => Number(key.slice("CHK-".length))));
    expect(created).toBe(`CHK-${last + 1}`);
    expect((await jira.call("GET", "/rest/agile/1.0/board?projectKeyOrId=CHK")).status).toBe(200);
  });
});

describe("a project out of sight", () => {
  test("hidden: nothing of it shows, links to it neither, until it is shown again", async () => {
    const { people, administration } = jira.site;
    people.link({ type: BLOCKS.name, source: "PAY-1", destination: "LED-1" });
    const links = async () => listAt(await jira.read("/rest/api/3/issue/LED-1", "fields", "issuelinks")).length;
    const before = await links();
    administration.hideProject("PAY");
    expect((await jira.call("GET", "/rest/api/3/project/PAY")).status).toBe(404);
    expect((await jira.call("GET", "/rest/api/3/issue/PAY-1")).status).toBe(404);
    expect(message(await jira.search("project in (PAY, LED)"))).toContain(
      "'PAY' does not exist for the field 'project'",
    );
    expect(await links()).toBeLessThan(before);
    administration.showProject("PAY");
    expect((await jira.call("GET", "/rest/api/3/issue/PAY-1")).status).toBe(200);
    expect(await links()).toBe(before);
    expect(await jira.keys("project = PAY AND key = PAY-1")).toEqual(["PAY-1"]);
  });

  test.each([
    ["on Data Center, at once", "10.3.5", true],
    ["on Cloud, as late as of a write", null, false],
  ] as const)("hidden: search learns of it %s", async (_, dataCenter, isAtOnce) => {
    const other = await startSite({ data: ACME, searchLagMs: 5000, dataCenter });
    const { administration, account } = other.site;
    const isFound = async () => {
      const jql = encodeURIComponent("created >= 1");
      const path =
        dataCenter === null ? `/rest/api/3/search/jql?fields=key&jql=${jql}` : `/rest/api/2/search?jql=${jql}`;
      const scheme =
        dataCenter === null ? `Basic ${btoa(`${account.email}:${account.token}`)}` : `Bearer ${account.token}`;
      const answer = await fetch(other.baseUrl + path, { headers: { authorization: scheme } });
      const keys = listAt(await answer.json(), "issues").map((issue) => at(issue, "key"));
      expect(keys).toContain("LED-1");
      return keys.includes("PAY-1");
    };
    expect(await isFound()).toBe(true);
    administration.hideProject("PAY");
    expect(await isFound()).toBe(!isAtOnce);
    other.pass(5000);
    expect(await isFound()).toBe(false);
    administration.showProject("PAY");
    expect(await isFound()).toBe(isAtOnce);
    other.pass(5000);
    expect(await isFound()).toBe(true);
    await other.close();
  });

  test("hidden: Data Center refuses a search that names its issue, unless the query is not to be validated", async () => {
    const other = await startSite({ data: ACME, dataCenter: "10.3.5" });
    const { administration, account } = other.site;
    const headers = { authorization: `Bearer ${account.token}`, "content-type": "application/json" };
    const search = async (more: object) => {
      const body = JSON.stringify({ jql: "issuekey in (PAY-1, LED-1)", fields: ["summary"], ...more });
      const answer = await fetch(`${other.baseUrl}/rest/api/2/search`, { method: "POST", headers, body });
      return { status: answer.status, keys: listAt(await answer.json(), "issues").map((issue) => at(issue, "key")) };
    };
    administration.hideProject("PAY");
    expect((await search({})).status).toBe(400);
    expect(await search({ validateQuery: false })).toEqual({ status: 200, keys: ["LED-1"] });
    const query = `jql=${encodeURIComponent("issuekey = PAY-1")}&validateQuery=false`;
    const answer = await fetch(`${other.baseUrl}/rest/api/2/search?${query}`, { headers });
    expect(await answer.json()).toMatchObject({ total: 0 });
    await other.close();
  });

  test("hidden: one issue alone, which follows its project's new key meanwhile", async () => {
    const { people, administration } = jira.site;
    people.link({ type: BLOCKS.name, source: "PAY-1", destination: "PAY-2" });
    const links = async () => listAt(await jira.read("/rest/api/3/issue/PAY-2", "fields", "issuelinks")).length;
    const before = await links();
    const id = String(await jira.read("/rest/api/3/issue/PAY-1", "id"));
    administration.hideIssue("PAY-1");
    expect((await jira.call("GET", "/rest/api/3/issue/PAY-1")).status).toBe(404);
    expect(await links()).toBe(before - 1);
    administration.renameProject("PAY", "CHK");
    administration.showIssue(id);
    expect(await jira.read("/rest/api/3/issue/PAY-1", "key")).toBe("CHK-1");
    expect(await links()).toBe(before);
  });

  test("hidden: what is done to the rest of the site meanwhile reaches its issues as well", async () => {
    const { people, administration } = jira.site;
    people.link({ type: BLOCKS.name, source: "PAY-1", destination: "LED-1" });
    const gone = people.createIssue({ project: { key: "LED" }, summary: "Goes", issuetype: { name: "Task" } });
    people.link({ type: BLOCKS.name, source: "PAY-1", destination: gone });
    const links = async () => listAt(await jira.read("/rest/api/3/issue/PAY-1", "fields", "issuelinks"));
    const others = async () => (await links()).map((link) => at(link, "outwardIssue", "key"));
    expect(await others()).toEqual(expect.arrayContaining(["LED-1", gone]));
    const link = (await links()).find((one) => at(one, "outwardIssue", "key") === "LED-1");
    const status = String(await jira.read("/rest/api/3/issue/PAY-1", "fields", "status", "name"));
    administration.hideProject("PAY");
    people.deleteIssue(gone);
    people.unlink(String(at(link, "id")));
    administration.renameStatus(status, "Waiting room");
    expect(await jira.keys("status = 'Waiting room'")).not.toContain("PAY-1");
    administration.showProject("PAY");
    expect(await others()).not.toContain(gone);
    expect(await others()).not.toContain("LED-1");
    expect(await jira.read("/rest/api/3/issue/PAY-1", "fields", "status", "name")).toBe("Waiting room");
    expect(await jira.keys("status = 'Waiting room'")).toContain("PAY-1");
  });

  test("archived: no search finds it, each issue can still be read and not written", async () => {
    jira.site.administration.archiveProject("PAY");
    expect((await jira.search("project = PAY")).status).toBe(400);
    expect(await jira.keys("key = PAY-1")).toEqual([]);
    expect(await names("/rest/api/3/project/search")).toEqual(["LED"]);
    expect(await jira.read("/rest/api/3/project/PAY", "archived")).toBe(true);
    expect((await jira.call("GET", "/rest/api/3/issue/PAY-1")).status).toBe(200);
    const edit = await jira.call("PUT", "/rest/api/3/issue/PAY-1", { fields: { summary: "No" } });
    expect(edit.status).toBe(403);
  });

  test("deleted: its issues are gone, and the links to them", async () => {
    const ends = async () =>
      listAt(await jira.read("/rest/api/3/issue/LED-1", "fields", "issuelinks")).map((link) =>
        at(link, "inwardIssue", "key"),
      );
    jira.site.people.link({ type: BLOCKS.name, source: "PAY-1", destination: "LED-1" });
    expect(await ends()).toContain("PAY-1");
    jira.site.administration.deleteProject("PAY");
    expect(jira.site.people.keys().filter((key) => key.startsWith("PAY-"))).toEqual([]);
    expect(await ends()).not.toContain("PAY-1");
    expect(() => jira.site.administration.showProject("PAY")).not.toThrow();
    expect((await jira.call("GET", "/rest/api/3/project/PAY")).status).toBe(404);
  });
});

test("statuses, resolutions, link types, fields and the account show their new names and keep their ids", async () => {
  const { people, administration } = jira.site;
  people.link({ type: BLOCKS.name, source: "PAY-1", destination: "LED-1" });
  const status = async () => jira.read("/rest/api/3/issue/LED-1", "fields", "status");
  const before = await status();
  administration.renameStatus(String(at(before, "name")), "Waiting room");
  expect(await status()).toMatchObject({ id: at(before, "id"), name: "Waiting room" });
  administration.renameLinkType(BLOCKS.name, "Hinders");
  const links = listAt(await jira.read("/rest/api/3/issue/LED-1", "fields", "issuelinks"));
  expect(links.map((link) => at(link, "type"))).toContainEqual(
    expect.objectContaining({ id: BLOCKS.id, name: "Hinders" }),
  );
  administration.renameField("Summary", "Headline");
  const fields = listAt(await jira.read("/rest/api/3/field"));
  expect(fields).toContainEqual(expect.objectContaining({ id: "summary", name: "Headline" }));
  administration.renameResolution("Done", "Finished");
  people.transition("PAY-1", "Done");
  expect(await jira.read("/rest/api/3/issue/PAY-1", "fields", "resolution", "name")).toBe("Finished");
  administration.renameAccount("Train Desk");
  expect(await jira.read("/rest/api/3/myself", "displayName")).toBe("Train Desk");
});

test("a name that is not there is the test's mistake", () => {
  expect(() => jira.site.administration.renameProject("NOPE", "YES")).toThrow("This site has no NOPE");
});
