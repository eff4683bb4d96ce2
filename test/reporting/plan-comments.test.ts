import { describe, expect, test } from "vitest";
import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import type { DoneWrite, PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { PlannedWrite } from "../../src/reporting/planned-writes.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aPublication,
  aRecord,
  aTrain,
  evidence,
  githubId,
  jiraId,
  noon,
  planned,
} from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { actions, apiComment, items, payComment, plan, type World } from "./planned-comments.ts";

const minute = 60_000;

/** A comment that stands and says what it should. */
function trueComment(world: World, marker: string, itemId = jiraId("1")): PublicationRecord {
  const write = plan(world).writes.find((candidate) => candidate.marker === marker);
  return aPublication({ marker, itemId, digest: write?.text.digest ?? null });
}

function done(change: Partial<DoneWrite>): DoneWrite {
  return { marker: "another", kind: "comment", action: "create", at: noon, ...change };
}

const settling = aTrain({ comments: { mode: "on", settleMs: 10 * minute, newPerRun: 20 } });

describe("who is told", () => {
  test("the consumer and, in another team, the provider", () => {
    expect(actions({})).toStrictEqual([
      ["create", payComment],
      ["create", apiComment],
    ]);
  });

  test("only the consumer when both are the same team's", () => {
    const records = [aRecord(aConflict({ provider: jiraId("2") }))];
    expect(actions({ records })).toStrictEqual([["create", payComment]]);
  });

  test.each([
    ["an unresolved key", aConflict({ provider: "key:jira:OPS-1" })],
    ["nothing with a name", aConflict({ provider: null })],
    ["itself", aConflict({ provider: jiraId("1") })],
  ])("only the consumer that needs %s", (_name, conflict) => {
    expect(actions({ records: [aRecord(conflict)] })).toStrictEqual([["create", payComment]]);
  });

  test("every member of a cycle", () => {
    const cycle = [jiraId("1"), jiraId("2"), githubId("1")];
    const records = [
      aRecord(
        aConflict({ rule: "cycle", evidence: { consumer: evidence(), provider: evidence(), cycle, written: [] } }),
      ),
    ];
    expect(actions({ records })).toHaveLength(3);
  });

  test.each([
    ["a neighbour", planned(anItem(), { role: "neighbour", team: null })],
    ["a stub", planned(anItem({ presence: "stub" }))],
    ["a closed item", planned(anItem({ status: "done" }))],
  ])("never %s", (_name, first) => {
    expect(actions({ view: aView([first, planned(aGithubItem())]) })).toStrictEqual([["create", apiComment]]);
  });

  test("never an item that is not in the view", () => {
    expect(actions({ view: aView([]) })).toStrictEqual([]);
  });

  test("nobody once the calendar is over: nothing is changed either", () => {
    const over = aView(items, { at: aTrain().increments[0]?.endsAt ?? 0 });
    expect(plan({ view: over, publications: [aPublication()] })).toStrictEqual({
      writes: [],
      unchanged: 0,
      waiting: [],
    });
    const before = plan({ view: aView(items, { at: over.at - 1 }), publications: [aPublication()] });
    expect(before.writes).toMatchObject([{ action: "update" }, { action: "create" }]);
  });

  test("nobody where comments are off", () => {
    const train = aTrain({ comments: { mode: "off", settleMs: 0, newPerRun: 20 } });
    expect(plan({ view: aView(items, { train }) })).toStrictEqual({ writes: [], unchanged: 0, waiting: [] });
  });
});

