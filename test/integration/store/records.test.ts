import { describe, expect, it } from "vitest";
import { sweepStream } from "../../../src/domain/model/model.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import type { FoundMembers } from "../../../src/ports/members.ts";
import type { ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { Link, PullRequest } from "../../../src/domain/items/work-item.ts";
import {
  aConflict,
  aGithubItem,
  aRecord,
  aTrain,
  anItem,
  checkout,
  evidence,
  githubId,
  jiraId,
  noon,
  proposed,
  membersOf,
} from "../../support/builders.ts";
import { engines, twoConnections, useTestDatabase } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

const [acme, hub] = twoConnections;

describe.each(engines)("records in %s", (engine) => {
  const test = useTestDatabase(engine);

  it("makes the tables of the train file hold what it says now, and keeps what the trackers said", async () => {
    await test.store.saveTrains([aTrain(), aTrain({ key: "other" })], [acme, hub]);
    await test.store.savePage("hub", aPage({ items: [pulled(anItem())] }), noon);
    await test.store.saveTrains([aTrain({ name: "Renamed", teams: [checkout] })], [acme]);
    expect((await test.store.trains()).map(({ name }) => name)).toEqual(["Renamed"]);
    expect(await test.store.connections()).toEqual([acme]);
    const counts = await test.database.query(
      `select (select count(*) from team)::int as teams, (select count(*) from work_item)::int as items`,
    );
    expect(counts).toEqual([{ teams: 1, items: 1 }]);
  });

  it("looks at nothing of a connection that left the train file, until it is named again", async () => {
    const blocker: Link = {
      id: `text:${githubId("1")}:blocks:key:jira:PAY-1`,
      origin: "text",
      typeId: null,
      typeName: "Blocks",
      source: githubId("1"),
      target: "key:jira:PAY-1",
    };
    const box: Sprint = {
      id: "github:hub:milestone:1-1",
      system: "github",
      connection: "hub",
      kind: "milestone",
      nativeId: "1-1",
      name: "M",
      state: "active",
      startsAt: null,
      endsAt: null,
      completedAt: null,
      boardId: null,
      container: "acme/api",
    };
    const pull: PullRequest = {
      id: "github:hub:pull:1",
      connection: "hub",
      key: "acme/api#2",
      container: "acme/api",
      url: "",
      title: "",
      state: "open",
      updatedAt: noon,
      closedAt: null,
    };
    await test.store.savePage("acme", aPage({ items: [pulled(anItem())] }), noon);
    const item = pulled(aGithubItem(), { links: [blocker] });
    await test.store.savePage("hub", aPage({ items: [item], sprints: [box], pullRequests: [pull] }), noon);
    await test.store.saveMembership("hub", "label = x", membersOf([githubId("1")]));
    const stream = { stream: "issues", watermark: null, completedAt: noon, rejected: 1, token: null, failure: null };
    for (const connection of ["acme", "hub"]) await test.store.saveStream({ connection, ...stream });
    const whole = await test.store.loadModel();
    await test.store.saveTrains([], [acme]);
    expect(await test.store.loadModel()).toEqual({
      items: new Map([[jiraId("1"), anItem()]]),
      links: new Map(),
      sprints: new Map(),
      pullRequests: new Map(),
      memberships: [],
      names: [],
      streams: [{ connection: "acme", ...stream }],
      sites: [
        { system: "jira", connection: "acme", sites: ["acme.example"] },
        { system: "github", connection: "hub", sites: ["github.com"], isFormer: true },
      ],
    });
    await test.store.saveTrains([], [acme, hub]);
    expect(await test.store.loadModel()).toEqual(whole);
    expect(whole).toMatchObject({ memberships: [{ connection: "hub" }] });
    expect([[...whole.links.values()], [...whole.pullRequests.values()]]).toMatchObject([[blocker], [pull]]);
  });

  it("knows how far a stream was read", async () => {
    const state = {
      connection: "acme",
      stream: "issues",
      watermark: noon + 123,
      completedAt: null,
      rejected: 2,
      token: null,
      failure: null,
    };
    expect(await test.store.stream("acme", "issues")).toBeNull();
    await test.store.saveStream({ ...state, watermark: null });
    await test.store.saveStream(state);
    expect(await test.store.stream("acme", "issues")).toEqual(state);
    expect((await test.store.loadModel()).streams).toEqual([state]);
  });

  it("knows why a stream was not read, until it was", async () => {
    const state = {
      connection: "acme",
      stream: "issues",
      watermark: noon,
      completedAt: noon,
      rejected: 2,
      token: "W/1",
    };
    const failure = { code: "forbidden", text: "no \0 entry", at: noon + 5 } as const;
    await test.store.saveStream({ ...state, failure: null });
    await test.store.streamFailed("acme", "issues", failure);
    const kept = { ...failure, text: "no \uFFFD entry" };
    expect(await test.store.stream("acme", "issues")).toEqual({ ...state, failure: kept });
    await test.store.streamFailed("acme", "never read", failure);
    const never = { connection: "acme", stream: "never read", watermark: null, completedAt: null, rejected: 0 };
    expect(await test.store.streams()).toEqual([
      { ...state, failure: kept },
      { ...never, token: null, failure: kept },
    ]);
    await test.store.saveStream({ ...state, failure: null });
    expect(await test.store.stream("acme", "issues")).toEqual({ ...state, failure: null });
  });

  it("keeps the books of sweeps beside the streams, and out of the model", async () => {
    const nothing = { watermark: null, completedAt: noon, rejected: 0, token: null, failure: null };
    const names = [sweepStream("structure"), sweepStream("whole"), "issues", "old"];
    for (const stream of names) await test.store.saveStream({ connection: "acme", stream, ...nothing });
    await test.store.streamFailed("acme", "container:OLD", { code: "not-found", text: "gone", at: noon });
    expect(await test.store.keepStreams("acme", ["issues"])).toEqual(["container:OLD"]);
    const kept = (await test.store.streams()).map(({ stream }) => stream);
    expect(kept).toEqual(["issues", "sweep:structure", "sweep:whole"]);
    expect((await test.store.loadModel()).streams.map(({ stream }) => stream)).toEqual(["issues"]);
  });

  it("replaces a membership, says whom the model does not know, refuses an empty one", async () => {
    const jql = `project = PAY and text ~ "${"long ".repeat(2000)}"`;
    const ids = ["1", "2", "3"].map(jiraId);
    await test.store.savePage("acme", aPage({ items: [pulled(anItem({ nativeId: "2" }))] }), noon);
    await test.store.saveMembership("acme", jql, membersOf(ids));
    const second = await test.store.saveMembership("acme", jql, membersOf([jiraId("2"), jiraId("4")]));
    expect(second).toEqual({ refused: false, unknown: [jiraId("4")] });
    const kept = [{ connection: "acme", query: jql, itemIds: new Set([jiraId("2"), jiraId("4")]) }];
    expect((await test.store.loadModel()).memberships).toEqual(kept);
    expect(await test.store.saveMembership("acme", jql, membersOf([]))).toEqual({ refused: true, unknown: [] });
    expect((await test.store.loadModel()).memberships).toEqual(kept);
  });

  it("keeps the values of a project's item that the tracker hid this time", async () => {
    const [first, second, third] = ["1", "2", "3"].map(githubId) as [WorkItemId, WorkItemId, WorkItemId];
    const values = { iteration: null, points: 3, status: "Doing" };
    const nothing = { iteration: null, points: null, status: null };
    const save = (members: FoundMembers["members"], unseen: FoundMembers["unseen"] = new Map()) =>
      test.store.saveMembership("hub", "project:acme/1", { members, unseen, drafts: 0 });
    await save(new Map([first, second].map((id) => [id, values])));
    await save(
      new Map([first, second, third].map((id) => [id, nothing])),
      new Map([
        [first, ["points"]],
        [third, ["points", "status"]],
      ]),
    );
    const [membership] = (await test.store.loadModel()).memberships;
    expect(Object.fromEntries(membership?.values ?? [])).toEqual({
      [first]: { ...nothing, points: 3 },
      [second]: nothing,
      [third]: nothing,
    });
  });

  it("keeps a project's items that the tracker hides, by the project's own ids of them", async () => {
    const [first, second, third] = ["1", "2", "3"].map(githubId) as [WorkItemId, WorkItemId, WorkItemId];
    const values = { iteration: null, points: 3, status: "Doing" };
    const save = (ids: readonly WorkItemId[], hidden: readonly string[]) => {
      const members = new Map(ids.map((id) => [id, values]));
      const entries = new Map(ids.map((id) => [id, `entry of ${id}`]));
      const found = { members, entries, hidden: hidden.map((id) => `entry of ${id}`), drafts: 0 };
      return test.store.saveMembership("hub", "project:acme/1", found);
    };
    const kept = async () => {
      const [membership] = (await test.store.loadModel()).memberships;
      const { itemIds, hidden = new Set(), values: told } = membership ?? {};
      return [[...(itemIds ?? [])], [...hidden], told?.size];
    };
    await save([first, second, third], ["unknown"]);
    expect(await kept()).toEqual([[first, second, third], [], 3]);
    expect((await save([third], [first])).unknown).toEqual([first, third]);
    expect(await kept()).toEqual([[first, third], [first], 2]);
    expect((await save([], [first, third])).refused).toBe(false);
    expect(await kept()).toEqual([[first, third], [first, third], 2]);
    expect((await save([], ["unknown"])).refused).toBe(true);
    await save([first], []);
    expect(await kept()).toEqual([[first], [], 1]);
  });

  /** Nobody else is at it. */
  const keepConflicts = async (train: string, records: readonly ConflictRecord[]) =>
    expect(await test.store.saveConflicts(train, records, await test.store.conflicts(train))).toBe(true);

  it("keeps conflicts with their life, of each train its own", async () => {
    const answer = { kind: "snoozed", at: noon, by: "ann", until: noon + 1 } as const;
    const open = aRecord(aConflict(), { worsenedAt: noon, reopenings: 2, answer });
    const other = aRecord(aConflict({ fingerprint: "B" }), { train: "other" });
    const late = aRecord(aConflict({ fingerprint: "a", provider: null }), { state: "resolved" });
    await keepConflicts("payments", [open, late]);
    await keepConflicts("other", [other]);
    expect(await test.store.conflicts("payments")).toEqual([late, open]);
    await keepConflicts("payments", [{ ...open, state: "resolved" }]);
    expect(await test.store.conflicts("payments")).toEqual([{ ...open, state: "resolved" }]);
    expect(await test.store.conflicts("other")).toEqual([other]);
    await keepConflicts("payments", []);
    expect(await test.store.conflicts("payments")).toEqual([]);
  });

  it("stores no conflicts over those that somebody else stored meanwhile", async () => {
    const first = aRecord(aConflict());
    const again = { ...first, firstSeenAt: noon + 1, stateSince: noon + 1 };
    await keepConflicts("payments", [first]);
    expect(await test.store.saveConflicts("payments", [again], [])).toBe(false);
    expect(await test.store.saveConflicts("payments", [], [again])).toBe(false);
    expect(await test.store.conflicts("payments")).toEqual([first]);
    const answered = { ...first, answer: { kind: "acknowledged", at: noon, by: "ann", note: null } as const };
    expect(await test.store.saveConflicts("payments", [answered], [first])).toBe(true);
    expect(await test.store.saveConflicts("payments", [again], [first])).toBe(false);
    expect(await test.store.conflicts("payments")).toEqual([answered]);
    expect(await test.store.saveConflicts("payments", [first], [answered])).toBe(true);
    // Other words of the same conflict are no other life.
    const said = { ...first, conflict: { ...first.conflict, waitingBehind: 7 } };
    expect(await test.store.saveConflicts("payments", [{ ...first, state: "resolved" }], [said])).toBe(true);
  });

  it("writes only the conflicts that changed: those that are over stay as they lie, however many they are", async () => {
    const open = aRecord(aConflict({ fingerprint: "open" }));
    const over = aRecord(aConflict({ fingerprint: "over" }), { state: "resolved" });
    await keepConflicts("payments", [open, over]);
    await test.database.execute("update conflict set rule = 'untouched'");
    const [wasOpen = open, wasOver = over] = await test.store.conflicts("payments");
    const worse = { ...wasOpen, worsenedAt: noon };
    expect(await test.store.saveConflicts("payments", [worse, wasOver], [wasOpen, wasOver])).toBe(true);
    const rules = await test.database.query("select fingerprint, rule from conflict order by fingerprint");
    expect(rules).toEqual([
      { fingerprint: "open", rule: open.conflict.rule },
      { fingerprint: "over", rule: "untouched" },
    ]);
    expect(await test.store.conflicts("payments")).toEqual([worse, wasOver]);
  });

  it("reads a conflict that an earlier version stored: what was not written down is not known", async () => {
    const bare = { do: "drop-link", consumer: jiraId("1"), provider: jiraId("2") } as const;
    const step = { do: "finish", item: jiraId("2") } as const;
    const full = aRecord(aConflict({ fix: [proposed({ ...bare, written: [] }), proposed(step)] }));
    await keepConflicts("payments", [full]);
    const { dueAt: _, waitingBehind: __, evidence: seen, ...conflict } = full.conflict;
    const { written: ___, ...evidence } = seen;
    const old = JSON.stringify({ ...conflict, evidence, fix: [bare, step] });
    await test.database.execute("update conflict set conflict = $1::json", [old]);
    expect(await test.store.conflicts("payments")).toEqual([full]);
  });

  it("saves nothing anew that was read and did not change", async () => {
    const written = [{ origin: "text", words: "Blocked by PAY-2", in: jiraId("1") }] as const;
    const step = { do: "drop-link", consumer: jiraId("1"), provider: jiraId("2"), written } as const;
    const plan = { consumer: evidence(), provider: evidence(), cycle: [], written };
    await keepConflicts("payments", [aRecord(aConflict({ evidence: plan, fix: [proposed(step)] }))]);
    const version = "select xmin::text as version from conflict";
    const before = await test.database.query(version);
    await keepConflicts("payments", await test.store.conflicts("payments"));
    expect(await test.database.query(version)).toEqual(before);
  });

  it("empties everything but the history of migrations", async () => {
    await test.store.saveTrains([aTrain()], [acme]);
    await test.store.savePage("acme", aPage({ items: [pulled(anItem())] }), noon);
    await test.store.reset();
    expect(await test.store.trains()).toEqual([]);
    expect((await test.store.loadModel()).items.size).toBe(0);
    expect((await test.store.migrations()).length).toBeGreaterThan(0);
  });
});
