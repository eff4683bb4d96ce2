import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { JiraSource } from "../../../connectors/jira/source.ts";
import { Changes } from "../../../src/ingest/read-context.ts";
import { continued, readStreams } from "../../../src/ingest/read-streams.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { Identity, Source } from "../../../src/ports/connector.ts";
import { openMemoryStore } from "../../support/empty-database.ts";
import { all, rawIssue } from "./acme.ts";
import { aSite, startSite, type StartedSite, type StartOptions } from "./sandbox-site.ts";
import { silentLog as log } from "../../support/silent-log.ts";

const scope = { containers: ["PAY"], jqls: [], linkTypes: [], versions: false };

/** What a process that runs all the time asks of a site, again and again. */
const issuesStream = { name: "issues", mode: "incremental", pace: "poll" } as const;

let started: StartedSite | null = null;
const store = await openMemoryStore();

beforeEach(() => store.reset());
afterEach(async () => {
  await started?.close();
  started = null;
});
afterAll(() => store.close());

async function start(options: StartOptions): Promise<StartedSite> {
  started = await startSite(options);
  return started;
}

function watching(source: Source): JiraSource {
  if (source instanceof JiraSource) return source;
  throw new TypeError("not a source that can be watched");
}

async function everyone(source: Source): Promise<readonly Identity[]> {
  const found: Identity[] = [];
  for await (const page of watching(source).identities()) found.push(...page);
  return found;
}

/** What one poll costs, and what it changes. */
async function poll({ source, clock, seen }: StartedSite) {
  const before = seen.length;
  const context = { source: watching(source), store, scope, runtime: { clock, log }, progress: () => undefined };
  const reading = { ...context, changes: new Changes() };
  const reads = readStreams(reading, {
    which: [issuesStream],
    start: (stream) => continued(reading, stream),
    onFailure: (failure) => {
      throw failure;
    },
  });
  const requests = () => seen.slice(before).map(({ method, path }) => `${method} ${path}`);
  for await (const { result } of reads)
    return { written: result.written, records: result.records, requests: requests() };
  throw new Error("the stream was not read");
}

const search = "POST /rest/api/3/search/jql";
const changelogs = "POST /rest/api/3/changelog/bulkfetch";

describe("a poll", () => {
  test("is one request where nothing changed, and writes nothing of what the overlap brings again", async () => {
    const site = await start({ data: aSite([rawIssue(1), rawIssue(2), rawIssue(3)]), scope: { containers: ["PAY"] } });
    await site.source.probe();
    expect(await poll(site)).toMatchObject({ records: 3, requests: [search] });
    for (let n = 0; n < 3; n += 1) {
      await site.wait(60 * 60_000);
      expect(await poll(site)).toEqual({ records: 3, written: 0, requests: [search] });
    }
  });

  test("reads a long changelog once, and again only when there is more of it", async () => {
    const working = { id: "4", name: "In Progress", statusCategory: { key: "indeterminate" } };
    const site = await start({ data: aSite([rawIssue(1), rawIssue(2, { status: working })]) });
    for (let n = 0; n < 60; n += 1) site.site.people.transition("PAY-1", n % 2 === 0 ? "In Progress" : "To Do");
    await site.source.probe();
    expect((await poll(site)).requests).toEqual([search, changelogs]);
    expect(await poll(site)).toEqual({ records: 1, written: 0, requests: [search] });
    await site.wait(1000);
    site.site.people.transition("PAY-1", "In Progress");
    const after = await poll(site);
    expect(after.requests).toEqual([search, changelogs]);
    expect(after.written).toBeGreaterThan(0);
    const [again] = await all(site.source.pull(issuesStream, site.clock()));
    expect(again?.items[0]?.history).toHaveLength(61);
    expect(site.seen.filter(({ path }) => path === "/rest/api/3/changelog/bulkfetch")).toHaveLength(2);
  });

  test("forgets the changelogs that no poll can ask for again", async () => {
    const working = { id: "4", name: "In Progress", statusCategory: { key: "indeterminate" } };
    const site = await start({ data: aSite([rawIssue(1), rawIssue(2, { status: working })]) });
    for (let n = 0; n < 60; n += 1) site.site.people.transition("PAY-1", n % 2 === 0 ? "In Progress" : "To Do");
    await all(site.source.fetch(["10001"]));
    await site.wait(20 * 60_000);
    site.site.people.editIssue("PAY-2", { summary: "Newer" });
    await all(site.source.fetch(["10002"]));
    const before = site.seen.length;
    await all(site.source.fetch(["10001"]));
    expect(site.seen.slice(before).map(({ path }) => path)).toEqual([
      "/rest/api/3/issue/bulkfetch",
      "/rest/api/3/changelog/bulkfetch",
    ]);
  });

  test("has no cheaper question to ask before", async () => {
    const site = await start({ data: aSite() });
    expect(await watching(site.source).peek()).toEqual({ changed: true, token: null });
    expect(site.seen).toEqual([]);
  });
});

