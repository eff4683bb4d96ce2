import { describe, expect, test } from "vitest";
import type { Sink } from "../../src/ports/connector.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { Store } from "../../src/ports/store.ts";
import { lookForMs } from "../../src/reporting/write-find.ts";
import { aPublication, githubId, jiraId, noon } from "../support/builders.ts";
import { failure } from "../support/paper-tracker.ts";
import { finished, learn, minute, rollupGone, run, store, tracker, train, usePaperRound } from "./paper-round.ts";

usePaperRound();

const rollup = "rollup:payments:acme:PMO";
const [payComment, apiComment] = [`comment:payments:${jiraId("1")}`, `comment:payments:${githubId("1")}`] as const;

async function row(marker: string): Promise<PublicationRecord> {
  const found = (await store.publications("payments")).find((record) => record.marker === marker);
  if (found === undefined) throw new Error(`the books have no ${marker}`);
  return found;
}

/** The row as another process leaves it that does not know of us. */
async function change(marker: string, to: Partial<PublicationRecord>): Promise<void> {
  const was = await row(marker);
  expect(await store.savePublication({ ...was, ...to }, was)).toBe(true);
}

const markers = () => [...tracker().sheets.values()].map(({ marker }) => marker);
const commentsOnly = (): Promise<boolean> => store.savePublication(rollupGone, null);

test("a create that the tracker took only shorter is in the books as it was sent", async () => {
  const sink = { ...tracker().sink };
  tracker().sink.createIssue = (target, text, marker) => sink.createIssue(target, text.refit?.(500) ?? text, marker);
  await run();
  expect(await row(rollup)).toMatchObject({ state: "standing", beside: 500 });
});

describe("a create whose outcome is unknown", () => {
  test("is found by its marker, not repeated", async () => {
    tracker().mishap = "lost-after";
    const until = noon + lookForMs.rollup;
    expect(await run()).toMatchObject({
      counts: { created: 2, pending: 1 },
      waiting: [{ because: "outcome-unknown", until }],
      wakeAt: until,
    });
    expect(await run(noon + minute)).toMatchObject({ counts: { created: 0, pending: 0 }, wakeAt: null });
    expect(tracker().sheets.size).toBe(3);
  });

  test("is not sent again where it already stands as it should", async () => {
    tracker().mishap = "lost-after";
    await run();
    // The comments now know where the rollup is; the rollup itself is only taken into the books.
    expect((await run()).counts).toMatchObject({ unchanged: 1, updated: 2 });
  });

  test.each([
    ["an issue, which is found by search", false, 10],
    ["a comment", true, 2],
  ])("and that never arrived is made again when it would have shown: %s", async (_, isComment, minutes) => {
    if (isComment) await commentsOnly();
    tracker().mishap = "lost-before";
    const until = noon + minutes * minute;
    expect(await run()).toMatchObject({ counts: { pending: 1 }, wakeAt: until });
    expect(await run(until - 1)).toMatchObject({ counts: { created: 0, pending: 1 }, wakeAt: until });
    expect(await run(until)).toMatchObject({ counts: { created: 1, pending: 0 }, wakeAt: null });
    expect(new Set(markers()).size).toBe(markers().length);
  });

  test("and that has lost its reason is marked resolved where it is found", async () => {
    await commentsOnly();
    tracker().mishap = "lost-after";
    await run();
    await learn(finished);
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, resolved: 2 });
    const resolved = expect.stringContaining("Resolved on ");
    expect(tracker().bodies()).toEqual([resolved, resolved]);
  });

  test("and that has lost its reason is forgotten where nothing shows", async () => {
    await commentsOnly();
    tracker().mishap = "lost-before";
    const lost = (await run()).waiting.find(({ because }) => because === "outcome-unknown");
    await learn(finished);
    expect((await run(noon + minute)).counts).toMatchObject({ pending: 1, resolved: 1 });
    expect((await run(noon + 2 * minute)).counts).toMatchObject({ created: 0, pending: 0 });
    expect((await row(lost?.marker ?? "")).state).toBe("absent");
    expect(tracker().sheets.size).toBe(1);
  });

  test("since the database failed right after it is found, not written again", async () => {
    const gone = failure("database-unavailable", { kind: "retry", afterMs: null });
    const books: Store = {
      ...store,
      savePublication: (record, was) =>
        record.state === "standing" ? Promise.reject(gone) : store.savePublication(record, was),
    };
    await expect(run(noon, { store: books })).rejects.toThrow(gone);
    expect((await run(noon + minute)).counts).toMatchObject({ pending: 0, created: 2 });
    expect(markers()).toStrictEqual([rollup, payComment, apiComment]);
  });
});

