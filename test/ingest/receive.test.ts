import { describe, expect, test } from "vitest";
import { pollConnection } from "../../src/ingest/poll.ts";
import { processInbox } from "../../src/ingest/process-inbox.ts";
import { jiraId, noon } from "../support/builders.ts";
import { inboxOf } from "./inbox-of.ts";
import { scope, useLive } from "./live.ts";
import { aDelivery, aPlace, paperReceiver } from "./paper-receiver.ts";
import { aPull, PaperSource } from "./paper-source.ts";

const live = await useLive();
const { drain, deliver, states, edit } = inboxOf(live);

describe("the inbox", () => {
  test("is drained by one request for all that its deliveries name", async () => {
    edit("1", "2", "3");
    await deliver({ items: ["1", "2"] }, { items: ["2"] }, { items: ["2", "3"], proposal: true }, { items: ["77"] });
    const drained = await drain();
    expect(drained).toMatchObject({ connection: "acme", failures: [], stopped: false, written: 3, proposal: true });
    expect(drained.correlationIds.map((id) => id.split(" ")[0])).toEqual(["paper", "paper", "paper", "paper"]);
    expect(drained.changed.toSorted()).toEqual(["1", "2", "3"].map(jiraId));
    expect(drained.outcomes).toEqual([{ event: "edited", state: "processed", count: 4 }]);
    expect(live.source.asked).toEqual(["fetch", "fetch 1", "fetch 2", "fetch 3", "fetch 77"]);
    expect(await states()).toEqual(["processed", "processed", "processed", "processed"]);
  });

  test("that is empty asks nothing; before the first delivery the process checks the connection", async () => {
    const source = new PaperSource();
    const drain = () => processInbox({ ...live.context(), source }, paperReceiver);
    expect(await drain()).toMatchObject({ changed: [], written: 0, outcomes: [], proposal: false });
    expect(source.asked).toEqual([]);
    for (const item of ["1", "2"]) {
      await deliver({ items: [item] });
      await drain();
    }
    expect(source.asked).toEqual(["probe", "fetch", "fetch 1", "fetch", "fetch 2"]);
  });

  test("of another connection is left alone", async () => {
    await live.store.inbox.receive([aDelivery({ items: ["1"] }, { connection: "hub" })], async () => {});
    await drain();
    expect(await states()).toEqual(["received"]);
  });

  test.each([
    [101, 1],
    [1001, 2],
  ])("of %i deliveries is worked off with %i reading of the item", async (count, readings) => {
    await deliver(...Array.from({ length: count }, () => ({ items: ["1"] })));
    expect((await drain()).outcomes).toEqual([{ event: "edited", state: "processed", count }]);
    expect(live.source.times("fetch")).toBe(readings);
  });

  test("settles at once what asks for nothing", async () => {
    const notices = [
      { kind: "own", items: ["1"] },
      { kind: "ignored", reason: "a label of a project" },
      { kind: "unreadable", reason: "no issue" },
    ] as const;
    await live.store.inbox.receive(
      notices.map((notice) => aDelivery(notice, { deliveryId: `paper ${notice.kind}` })),
      async () => {},
    );
    expect((await drain()).outcomes).toEqual([
      { event: "edited", state: "ignored", count: 2 },
      { event: "edited", state: "failed", count: 1 },
    ]);
    expect((await states()).toSorted()).toEqual([
      "failed: no issue",
      "ignored: a label of a project",
      "ignored: our own write",
    ]);
    expect(live.source.asked).toEqual([]);
    const processed = { text: "delivery processed", connection: "acme", event: "edited" };
    expect(live.informed).toHaveLength(3);
    expect(live.informed).toEqual(
      expect.arrayContaining([
        { ...processed, requestId: "paper own", state: "ignored", reason: "our own write" },
        { ...processed, requestId: "paper ignored", state: "ignored", reason: "a label of a project" },
        { ...processed, requestId: "paper unreadable", state: "failed", reason: "no issue" },
      ]),
    );
  });
});

