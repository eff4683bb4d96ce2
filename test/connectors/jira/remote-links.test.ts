import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PulledItem } from "../../../src/ports/connector.ts";
import { aConnector, all, failureOf, onlyPlannedCalls, plannedProbe, rawIssue, wire } from "./acme.ts";
import { aSite, startSite, type StartedSite } from "./sandbox-site.ts";

const self = "jira:acme:issue:10001";
const asset = "https://github.com/acme/api/issues/7";
const api7 = "key:github:acme/api#7@github.com";
const issues = { name: "issues" } as const;

describe.each([
  ["Jira Cloud", undefined, "/rest/api/3"],
  ["Data Center 10", "10.3.5", "/rest/api/2"],
  ["Data Center 9", "9.12.3", "/rest/api/2"],
])("remote links of %s", (_, dataCenter, root) => {
  let site: StartedSite;
  beforeEach(async () => {
    site = await startSite({ data: aSite(), scope: { containers: ["PAY"] }, ...(dataCenter && { dataCenter }) });
  });
  afterEach(() => site.close());

  const asked = () => site.seen.filter(({ path }) => path.endsWith("/remotelink")).map(({ path }) => path);
  async function pull(since: number | null = null): Promise<readonly PulledItem[]> {
    return (await all(site.source.pull(issues, since))).flatMap(({ items }) => items);
  }
  const told = (pulled: readonly PulledItem[]) =>
    pulled.map(({ item, links, completeOrigins }) => ({
      key: item.key,
      links: links.map(({ typeName, source, target }) => `${source} blocks ${target}: ${typeName}`),
      isWhole: completeOrigins.includes("jira-remote-link"),
    }));
  const link = (relationship: string | null, url = asset, globalId = url) =>
    site.site.people.linkElsewhere("PAY-1", { globalId, relationship, object: { url, title: "acme/api#7" } });

  test("are asked for where the changelog names one, once for each change, and end as they were removed", async () => {
    const id = link("is blocked by");
    expect(told(await pull())).toEqual([
      { key: "PAY-2", links: [], isWhole: false },
      { key: "PAY-1", links: [`${api7} blocks ${self}: is blocked by`], isWhole: true },
    ]);
    expect(asked()).toEqual([`${root}/issue/10001/remotelink`]);
    await site.wait(60_000);
    site.site.people.editIssue("PAY-1", { summary: "Other" });
    expect(told(await pull(site.clock()))).toMatchObject([
      { key: "PAY-1", links: [expect.any(String)], isWhole: true },
    ]);
    expect(asked()).toHaveLength(1);
    await site.wait(60_000);
    site.site.people.unlinkElsewhere("PAY-1", id);
    expect(told(await pull(site.clock()))).toEqual([{ key: "PAY-1", links: [], isWhole: true }]);
    expect(told(await pull(site.clock()))).toEqual([{ key: "PAY-1", links: [], isWhole: true }]);
    expect(asked()).toHaveLength(2);
  });

  test("of a single item are read with it", async () => {
    link("blocks");
    const pages = await all(site.source.fetch(["PAY-1"]));
    expect(told(pages.flatMap(({ items }) => items))).toEqual([
      { key: "PAY-1", links: [`${self} blocks ${api7}: blocks`], isWhole: true },
    ]);
  });

  test("written again under one global id have its last relationship, and two to one item are one", async () => {
    link("is blocked by", asset, "g");
    link("Depends on", asset, "g");
    link("blocked by", asset, "h");
    const pulled = told(await pull()).filter(({ isWhole }) => isWhole);
    expect(pulled).toEqual([{ key: "PAY-1", links: [`${api7} blocks ${self}: blocked by`], isWhole: true }]);
    link("mentioned in", asset, "h");
    link("relates to", asset, "g");
    expect(told(await pull()).filter(({ isWhole }) => isWhole)).toEqual([{ key: "PAY-1", links: [], isWhole: true }]);
  });

  test.each<[string, string | null, string, readonly string[]]>([
    ["a dependency in German", "wird blockiert von", asset, [`${api7} blocks ${self}: wird blockiert von`]],
    ["a mention", "mentioned in", asset, []],
    ["a relation", "relates to", asset, []],
    ["no relationship", null, asset, []],
    ["a pull request", "is blocked by", "https://github.com/acme/api/pull/7", []],
    ["a page", "is blocked by", "https://wiki.acme.example/pages/7", []],
    ["no web address", "is blocked by", "javascript:alert(7)", []],
    [
      "another Jira",
      "depends on",
      "https://beta.atlassian.net/browse/LED-4",
      [`key:jira:LED-4@beta.atlassian.net blocks ${self}: depends on`],
    ],
  ])("count by their words and their address: %s", async (_name, relationship, url, expected) => {
    link(relationship, url);
    const pulled = told(await pull()).find(({ key }) => key === "PAY-1");
    expect(pulled).toEqual({ key: "PAY-1", links: expected, isWhole: true });
  });

  test("to the issue itself are none", async () => {
    const [home = ""] = String(site.site.people.issue("PAY-1")?.["self"]).split("/rest/");
    link("is blocked by", `${home}/browse/PAY-1`);
    expect(told(await pull()).find(({ key }) => key === "PAY-1")?.links).toEqual([]);
  });
});

