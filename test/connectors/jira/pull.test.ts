import { existsSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { loadSandboxData } from "../../../sandbox/load.ts";
import type { Stream } from "../../../src/ports/connector.ts";
import { all, failureOf, rawIssue } from "./acme.ts";
import { aSite, emptySite, startSite, type StartedSite, type StartOptions } from "./sandbox-site.ts";

let started: StartedSite | null = null;

afterEach(async () => {
  await started?.close();
  started = null;
});

async function start(options: StartOptions): Promise<StartedSite> {
  started = await startSite(options);
  return started;
}

const issuesStream: Stream = { name: "issues", mode: "incremental", pace: "poll" };

async function keysOf(site: StartedSite, since: number | null = null): Promise<string[]> {
  const pages = await all(site.source.pull(issuesStream, since));
  return pages.flatMap(({ items }) => items.map(({ item }) => item.key));
}

describe("reading a whole site", () => {
  test("takes the fewest requests: full pages, one more for each list", async () => {
    const issues = Array.from({ length: 450 }, (_, n) => rawIssue(n + 1));
    const site = await start({ data: aSite(issues), scope: { containers: ["PAY"], linkTypes: ["Blocks"] } });
    await site.source.probe();
    for (const stream of site.source.streams()) await all(site.source.pull(stream, null));
    const calls = site.seen.map(({ method, path }) => `${method} ${path}`);
    expect(calls.filter((call) => call === "POST /rest/api/3/search/jql")).toHaveLength(5);
    expect(site.source.requests()).toBe(5 + 4 + 2);
    expect(site.source.requests()).toBe(site.site.requests());
  });

  test("yields each issue once, the newest instant, and no page without end", async () => {
    const issues = Array.from({ length: 101 }, (_, n) => rawIssue(n + 1));
    const site = await start({ data: aSite(issues) });
    const pages = await all(site.source.pull(issuesStream, null));
    expect(pages).toHaveLength(2);
    expect(new Set(pages.flatMap(({ items }) => items.map(({ item }) => item.id))).size).toBe(101);
    expect(pages[1]?.newestAt).toBe(Date.parse("2026-11-20T08:00:00Z"));
  });

  test("an empty site is worth a word, but no failure", async () => {
    const site = await start({ data: { ...emptySite, projects: [{ id: "1", key: "PAY", name: "Pay" }] } });
    expect(await keysOf(site)).toEqual([]);
    expect(site.warnings).toEqual(["search found no issue at all: check what the token may read"]);
  });
});

describe("reading what has changed", () => {
  test("starts ten minutes before the watermark, whatever the account's time zone", async () => {
    const updated = (at: string) => ({ updated: at });
    const site = await start({
      data: aSite([
        rawIssue(1, updated("2026-11-23T09:49:59.000+0000")),
        rawIssue(2, updated("2026-11-23T09:50:01.000+0000")),
        rawIssue(3, updated("2026-11-23T09:59:00.000+0000")),
      ]),
    });
    expect(await keysOf(site, Date.parse("2026-11-23T10:00:00Z"))).toEqual(["PAY-2", "PAY-3"]);
  });

  test("sees an edit, a link from both ends and a move, always under the same ids", async () => {
    const site = await start({
      data: {
        ...aSite(),
        projects: [
          { id: "1", key: "PAY", name: "Pay" },
          { id: "2", key: "LED", name: "Ledger" },
        ],
      },
    });
    const before = await keysOf(site);
    const since = site.clock();
    await site.wait(20 * 60_000);
    site.site.people.link({ type: "Blocks", source: "PAY-1", destination: "PAY-2" });
    expect(site.site.people.moveIssue("PAY-1", "LED")).toBe("LED-1");
    const [page] = await all(site.source.pull(issuesStream, since));
    expect(before).toEqual(["PAY-1", "PAY-2"]);
    expect(page?.items.map(({ item }) => [item.id, item.key]).toSorted()).toEqual([
      ["jira:acme:issue:10001", "LED-1"],
      ["jira:acme:issue:10002", "PAY-2"],
    ]);
    const links = page?.items.map((pulled) => pulled.links) ?? [];
    expect(links[0]).toEqual(links[1]);
    expect(links[0]).toMatchObject([{ source: "jira:acme:issue:10001", target: "jira:acme:issue:10002" }]);
    const history = page?.items.find(({ item }) => item.key === "LED-1")?.history;
    expect(history).toMatchObject([
      { field: "links", to: [{ typeName: "This issue blocks PAY-2", end: "key:jira:PAY-2" }] },
      { field: "container", from: { key: "PAY-1" }, to: { key: "LED-1" } },
    ]);
  });

  test("a long changelog is read whole, with one more request", async () => {
    const working = { id: "4", name: "In Progress", statusCategory: { key: "indeterminate" } };
    const site = await start({ data: aSite([rawIssue(1), rawIssue(2, { status: working })]) });
    for (let n = 0; n < 60; n += 1) {
      site.site.people.transition("PAY-1", n % 2 === 0 ? "In Progress" : "To Do");
      await site.wait(1000);
    }
    const [page] = await all(site.source.pull(issuesStream, null));
    const history = page?.items.find(({ item }) => item.key === "PAY-1")?.history ?? [];
    expect(history).toHaveLength(60);
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(site.seen.filter(({ path }) => path === "/rest/api/3/changelog/bulkfetch")).toHaveLength(1);
  });
});

describe("what is set aside", () => {
  test("a malformed record is named, the page goes on", async () => {
    const site = await start({ data: aSite([rawIssue(1), rawIssue(2, { status: { id: "9" } }), rawIssue(3)]) });
    const [page] = await all(site.source.pull(issuesStream, null));
    expect(page?.items.map(({ item }) => item.key)).toEqual(["PAY-1", "PAY-3"]);
    expect(page?.rejected).toEqual([{ ref: "PAY-2", reason: expect.stringContaining("fields.status.name") }]);
  });

  test("our own rollup never enters the model, people's issues with our label do", async () => {
    const site = await start({ data: aSite([rawIssue(1, { labels: ["signalbox"] })]) });
    const rendered = site.sink.render({ title: "Payments", labels: [], blocks: [], stamp: [] }, "m");
    const target = { system: "jira", connection: "acme", project: "PAY", issueType: "Story" } as const;
    const { key } = await site.sink.createIssue(target, rendered, "m");
    expect(site.site.people.keys()).toContain(key);
    expect(await keysOf(site)).toEqual(["PAY-1"]);
    const [fetched] = await all(site.source.fetch([key]));
    expect(fetched?.items).toEqual([]);
  });
});

describe("single items and members", () => {
  test("what cannot be read is missing, odd handles are not asked for", async () => {
    const site = await start({ data: aSite() });
    const pages = await all(site.source.fetch(["10002", "99999", "PAY-1", "../serverInfo"]));
    expect(pages.flatMap(({ items }) => items.map(({ item }) => item.key))).toEqual(["PAY-1", "PAY-2"]);
    expect(await all(site.source.fetch(["not a handle"]))).toEqual([]);
  });

  test("members come as ids, per query, its own order set aside", async () => {
    const jql = 'project = PAY AND labels = "order by" ORDER BY rank DESC';
    const issues = [rawIssue(1, { labels: ["order by"] }), rawIssue(2)];
    const site = await start({ data: aSite(issues), scope: { containers: [], jqls: [jql] } });
    const pages = await all(site.source.pull({ name: "members" }, null));
    expect(pages.flatMap(({ members }) => members)).toEqual([
      { query: jql, itemId: "jira:acme:issue:10001", handle: "10001" },
    ]);
    expect(await keysOf(site)).toEqual(["PAY-1"]);
  });

  test("a throttled site is waited for", async () => {
    const site = await start({ data: aSite() });
    site.site.people.throttle(2);
    expect(await keysOf(site)).toEqual(["PAY-1", "PAY-2"]);
    expect(site.waits.length).toBeGreaterThan(0);
  });
});

describe("sprints and versions", () => {
  const sprint = (id: number, originBoardId: number | null) => ({
    id,
    name: `Sprint ${id}`,
    state: "active",
    startDate: "2026-11-16T09:00:00.000Z",
    endDate: "2026-11-30T09:00:00.000Z",
    originBoardId,
  });

  const ofBoth = ["jira:acme:sprint:1", "jira:acme:sprint:2"];

  test.each([
    ["listed ones come from their lists, and from the issues that mention them", "scrum", ofBoth],
    ["those that no list has come from the issues that mention them", "kanban", ["jira:acme:sprint:2"]],
  ])("%s", async (_, type, expected) => {
    const mention = (id: number) => ({ ...sprint(id, null), boardId: 9 });
    const site = await start({
      data: {
        ...aSite([rawIssue(1, { customfield_10020: [mention(1), mention(2)] })]),
        boards: [
          { id: 9, name: "Checkout", type },
          { id: 10, name: "Support", type: "kanban" },
        ],
        sprints: [sprint(1, 9), sprint(2, 77)],
      },
    });
    const boxes = await all(site.source.pull({ name: "sprints" }, null));
    const listed = boxes.flatMap(({ sprints }) => sprints.map(({ id }) => id));
    const pages = await all(site.source.pull(issuesStream, null));
    const mentioned = pages.flatMap(({ mentions = [] }) => mentions.map(({ id }) => id));
    expect(listed.toSorted()).toEqual(expected);
    expect(mentioned.toSorted()).toEqual(ofBoth);
    expect(pages[0]?.items[0]?.item.sprintIds).toEqual(ofBoth);
  });
});

const trains = "../shared/data/trains";

describe.skipIf(!existsSync(trains))("real quarters (skipped where the data is absent)", () => {
  test.each([
    ["titanium-2014Q2", 286],
    ["titanium-2015Q1", 309],
  ])("of %s every one of the %i records is understood", async (quarter, records) => {
    const sites = await loadSandboxData(`${trains}/${quarter}`);
    const data = sites.jira["appcelerator"] ?? emptySite;
    const site = await start({ data, name: "appcelerator", scope: { linkTypes: ["Blocks", "Depends"] } });
    await site.source.probe();
    const pages = [];
    for (const stream of site.source.streams()) pages.push(...(await all(site.source.pull(stream, null))));
    expect(pages.flatMap(({ items }) => items)).toHaveLength(records);
    expect(pages.flatMap(({ rejected }) => rejected)).toEqual([]);
  });
});

test("a wrong token stops before anything else", async () => {
  const site = await start({ data: aSite(), connection: { token: "expired" } });
  expect(await failureOf(site.source.probe())).toMatchObject({ code: "unauthorized", verdict: { kind: "stop" } });
  expect(site.site.requests()).toBe(1);
});