describe("a delivery", () => {
  test("lets the streams it names be read, where there are such", async () => {
    edit("1");
    await deliver({ streams: ["issues", "milestones:acme/old"] }, { streams: ["issues"] });
    await drain();
    expect(live.source.asked).toEqual(["pull issues", "pull issues"]);
    expect(await live.store.stream("acme", "issues")).toMatchObject({ completedAt: live.now });
  });

  test("lets a stream be read from where it was, and leaves the next poll what that asks", async () => {
    edit("1");
    await pollConnection(live.context());
    const { watermark, token } = (await live.store.stream("acme", "issues")) ?? {};
    await deliver({ streams: ["issues"] });
    await drain();
    expect(live.source.spans).toEqual([
      ["container:PAY", null],
      ["container:PAY", watermark],
    ]);
    expect(await live.store.stream("acme", "issues")).toMatchObject({ watermark: expect.any(Number), token });
    live.source.asked.length = 0;
    await pollConnection(live.context());
    expect(live.source.asked).toEqual(["peek issues"]);
  });

  test("lets new members of a query be read", async () => {
    live.source.edit("60", { container: "LED" });
    live.source.members.set("labels = x", ["60"]);
    await deliver({ streams: ["members"] });
    expect(await drain({ scope: { ...scope, jqls: ["labels = x"] } })).toMatchObject({ changed: [jiraId("60")] });
    expect(await live.titles()).toHaveProperty("60");
  });

  test("brings pull requests whole, of which the newest stands", async () => {
    const merged = aPull({ state: "merged", updatedAt: noon + 2 });
    // Of two of one instant the later delivery stands.
    await deliver(
      { pullRequests: [{ ...merged, title: "Merging" }] },
      { pullRequests: [merged] },
      { pullRequests: [aPull(), aPull({ id: "github:hub:pull:6" })] },
    );
    expect(await drain()).toMatchObject({ changed: [], written: 2 });
    await deliver({ pullRequests: [aPull({ updatedAt: noon + 1 })] });
    expect(await drain()).toMatchObject({ written: 0 });
    expect([...(await live.store.loadModel()).pullRequests.values()]).toContainEqual(merged);
  });

  test("of a removal marks as gone what cannot be read any more, and nothing else", async () => {
    edit("1", "2", "3", "4");
    await pollConnection(live.context());
    live.source.remove("1");
    live.source.edit("2", { container: "OPS" });
    live.source.garbled.add("3");
    await deliver(...["1", "2", "3", "77"].map((id) => ({ items: [id], removed: [id] })), { items: ["4"] });
    expect(await drain()).toMatchObject({ failures: [], changed: [jiraId("2"), jiraId("1")] });
    expect(await live.gone()).toEqual(["1"]);
    // 2 is there, in a project that no team names, and is not asked for once more.
    expect(live.source.times("fetch 2")).toBe(1);
    expect(Object.keys(await live.titles())).toEqual(["3", "4"]);
  });

  test("of a removal follows what is another item since it moved", async () => {
    edit("1", "2");
    await pollConnection(live.context());
    live.source.remove("1");
    edit("21");
    live.source.moves.push({ from: "1", to: "21" });
    await deliver({ items: ["1"], removed: ["1"] });
    expect(await drain()).toMatchObject({ failures: [] });
    expect(await live.gone()).toEqual([]);
    expect(Object.keys(await live.titles())).toEqual(["2", "21"]);
    expect(live.source.asked.filter((what) => what.startsWith("where"))).toEqual(["where PAY-1 is"]);
  });

  test("of something outside changes nothing, and what is told to lie elsewhere is not asked for", async () => {
    edit("1");
    await pollConnection(live.context());
    live.source.edit("50", { container: "OPS" });
    live.source.edit("51", { container: "OPS" });
    live.source.join("50", "51", true);
    live.source.asked.length = 0;
    await deliver({ items: ["50"], places: new Map([["50", aPlace("OPS")]]) });
    expect(await drain()).toMatchObject({ written: 0, changed: [], correlationIds: [] });
    expect(live.source.asked).toEqual([]);
    await deliver({ items: ["50", "51"] });
    expect(await drain()).toMatchObject({ written: 0, changed: [], correlationIds: [] });
    expect([...(await live.store.loadModel()).items.keys()]).toEqual([jiraId("1")]);
  });

  test("is looked at wherever its place is ours by its id or by a name that it has or had", async () => {
    await live.store.saveNames(live.source, [
      { kind: "container", nativeId: "100", name: "PAYMENTS", called: ["PAY"] },
      { kind: "container", nativeId: "200", name: "OPS" },
      { kind: "link-type", nativeId: "300", name: "PAY" },
    ]);
    const ours = [aPlace("pay"), aPlace("Payments"), aPlace("RENAMED", "100")];
    const others = [aPlace("RENAMED"), aPlace("RENAMED", "200"), aPlace("Blocks", "300")];
    await deliver(
      ...[...ours, ...others].map((place, at) => ({ items: [`7${at}`], places: new Map([[`7${at}`, place]]) })),
    );
    await drain();
    expect(live.source.asked).toEqual(["fetch", "fetch 70", "fetch 71", "fetch 72"]);
  });

  test("of a dependency brings in what it reaches, wherever that lies, until it is gone", async () => {
    edit("1");
    await pollConnection(live.context());
    live.source.edit("50", { container: "OPS" });
    live.source.join("50", "1", true);
    const told = { items: ["50", "1"], places: new Map([["50", aPlace("OPS")]]) };
    await deliver(told);
    await drain();
    expect(await live.titles()).toHaveProperty("50");
    live.source.edit("50", { title: "new" });
    await deliver({ items: ["50"], places: new Map([["50", aPlace("OPS")]]) });
    await drain();
    expect(await live.titles()).toMatchObject({ "50": "new" });
    live.source.join("50", "1", false);
    await deliver(told);
    await drain();
    expect(Object.keys(await live.titles())).toEqual(["1"]);
    expect([...(await live.store.loadModel()).links.values()]).toEqual([]);
  });

  test("of a dependency brings back what was gone, wherever that lies", async () => {
    const relate = () => {
      live.source.edit("50", { container: "OPS" });
      live.source.join("50", "1", true);
    };
    edit("1");
    relate();
    // It does not name the other end.
    await deliver({ items: ["1"] });
    await drain();
    expect(await live.titles()).toHaveProperty("50");
    live.source.remove("50");
    await deliver({ items: ["50", "1"], removed: ["50"] });
    await drain();
    expect(await live.gone()).toEqual(["50"]);
    relate();
    await deliver({ items: ["50", "1"], places: new Map([["50", aPlace("OPS")]]) });
    expect(await drain()).toMatchObject({ failures: [] });
    expect(await live.gone()).toEqual([]);
    expect(await live.titles()).toHaveProperty("50");
  });

  test("that tells of another place than the one before is looked at wherever one of them is ours", async () => {
    live.source.edit("7");
    await deliver(
      { items: ["7"], places: new Map([["7", aPlace("PAY")]]) },
      { items: ["7"], places: new Map([["7", aPlace("OPS")]]) },
    );
    await drain();
    expect(await live.titles()).toHaveProperty("7");
  });

  test("tells that a poll's find was no missed one, in time or late", async () => {
    await live.hooked();
    await drain();
    edit("1", "2");
    await pollConnection(live.context());
    live.source.edit("1", { title: "new" });
    live.source.edit("2", { title: "new" });
    await pollConnection(live.context());
    const [foundAt, minute] = [live.now, 60_000];
    const speak = (id: string, receivedAt: number) =>
      live.store.inbox.receive([aDelivery({ kind: "own", items: [id] }, { receivedAt })], async () => {});
    await speak("1", foundAt + 6 * minute);
    await drain();
    expect(await live.store.missedChanges(0, foundAt + 1)).toMatchObject([{ missed: 2, announced: 0 }]);
    // Together with a later one: the first counts.
    await speak("7", foundAt + 60 * minute);
    await speak("1", foundAt + 5 * minute);
    await drain();
    expect(await live.store.missedChanges(0, foundAt + 1)).toMatchObject([{ missed: 1, announced: 1 }]);
  });
});