describe("when", () => {
  test("risks and information alone open no comment", () => {
    const risk = aRecord(aConflict({ severity: "risk" }));
    const info = aRecord(aConflict({ severity: "info", fingerprint: "b" }));
    expect(actions({ records: [risk, info] })).toStrictEqual([]);
  });

  test("a conflict has to settle first", () => {
    const fresh = [aRecord(aConflict(), { stateSince: noon - 9 * minute })];
    const view = aView(items, { train: settling });
    expect(plan({ records: fresh, view })).toMatchObject({
      writes: [],
      waiting: [{ where: "PAY-1", because: "settling", until: noon + minute }, {}],
    });
    expect(actions({ records: [aRecord(aConflict(), { stateSince: noon - 10 * minute })], view })).toHaveLength(2);
  });

  test("a conflict that opened while a clock was a day ahead does not wait for that day", () => {
    const view = aView(items, { train: settling });
    expect(actions({ records: [aRecord(aConflict(), { stateSince: noon + 24 * 60 * minute })], view })).toHaveLength(2);
    // Another replica's clock.
    expect(actions({ records: [aRecord(aConflict(), { stateSince: noon + minute })], view })).toStrictEqual([]);
  });

  test("what settles is worked out already, as it will be written", () => {
    const since = (minutes: number) => [aRecord(aConflict(), { stateSince: noon - minutes * minute })];
    const view = aView(items, { train: settling });
    const told = (write: PlannedWrite | undefined) => write?.text.rendered;
    const drafts = plan({ records: since(9), view }).waiting.map(({ draft }) => told(draft));
    expect(drafts).toStrictEqual(plan({ records: since(10), view }).writes.map((write) => told(write)));
  });

  test("the oldest of several conflicts has to settle, risks do not count", () => {
    const at = (minutes: number, change = {}) =>
      aRecord(aConflict({ fingerprint: `late-provider:${minutes}`, ...change }), {
        stateSince: noon - minutes * minute,
      });
    const view = aView(items, { train: settling });
    const { waiting } = plan({ records: [at(2), at(7), at(30, { severity: "risk" })], view });
    expect(waiting.map(({ until }) => until)).toStrictEqual([noon + 3 * minute, noon + 3 * minute]);
  });

  test("new comments over the cap wait, those of the last hour count", () => {
    const train = aTrain({ comments: { mode: "on", settleMs: 0, newPerRun: 2 } });
    const recent = [
      done({ action: "update", at: noon - 50 * minute }),
      done({ kind: "rollup", at: noon - 40 * minute }),
      done({ at: noon - 30 * minute }),
    ];
    const result = plan({ view: aView(items, { train }), recent });
    expect(result.writes.map(({ marker }) => marker)).toStrictEqual([payComment]);
    const until = noon + 30 * minute;
    expect(result.waiting).toMatchObject([
      {
        marker: apiComment,
        connection: "hub",
        where: "acme/api#1",
        because: "cap",
        until,
        draft: { action: "create", marker: apiComment },
      },
    ]);
  });

  test("what was written too often within the hour is not even created, and takes nobody's place under the cap", () => {
    const train = aTrain({ comments: { mode: "on", settleMs: 0, newPerRun: 1 }, rewritesPerHour: 1 });
    const recent = [done({ marker: payComment, action: "update", at: noon - 10 * minute })];
    const result = plan({ view: aView(items, { train }), recent });
    expect(result.writes.map(({ marker }) => marker)).toStrictEqual([apiComment]);
    expect(result.waiting).toMatchObject([{ marker: payComment, because: "rewritten-too-often" }]);
  });
});