describe("what stands already is not written again", () => {
  test("though the books were lost", async () => {
    await run();
    for (const record of await store.publications("payments")) {
      await store.savePublication({ ...record, train: "lost", marker: `lost ${record.marker}` }, record);
    }
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, pending: 0 });
    expect(markers()).toStrictEqual([rollup, payComment, apiComment]);
    expect((await run(noon + 2 * minute)).counts).toMatchObject({ unchanged: 3 });
  });

  test("though its item has another id since: the comment it brought along is taken over, from its row too", async () => {
    const old = "comment:payments:jira:acme:issue:99";
    const id = tracker().lay("PAY-1", old);
    const claim = aPublication({ marker: old, itemId: jiraId("99"), remoteId: id });
    const others = [
      { ...claim, marker: "comment:payments:another", remoteId: "other" },
      { ...claim, marker: "comment:payments:elsewhere", connection: "hub" },
      { ...rollupGone, marker: "rollup:payments:another", place: "PMX", remoteId: id, state: "standing" },
    ] as const;
    for (const record of [claim, ...others]) await store.savePublication(record, null);
    expect((await run()).counts).toMatchObject({ created: 2, updated: 1 });
    expect(markers()).toStrictEqual([payComment, rollup, apiComment]);
    expect(await row(payComment)).toMatchObject({ state: "standing", remoteId: id, itemId: jiraId("1") });
    expect(await row(old)).toMatchObject({ state: "gone" });
    for (const { marker, state } of others) expect(await row(marker)).toMatchObject({ state });
    expect((await run(noon + minute)).counts).toMatchObject({ created: 0, updated: 0 });
  });

  test("though a person was thought to have removed it", async () => {
    const id = tracker().lay("PAY-1", payComment);
    const long = noon - 60 * minute;
    await store.savePublication(aPublication({ state: "gone", remoteId: id, createdAt: long, updatedAt: long }), null);
    expect((await run()).counts).toMatchObject({ created: 2, updated: 1 });
    expect(await row(payComment)).toMatchObject({ state: "standing" });
  });

  test("but another train's is no reason not to write", async () => {
    const id = tracker().lay("PAY-1", "comment:payments-2:jira:acme:issue:1");
    expect((await run()).counts).toMatchObject({ created: 3 });
    expect(tracker().sheets.get(id)?.body).toBe("old");
  });

  test.each([
    ["twice under its marker", payComment],
    ["under its marker and an old one", "comment:payments:jira:acme:issue:99"],
  ])("nor changed where it stands %s: a person decides", async (_, second) => {
    const ids = [tracker().lay("PAY-1", payComment), tracker().lay("PAY-1", second)];
    expect(await run(noon + 60 * minute)).toMatchObject({
      counts: { created: 2, pending: 1 },
      waiting: [{ marker: payComment, because: "two-of-ours", until: null }],
    });
    for (const id of ids) expect(tracker().sheets.get(id)?.body).toBe("old");
  });

  test("nor where a transferred item's old address still shows it: that is the new item's", async () => {
    const url = "https://acme.example/browse/NEW-1#comment-5";
    const moved = { remoteId: "5", key: "K-5", url, marker: "comment:payments:jira:acme:issue:99" };
    const { sink } = tracker();
    const findComments: Sink["findComments"] = async (item) =>
      item.key === "PAY-1" ? [moved] : sink.findComments(item);
    expect(await run(noon, { sink: () => ({ ...sink, findComments }) })).toMatchObject({
      counts: { created: 2, pending: 1 },
      waiting: [{ marker: payComment, because: "found-elsewhere", until: null }],
    });
  });
});

