import { describe, expect, test } from "vitest";
import { sweepStream } from "../../src/domain/model/model.ts";
import { fullSync } from "../../src/ingest/sync.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { syncConnection } from "../../src/ingest/sync.ts";
import { jiraId } from "../support/builders.ts";
import { scope as small, useLive } from "./live.ts";
import { failureOf } from "./paper-source.ts";

const live = await useLive();
const scope = { ...small, containers: ["PAY", "LED", "OLD"] };
const part = (project: string) => ({ id: `project:${project}`, name: `container:${project}` });
const cover = (...projects: readonly string[]) => {
  live.source.covered = { ...live.source.covered, parts: projects.map(part) };
};
const issues = () => live.store.stream("acme", "issues");

const sync = async () => syncConnection(live.context({ scope }), await live.source.probe());
const poll = () => pollConnection(live.context({ scope }));
const sweep = () => sweepConnection(live.context({ scope }), { depth: "structure", maxDrop: 0.2 });

describe("a container that cannot be read", () => {
  const hidden = { name: "OLD", nativeId: null, key: null, failure: failureOf("not-found", "park") };
  const oldBooks = () => live.store.stream("acme", "container:OLD");
  const failedOld = async () => {
    const row = await oldBooks();
    if (row === null) throw new Error("it has no row");
    return row;
  };

  test.each([
    ["sync", sync],
    ["sweep", sweep],
  ] as const)("is noted by a %s until it can be, and named once", async (_, read) => {
    live.source.edit("1");
    live.source.containers = [hidden];
    const result = await read();
    expect([...result.unread].map((one) => (typeof one === "string" ? one : one.name))).toEqual(["container:OLD"]);
    expect(await live.titles()).toHaveProperty("1");
    expect(await oldBooks()).toMatchObject({ completedAt: null, failure: { code: "not-found" } });
    await read();
    const told = live.warned.filter((one) => JSON.stringify(one).includes("container:OLD"));
    const why = { code: "not-found", reason: "not-found on paper.", remedy: "Turn the page." };
    const text = "part left out, the rest is read";
    expect(told).toEqual([{ text, connection: "acme", part: "container:OLD", ...why }]);
    live.source.containers = [{ ...hidden, failure: null }];
    await read();
    expect(await oldBooks()).toBeNull();
  });

  test("makes the trains think again once a sweep can read it, though the sweep found nothing else that is new", async () => {
    await sweep();
    live.source.containers = [hidden];
    expect(await sweep()).toMatchObject({ recovered: false });
    expect(await sweep()).toMatchObject({ recovered: false });
    live.source.containers = [{ ...hidden, failure: null }];
    expect(await sweep()).toMatchObject({ written: 0, recovered: true });
    expect(await sweep()).toMatchObject({ recovered: false });
  });

  test("is told by sync as a failure beside what was read", async () => {
    live.source.containers = [hidden];
    expect(await sync()).toMatchObject({ failures: [{ code: "not-found" }] });
  });

  test("was read when it was last covered", async () => {
    cover("PAY", "OLD");
    live.source.edit("1");
    await sweep();
    const readAt = live.now;
    const read = await issues();
    if (read === null) throw new Error("not read");
    // The first of the streams that read it tells; streams of other parts and connections do not.
    const others = { parts: [part("PAY")], meaning: "1" };
    await live.store.saveStream({ ...read, stream: "read later", completedAt: readAt + 1 });
    await live.store.saveStream({ ...read, stream: "begun", completedAt: null });
    await live.store.saveStream({ ...read, stream: "of others", completedAt: readAt - 1, scope: others });
    await live.store.saveStream({ ...read, connection: "hub", completedAt: readAt - 2 });
    live.later(3_600_000);
    live.source.containers = [hidden];
    cover("PAY");
    await sweep();
    expect(await oldBooks()).toMatchObject({ completedAt: readAt, failure: { code: "not-found" } });
  });

  test("keeps no sweep from being good, and loses none of its items", async () => {
    cover("PAY", "OLD");
    live.source.edit("1");
    live.source.edit("70", { container: "OLD" });
    const whole = { ...scope, containers: ["PAY", "OLD"] };
    await sweepConnection(live.context({ scope: whole }), { depth: "whole", maxDrop: 0.2 });
    live.source.containers = [hidden];
    live.source.remove("70");
    live.source.remove("1");
    cover("PAY");
    const { gone, failures } = await sweepConnection(live.context({ scope: whole }), { depth: "whole", maxDrop: 1 });
    expect([gone, failures]).toEqual([[jiraId("1")], []]);
    expect(await live.store.stream("acme", sweepStream("whole"))).toMatchObject({ completedAt: live.now });
    const synced = await fullSync(live.context({ scope: whole }), await live.source.probe(), 1);
    expect(synced.gone).toBe(0);
    expect(await live.titles()).toHaveProperty("70");
  });

  test.each([
    ["has no row of it", () => live.store.keepStreams("acme", ["issues", "members"])],
    ["notes no failure", async () => live.store.saveStream({ ...(await failedOld()), failure: null })],
  ])(
    "is looked at again where the ledger %s since another process has read it, and only there",
    async (_, readByOther) => {
      live.source.edit("1");
      live.source.edit("70", { container: "OLD" });
      live.source.containers = [hidden];
      const all = { ...live.source.covered, parts: ["PAY", "OLD"].map(part) };
      live.source.covered = {
        ...all,
        parts: [part("PAY")],
        unread: [{ name: "container:OLD", failure: hidden.failure }],
      };
      await sweep();
      live.source.asked.length = 0;
      live.later(60_000);
      live.source.edit("1", { title: "changed" });
      await poll();
      expect(live.source.times("probe")).toBe(0);
      expect(await oldBooks()).toMatchObject({ failure: { code: "not-found" } });
      await readByOther();
      live.source.meanwhile.set("probe", () => {
        live.source.covered = all;
      });
      live.later(60_000);
      live.source.edit("1", { title: "changed again" });
      await poll();
      expect(live.source.times("probe")).toBe(1);
      expect((await live.store.streams()).filter(({ failure }) => failure !== null)).toEqual([]);
      expect(await live.titles()).toHaveProperty("70");
      await sweep();
      expect(await oldBooks()).toMatchObject({ failure: { code: "not-found" } });
    },
  );

  test("is left alone by polls, where it has streams of its own, until a sweep finds it readable", async () => {
    live.source.listed = [{ name: "issues", mode: "incremental", pace: "poll", container: "OLD" }];
    live.source.containers = [hidden];
    await sweep();
    live.source.asked.length = 0;
    await poll();
    expect(live.source.asked).toEqual([]);
    live.source.containers = [];
    await sweep();
    expect(live.source.asked).toContain("pull issues");
    // Neither another connection's failure nor a row without one keeps it from being asked.
    const failure = { code: "not-found", text: "no", at: live.now } as const;
    await live.store.streamFailed("hub", "container:OLD", failure);
    await live.store.streamFailed("acme", "container:OLD", failure);
    await live.store.saveStream({ ...(await failedOld()), failure: null });
    live.source.asked.length = 0;
    await poll();
    expect(live.source.asked).toEqual(["peek issues", "pull issues"]);
  });
});