describe("what already stands", () => {
  test("and is true is left alone", () => {
    const publications = [trueComment({}, payComment), trueComment({}, apiComment, githubId("1"))];
    expect(plan({ publications })).toStrictEqual({ writes: [], unchanged: 2, waiting: [] });
  });

  test("and says something else is edited in place", () => {
    expect(actions({ publications: [aPublication({ marker: payComment })] })).toContainEqual(["update", payComment]);
  });

  test("goes on telling of a risk once it was a conflict", () => {
    const records = [aRecord(aConflict({ severity: "risk" }))];
    expect(actions({ records, publications: [aPublication({ marker: payComment })] })).toStrictEqual([
      ["update", payComment],
    ]);
  });

  test("is marked resolved when nothing touches the item any more", () => {
    const publications = [aPublication({ marker: payComment })];
    expect(actions({ records: [], publications })).toStrictEqual([["resolve", payComment]]);
  });

  test("is told what was resolved since it was created, besides what is open and when all is", () => {
    const over = aRecord(aConflict({ fingerprint: "over", provider: jiraId("2") }), {
      state: "resolved",
      stateSince: noon + minute,
    });
    const publications = [aPublication({ marker: payComment, createdAt: noon })];
    const text = (records: readonly ConflictRecord[], known = publications) =>
      plan({ records, publications: known }).writes.find(({ marker }) => marker === payComment)?.text.rendered.body;
    expect(text([over])).toContain("Resolved on 24 Nov 2026: ");
    expect(text([over, aRecord(aConflict())])).toMatch(/What to do.*Resolved on 24 Nov 2026: /u);
    expect(
      text([over, aRecord(aConflict())], [aPublication({ marker: payComment, createdAt: noon + minute })]),
    ).not.toContain("Resolved");
    expect(text([over, aRecord(aConflict())], [])).not.toContain("Resolved");
    const gone = aPublication({ marker: payComment, state: "gone", createdAt: noon, updatedAt: noon });
    const worse = aRecord(aConflict(), { worsenedAt: noon + minute });
    expect(text([over, worse], [gone])).not.toContain("Resolved");
  });

  test("speaks to the readers of its own item", () => {
    const [atConsumer, atProvider] = plan({}).writes.map(({ text }) => text.rendered.body);
    expect(atConsumer).toContain("but it needs ");
    expect(atProvider).toContain("but it blocks ");
  });

  test("stays as it is once resolved, or when its item cannot be read", () => {
    const resolved = aPublication({ marker: payComment, resolved: true });
    expect(plan({ records: [], publications: [resolved] })).toMatchObject({ writes: [], unchanged: 1 });
    const unread = aPublication({ marker: payComment, itemId: jiraId("99") });
    expect(plan({ records: [], publications: [unread] })).toMatchObject({ writes: [], unchanged: 1 });
    expect(plan({ records: [], publications: [{ ...unread, itemId: null }] })).toMatchObject({
      writes: [],
      unchanged: 1,
    });
  });

  test("is reopened, not repeated, when the trouble comes back", () => {
    const resolved = aPublication({ marker: payComment, resolved: true });
    expect(actions({ publications: [resolved] })).toContainEqual(["update", payComment]);
  });

  test("a comment a person deleted stays deleted until it gets worse", () => {
    const gone = aPublication({ marker: payComment, state: "gone", updatedAt: noon });
    expect(plan({ publications: [gone] }).waiting).toStrictEqual([
      { marker: payComment, connection: "acme", where: "PAY-1", because: "removed-by-a-person", until: null },
    ]);
    const worse = [aRecord(aConflict(), { worsenedAt: noon + minute })];
    expect(actions({ publications: [gone], records: worse })).toContainEqual(["create", payComment]);
    const neverWritten = aPublication({ marker: payComment, state: "gone", updatedAt: null, createdAt: noon - minute });
    expect(actions({ publications: [neverWritten] })).toContainEqual(["create", payComment]);
  });

  test.each([
    ["resolve", []],
    ["update", [aRecord(aConflict({ severity: "risk" }))]],
    ["create", [aRecord(aConflict())]],
  ] as const)("or may stand, its create's outcome unknown, is looked for, to %s it", (action, records) => {
    const nothing = { remoteId: null, remoteKey: null, url: null, digest: null, updatedAt: null };
    const intended = aPublication({ marker: payComment, state: "intended", ...nothing });
    expect(actions({ records, publications: [intended] })).toContainEqual([action, payComment]);
    const absent = aPublication({ ...intended, state: "absent" });
    expect(actions({ records: [], publications: [absent] })).toStrictEqual([]);
  });

  test("is known by its item, whatever its marker", () => {
    const old = aPublication({ marker: "comment:payments:of-old" });
    expect(actions({ publications: [old] })).toStrictEqual([
      ["update", "comment:payments:of-old"],
      ["create", apiComment],
    ]);
  });
});