describe("a rollup in a new place", () => {
  const former = "rollup:payments:acme:OLD";

  async function inLedger(remoteId: string, change: Partial<PublicationRecord> = {}): Promise<void> {
    await store.savePublication(
      { ...rollupGone, marker: former, place: "OLD", state: "standing", remoteId, ...change },
      null,
    );
  }

  test.each([
    ["shows it", {}, []],
    ["does not show it yet", { findIssues: async () => [] }, [former]],
  ])("is the one that people moved there if search %s", async (_, lag, expected) => {
    const id = tracker().lay("acme", former);
    await inLedger(id);
    const asked: string[] = [];
    const { sink } = tracker();
    const findMovedIssue: Sink["findMovedIssue"] = (target, remote, marker) => {
      asked.push(marker);
      return sink.findMovedIssue(target, remote, marker);
    };
    const change = { sink: () => ({ ...sink, ...lag, findMovedIssue }) };
    expect((await run(noon, change)).counts).toMatchObject({ created: 2, updated: 1 });
    expect(markers()).toStrictEqual([former, payComment, apiComment]);
    expect(await row(former)).toMatchObject({ state: "standing", remoteId: id, place: "PMO" });
    expect((await run(noon + minute, change)).counts).toMatchObject({ created: 0, pending: 0 });
    expect(asked).toStrictEqual(expected);
  });

  test.each<[string, (id: string) => unknown]>([
    ["elsewhere", () => inLedger(tracker().lay("OLD", former))],
    ["hidden", (id) => inLedger(id).then(() => tracker().hidden.add(id))],
    ["deleted", () => inLedger("999")],
    ["without its marker", () => inLedger(tracker().lay("acme", "another"))],
    ["one that never was", () => inLedger("", { remoteId: null, state: "absent" })],
  ])("is a new one if the former is %s", async (_, arrange) => {
    await arrange(tracker().lay("acme", former));
    const { sink } = tracker();
    const findIssues: Sink["findIssues"] = async () => [];
    expect((await run(noon, { sink: () => ({ ...sink, findIssues }) })).counts).toMatchObject({ created: 3 });
    expect(await row(rollup)).toMatchObject({ state: "standing", place: "PMO" });
  });
});

describe("of several processes", () => {
  test("that decide at the same moment one writes, the others come back later", async () => {
    const runs = await Promise.all([run(), run(noon + 1), run(noon + 2)]);
    expect(runs.reduce((sum, { counts }) => sum + counts.created, 0)).toBe(3);
    expect(markers().toSorted()).toStrictEqual([rollup, payComment, apiComment].toSorted());
  });

  test("the one that is too late sends nothing, and looks in when the other must be done", async () => {
    const { sink } = tracker();
    const findIssues: Sink["findIssues"] = async (...asked) => {
      await store.savePublication({ ...rollupGone, state: "intended", remoteId: null }, null);
      return sink.findIssues(...asked);
    };
    expect(await run(noon, { sink: () => ({ ...sink, findIssues }) })).toMatchObject({
      counts: { created: 2, pending: 1 },
      waiting: [{ marker: rollup, because: "taken-by-another", until: noon + lookForMs.rollup }],
    });
    expect(markers()).toStrictEqual([payComment, apiComment]);
  });

  test.each([
    ["whose create took so long that another made its own", null],
    ["whose create was refused after another took it over", failure("forbidden")],
  ])("the one %s leaves the other's row alone", async (_, mishap) => {
    tracker().mishap = mishap;
    const others = {
      state: "standing",
      remoteId: "theirs",
      remoteKey: "PMO-9",
      url: "https://acme.example/9",
    } as const;
    tracker().meanwhile = () => change(rollup, { ...others, createdAt: noon + 20 * minute });
    const { counts } = await run();
    expect(counts).toMatchObject({ created: 2, pending: mishap === null ? 1 : 0 });
    expect(await row(rollup)).toMatchObject(others);
  });

  test("whose changes cross nobody knows which came last: a later run compares", async () => {
    await run();
    await learn(finished);
    tracker().meanwhile = () => change(rollup, { digest: "theirs", updatedAt: noon + minute });
    expect(await run(noon + minute)).toMatchObject({
      counts: { resolved: 2, pending: 1 },
      waiting: [{ marker: rollup, because: "taken-by-another" }],
    });
    expect((await row(rollup)).digest).toBeNull();
    const [sheet] = tracker().sheets.values();
    if (sheet !== undefined) sheet.body = "theirs";
    expect((await run(noon + 2 * minute)).counts).toMatchObject({ updated: 1, pending: 0 });
    expect(sheet?.body).toContain(rollup);
  });
});

test("what is found is no new comment: it takes no place under the hourly cap", async () => {
  await commentsOnly();
  for (const marker of [payComment, apiComment]) {
    tracker().lay(marker === payComment ? "PAY-1" : "acme/api#1", marker);
  }
  const tight = { ...train, comments: { ...train.comments, newPerRun: 2 } };
  expect((await run(noon, { train: tight })).counts).toMatchObject({ created: 0, updated: 2 });
  expect(await store.writesDone("payments", 0)).toMatchObject([{ action: "update" }, { action: "update" }]);
});