describe("what a stream leaves out", () => {
  test("is no news where only its name had changed since the check; else it is noted, and asked for no more", async () => {
    cover("PAY", "OLD");
    live.source.edit("1");
    await sweep();
    const unread = [{ name: "container:OLD", failure: failureOf("not-found", "park") }];
    live.source.leftOut.set("issues", unread);
    live.source.meanwhile.set("probe", () => {
      live.source.leftOut.clear();
    });
    live.source.asked.length = 0;
    live.source.edit("1", { title: "changed" });
    await poll();
    expect([live.source.times("probe"), await live.store.stream("acme", "container:OLD")]).toEqual([1, null]);
    live.source.leftOut.set("issues", unread);
    for (const title of ["again", "and again"]) {
      live.source.edit("1", { title });
      await poll();
      expect(live.source.times("probe")).toBe(2);
      expect(await live.store.stream("acme", "container:OLD")).toMatchObject({ failure: { code: "not-found" } });
    }
    expect(await live.titles()).toMatchObject({ "1": "and again" });
  });

  const query = { name: "query:labels = x", failure: failureOf("request-refused", "park") };
  const withQuery = { ...scope, jqls: ["labels = x"] };

  test("is read from its beginning once it can be", async () => {
    cover("PAY", "LED");
    live.source.edit("50", { container: "LED" });
    live.source.edit("1");
    live.source.leftOut.set("issues", [{ name: "container:LED", failure: failureOf("not-found", "park") }]);
    await sync();
    expect((await issues())?.scope?.parts).toEqual([part("PAY")]);
    live.source.leftOut.clear();
    live.source.spans.length = 0;
    await poll();
    live.source.edit("1");
    await poll();
    expect(live.source.spans[0]).toEqual(["container:LED", null]);
  });

  test("says nothing about who belongs to a team by a query: its members stay, the other queries are read", async () => {
    live.source.edit("1");
    live.source.members.set("labels = x", ["1"]);
    const read = async () => syncConnection(live.context({ scope: withQuery }), await live.source.probe());
    await read();
    live.source.members.clear();
    live.source.leftOut.set("members", [query]);
    live.warned.length = 0;
    expect((await read()).failures).toMatchObject([{ code: "request-refused" }]);
    const { memberships } = await live.store.loadModel();
    expect(memberships.map(({ query, itemIds }) => [query, itemIds.size])).toEqual([["labels = x", 1]]);
    expect(live.warned).toMatchObject([{ part: "query:labels = x" }]);
  });
});

describe("a stream that fails", () => {
  test("keeps no other from being read by sync, and is told", async () => {
    live.source.edit("1");
    live.source.listed = [{ name: "links", mode: "full", pace: "poll" }, ...live.source.listed];
    live.source.faults.set("pull links", failureOf("forbidden", "park"));
    expect(await sync()).toMatchObject({ failures: [{ code: "forbidden" }] });
    expect(await live.titles()).toHaveProperty("1");
    expect(await live.store.stream("acme", "links")).toMatchObject({ failure: { code: "forbidden" } });
    expect(await fullSync(live.context({ scope }), await live.source.probe(), 0.2)).toMatchObject({
      gone: 0,
      refused: null,
    });
    expect(await live.store.stream("acme", sweepStream("whole"))).toBeNull();
  });

  test("for a reason that is everybody's ends the reading", async () => {
    live.source.listed = [{ name: "links", mode: "full", pace: "poll" }, ...live.source.listed];
    const failure = failureOf("unreachable", "retry");
    live.source.faults.set("pull links", failure);
    await expect(sync()).rejects.toBe(failure);
    expect(live.source.times("pull issues")).toBe(0);
  });
});
