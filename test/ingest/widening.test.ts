import { describe, expect, test } from "vitest";
import { fullSync } from "../../src/ingest/sync.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { syncConnection } from "../../src/ingest/sync.ts";
import { scope as small, useLive } from "./live.ts";

const live = await useLive();
const scope = { ...small, containers: ["PAY", "LED", "OLD"] };
const part = (project: string) => ({ id: `project:${project}`, name: `container:${project}` });
const cover = (...projects: readonly string[]) => {
  live.source.covered = { ...live.source.covered, parts: projects.map(part) };
};
const issues = () => live.store.stream("acme", "issues");
const watermark = async () => (await issues())?.watermark ?? null;

const sync = async () => syncConnection(live.context({ scope }), await live.source.probe());
const poll = () => pollConnection(live.context({ scope }));
const sweep = () => sweepConnection(live.context({ scope }), { depth: "structure", maxDrop: 0.2 });

/** PAY was read, and LED holds something that is older than what was read. */
async function someRead() {
  live.source.edit("50", { container: "LED", title: "planned long ago" });
  live.source.edit("1");
  await sweep();
  live.source.spans.length = 0;
}

describe.each([
  ["sync", sync],
  ["poll", poll],
  ["sweep", sweep],
] as const)("a %s", (_, read) => {
  test("reads a project that is new in the train file from its beginning, and no other", async () => {
    await someRead();
    const before = await watermark();
    cover("PAY", "LED");
    live.source.edit("1", { title: "new" });
    await read();
    expect(live.source.spans).toEqual([
      ["container:LED", null],
      ["container:PAY", before],
    ]);
    expect(await live.titles()).toMatchObject({ "1": "new", "50": "planned long ago" });
    live.source.spans.length = 0;
    live.source.edit("50", { title: "newer" });
    await read();
    expect(live.source.spans).toEqual([["container:PAY,container:LED", expect.any(Number)]]);
    expect(await live.titles()).toMatchObject({ "50": "newer" });
  });

  test("reads everything again where its records mean something else", async () => {
    await someRead();
    live.source.covered = { ...live.source.covered, meaning: "another points field" };
    await read();
    live.source.edit("1", { title: "newer" });
    await read();
    const [first, ...later] = live.source.spans;
    expect(first).toEqual(["container:PAY", null]);
    expect(later).toEqual([["container:PAY", expect.any(Number)]]);
  });

  test("reads nothing again for a project that has another name or left the train file", async () => {
    cover("PAY", "LED");
    await someRead();
    cover("PAY");
    live.source.covered = { ...live.source.covered, parts: [{ ...part("PAY"), name: "container:PAYMENTS" }] };
    live.source.edit("1");
    await read();
    expect(live.source.spans).toEqual([["container:PAYMENTS", expect.any(Number)]]);
  });

  test("forgets what left the train file: it comes back from its beginning", async () => {
    cover("PAY", "LED");
    await someRead();
    cover("PAY");
    live.source.edit("1");
    await read();
    cover("PAY", "LED");
    live.source.spans.length = 0;
    await read();
    expect(live.source.spans[0]).toEqual(["container:LED", null]);
  });

  test("reads everything once where an older version did not note what it had asked for", async () => {
    await someRead();
    const state = await issues();
    if (state === null) throw new Error("not read");
    const { scope: _noted, ...older } = state;
    await live.store.saveStream({ ...older, watermark: Date.parse("2099-01-01T00:00:00Z") });
    live.source.edit("1", { title: "new" });
    await read();
    expect(live.source.spans).toEqual([["container:PAY", null]]);
    expect(await live.titles()).toMatchObject({ "1": "new" });
    expect(await watermark()).toBeLessThanOrEqual(live.now);
  });
});

test("of a new project a sync looks for its items only, not for those of a team's query", async () => {
  const jql = "team = web";
  const context = () => live.context({ scope: { ...scope, jqls: [jql] } });
  live.source.members.set(jql, ["2"]);
  live.source.edit("2");
  live.source.edit("1");
  await sweepConnection(context(), { depth: "structure", maxDrop: 0.2 });
  live.source.edit("50", { container: "LED" });
  cover("PAY", "LED");
  live.source.asked.length = 0;
  await syncConnection(context(), await live.source.probe());
  expect(live.source.asked.filter((one) => one.startsWith("fetch"))).toEqual([]);
  expect(await live.titles()).toHaveProperty("50");
});