describe("boxes", () => {
  const sprint = (id: number, board: object) => ({ id, name: `Sprint ${id}`, state: "active", ...board });
  const version = { id: "7", name: "1.0", startDate: "2026-11-02", releaseDate: "2026-11-30", projectId: 1 };
  const data = {
    ...aSite([
      rawIssue(1, {
        customfield_10020: [sprint(1, { boardId: 10 }), sprint(2, { boardId: 10 })],
        fixVersions: [{ id: "7", name: "1.0", releaseDate: "2026-11-30" }],
      }),
    ]),
    boards: [{ id: 9, name: "Checkout", type: "scrum", location: { projectKey: "PAY" } }],
    sprints: [sprint(1, { originBoardId: 9 }), sprint(2, { originBoardId: 77 })],
    versions: [{ ...version, project: "PAY" }],
  };
  const told = (boxes: readonly Sprint[]) =>
    boxes
      .toSorted((a, b) => Number(a.nativeId) - Number(b.nativeId))
      .map(({ nativeId, boardId, startsAt }) => [nativeId, boardId, startsAt]);
  const read = async (source: Source, name: string) => {
    const pages = await all(source.pull({ name }, null));
    return {
      listed: told(pages.flatMap(({ sprints }) => sprints)),
      whole: pages.flatMap(({ wholeList }) => wholeList ?? []),
      mentioned: told(pages.flatMap(({ mentions = [] }) => mentions)),
    };
  };
  const versionStart = Date.parse(version.startDate);

  test("that lists tell are told as such, each kind whole; those that issues mention as mentioned", async () => {
    const { source } = await start({ data, scope: { containers: ["PAY"] } });
    expect(await read(source, "issues")).toEqual({
      listed: [],
      whole: [],
      mentioned: [
        ["1", 10, null],
        ["2", 10, null],
        ["7", null, null],
      ],
    });
    expect(await read(source, "versions")).toEqual({
      listed: [["7", null, versionStart]],
      whole: ["version"],
      mentioned: [],
    });
    expect(await read(source, "sprints")).toEqual({
      listed: [
        ["1", 9, null],
        ["2", 77, null],
      ],
      whole: ["sprint"],
      mentioned: [],
    });
  });
});

describe("everyone", () => {
  test("is listed by id, whole pages at a time, from projects and queries", async () => {
    const other = { ...rawIssue(900, { project: { id: "2", key: "LED" } }), key: "LED-900" };
    const site = await start({
      data: aSite([...Array.from({ length: 120 }, (_, n) => rawIssue(n + 1)), other]),
      scope: { containers: ["PAY"], jqls: ['project = LED AND summary ~ "Issue" ORDER BY updated'] },
    });
    await site.source.probe();
    const before = site.seen.length;
    const found = await everyone(site.source);
    expect(found).toHaveLength(121);
    expect(found[0]).toEqual({ id: "jira:acme:issue:10001", handle: "10001" });
    expect(found.at(-1)).toEqual({ id: "jira:acme:issue:10900", handle: "10900" });
    expect(site.seen.slice(before).map(({ path, body }) => [path, body])).toEqual([
      ["/rest/api/3/search/jql", expect.objectContaining({ fields: ["id"], maxResults: 5000 })],
    ]);
  });

  test("leaves out who is gone", async () => {
    const site = await start({ data: aSite() });
    site.site.people.deleteIssue("PAY-1");
    expect(await everyone(site.source)).toEqual([{ id: "jira:acme:issue:10002", handle: "10002" }]);
  });

  test("is nobody where there is nothing to read", async () => {
    const site = await start({ data: aSite(), scope: { containers: [] } });
    expect(await everyone(site.source)).toEqual([]);
    expect(site.seen.map(({ path }) => path)).not.toContain("/rest/api/3/search/jql");
  });
});