describe("an issue whose remote links Jira does not show", () => {
  onlyPlannedCalls();

  const entry = (field: string, id: string) => ({ id, created: "2026-11-20T08:00:00.000+0000", items: [{ field }] });
  const histories = [entry("RemoteIssueLink", "9"), entry("RemoteWorkItemLink", "10"), entry("status", "11")];
  function plannedIssue(): ReturnType<typeof aConnector> {
    plannedProbe();
    wire()
      .post("/rest/api/3/search/jql")
      .reply(200, { issues: [{ ...rawIssue(1), changelog: { total: 3, histories } }] });
    return aConnector();
  }
  const remote = () => wire().get("/rest/api/3/issue/10001/remotelink");

  test.each([
    [403, "Issue linking is currently disabled."],
    [404, "Issue does not exist or you do not have permission to see it."],
    [413, "The per-issue limit for remote links has been breached."],
  ])("%d keeps the links it had, and is named; the next read asks again", async (status, message) => {
    const { source } = plannedIssue();
    remote().reply(status, { errorMessages: [message] });
    const [page] = await all(source.pull(issues, null));
    expect(page?.items[0]?.completeOrigins).toEqual(["jira-link", "text"]);
    expect(page?.rejected).toEqual([
      { ref: "PAY-1", reason: expect.stringContaining("reading the remote links of PAY-1") },
    ]);
    wire()
      .post("/rest/api/3/issue/bulkfetch")
      .reply(200, { issues: [{ ...rawIssue(1), changelog: { total: 3, histories } }] });
    remote().reply(200, []);
    const [again] = await all(source.fetch(["10001"]));
    expect(again?.items[0]?.completeOrigins).toContain("jira-remote-link");
    expect(again?.rejected).toEqual([]);
  });

  test("fails with the stream when the site is in trouble", async () => {
    const { source } = plannedIssue();
    remote().reply(401, { errorMessages: ["Client must be authenticated"] });
    expect(await failureOf(all(source.pull(issues, null)))).toMatchObject({ code: "unauthorized" });
  });

  test("is not whole with a link that cannot be understood: the others count", async () => {
    const { source } = plannedIssue();
    const good = { id: 2, relationship: "blocks", object: { url: asset, title: "t" } };
    remote().reply(200, [{ id: 1, relationship: "blocks", object: null }, good]);
    const [page] = await all(source.pull(issues, null));
    expect(page?.items[0]?.links).toMatchObject([{ origin: "jira-remote-link", target: api7 }]);
    expect(page?.items[0]?.completeOrigins).toEqual(["jira-link", "text"]);
    expect(page?.rejected).toEqual([{ ref: "1", reason: expect.stringContaining("object") }]);
  });

  test("is not asked for because of a field of its own with that name", async () => {
    plannedProbe();
    const items = [{ field: "RemoteIssueLink", fieldId: "customfield_10500" }];
    wire()
      .post("/rest/api/3/search/jql")
      .reply(200, { issues: [{ ...rawIssue(1), changelog: { total: 1, histories: [{ ...entry("", "9"), items }] } }] });
    const [page] = await all(aConnector().source.pull(issues, null));
    expect(page?.items).toHaveLength(1);
  });
});