describe.each([
  ["sync", sync],
  ["poll", poll],
  ["sweep", sweep],
] as const)("of a project that is back in sight, a %s", (_, read) => {
  const beginning = ["container:LED", null];
  const retitle = (nativeId: string, title: string) =>
    void live.source.items.set(nativeId, { ...live.source.item(nativeId), title });

  /** The account saw LED, then did not, and sees it again: its items changed meanwhile without a later `updated`. */
  async function backInSight() {
    cover("PAY", "LED");
    live.source.edit("51", { container: "LED" });
    await someRead();
    cover("PAY");
    live.source.edit("1");
    await read();
    for (const nativeId of ["50", "51"]) retitle(nativeId, `new ${nativeId}`);
    cover("PAY", "LED");
    live.source.spans.length = 0;
  }

  test("reads it from its beginning until search, which lags behind, shows something of it", async () => {
    await backInSight();
    for (const nativeId of ["50", "51"]) live.source.unlisted.add(nativeId);
    await read();
    await read();
    expect(live.source.spans.filter(([part]) => part === "container:LED")).toEqual([beginning, beginning]);
    expect(await live.titles()).toMatchObject({ "50": "planned long ago" });
    const text = "search shows nothing of a part yet";
    expect(live.informed).toContainEqual({ text, connection: "acme", part: "container:LED", items: 2 });
    live.source.unlisted.clear();
    await read();
    expect(await live.titles()).toMatchObject({ "50": "new 50", "51": "new 51" });
    live.source.spans.length = 0;
    live.source.edit("50");
    await read();
    expect(live.source.spans).toEqual([["container:PAY,container:LED", expect.any(Number)]]);
  });

  test("reads by themselves the items that its search leaves out, and not the rest again", async () => {
    await backInSight();
    live.source.unlisted.add("50");
    await read();
    expect(await live.titles()).toMatchObject({ "50": "new 50", "51": "new 51" });
    const text = "search left out items of a part";
    expect(live.informed).toContainEqual({ text, connection: "acme", part: "container:LED", items: 1 });
    live.source.edit("51");
    live.source.spans.length = 0;
    await read();
    expect(live.source.spans).toEqual([["container:PAY,container:LED", expect.any(Number)]]);
  });

  test("doubts its search only: no stream that is read whole, nor one of a single repository", async () => {
    const own = { name: "edges:LED", mode: "incremental", pace: "poll", container: "LED" } as const;
    live.source.listed = [...live.source.listed, own];
    await backInSight();
    await sweep();
    const known = (await live.store.streams()).map(({ stream, scope: covered }) => [stream, covered?.parts.length]);
    expect(Object.fromEntries(known)).toEqual({ issues: 2, members: 2, "edges:LED": 2 });
  });

  test("reads it from its beginning until a whole sweep finds that its items were deleted meanwhile", async () => {
    await backInSight();
    for (const nativeId of ["50", "51"]) live.source.remove(nativeId);
    await read();
    await fullSync(live.context({ scope }), await live.source.probe(), 1);
    expect(await live.gone()).toEqual(["50", "51"]);
    await read();
    live.source.edit("1");
    live.source.spans.length = 0;
    await read();
    expect(live.source.spans).toEqual([["container:PAY,container:LED", expect.any(Number)]]);
  });

  test("reads the query of a team like a project", async () => {
    const query = { id: "jql:labels = x", name: "query:labels = x" };
    const asking = { ...scope, jqls: ["labels = x"] };
    live.source.edit("60", { container: "SEC" });
    live.source.members.set("labels = x", ["60"]);
    const whole = async () => syncConnection(live.context({ scope: asking }), await live.source.probe());
    await someRead();
    await whole();
    live.source.spans.length = 0;
    live.source.covered = { ...live.source.covered, parts: [part("PAY"), query] };
    await whole();
    await whole();
    const first = live.source.spans.filter(([, since]) => since === null);
    expect(first).toEqual([
      ["query:labels = x", null],
      ["query:labels = x", null],
    ]);
  });
});

describe("a poll", () => {
  test("of what is new tells no missed delivery, and that reports may have been wrong", async () => {
    await live.hooked();
    await someRead();
    cover("PAY", "LED");
    expect(await poll()).toMatchObject({ recovered: true, written: 1 });
    expect(await live.store.missedChanges(0, live.now + 1)).toEqual([]);
  });

  test("reads a stream that only sweeps read once it covers more, and no sooner", async () => {
    await someRead();
    live.source.asked.length = 0;
    await poll();
    expect(live.source.times("pull members")).toBe(0);
    cover("PAY", "LED");
    live.source.members.set("labels = x", ["1"]);
    await pollConnection(live.context({ scope: { ...scope, jqls: ["labels = x"] } }));
    expect(live.source.times("pull members")).toBeGreaterThan(0);
    const { memberships } = await live.store.loadModel();
    expect(memberships).toMatchObject([{ query: "labels = x" }]);
  });

  test("reads a stream that the train file has added since the last sweep", async () => {
    await someRead();
    live.source.listed = [...live.source.listed, { name: "versions", mode: "full", pace: "sweep" }];
    await poll();
    expect(live.source.times("pull versions")).toBe(1);
  });

  test("is told nothing new by a tag that was given for less", async () => {
    await someRead();
    await poll();
    cover("PAY", "LED");
    live.source.spans.length = 0;
    await poll();
    expect(live.source.spans[0]).toEqual(["container:LED", null]);
  });
});

describe("the watermark", () => {
  test("never passes what all parts were read up to: what changes between two of them is read next time", async () => {
    await someRead();
    cover("PAY", "LED");
    // While PAY is read, an hour later, somebody works in LED, which was read before.
    live.source.meanwhile.set("pull issues", () => {
      live.source.meanwhile.set("pull issues", () => live.source.edit("50", { title: "meanwhile" }));
    });
    await sync();
    live.source.edit("1");
    await sync();
    expect(await live.titles()).toMatchObject({ "50": "meanwhile" });
  });
});
