import { describe, expect, test } from "vitest";
import { anEvaluation } from "../support/rollup.ts";
import type { Consent } from "../../src/domain/consent.ts";
import type { CommentMode, RollupTarget } from "../../src/domain/model/train.ts";
import type { Document } from "../../src/ports/document.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import { answerOf, boxIds, framedRollup } from "../../src/reporting/proposal-document.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aPublication,
  aRecord,
  aSource,
  aTrain,
  noon,
  planned,
} from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";

const target = { system: "jira", connection: "acme", project: "PMO", issueType: "Task" } as const;
const rollup: Document = { title: "Rollup", labels: [], blocks: [{ type: "paragraph", content: [] }], stamp: [] };
const items = [planned(anItem()), planned(anItem({ nativeId: "2" })), planned(aGithubItem())];

type Given = {
  readonly consent?: Consent;
  readonly mode?: CommentMode;
  readonly newPerRun?: number;
  readonly conflicts?: Evaluation["records"];
  readonly publications?: readonly PublicationRecord[];
  readonly targets?: readonly RollupTarget[];
  readonly sources?: Evaluation["rollup"]["dataQuality"]["sources"];
};

function framed({ consent = { state: "proposed" }, mode = "on", newPerRun = 20, ...given }: Given = {}) {
  const { conflicts = [aRecord(aConflict())], publications = [], targets = [target], sources = [] } = given;
  const train = aTrain({ rollupTargets: targets, comments: { mode, settleMs: 0, newPerRun } });
  const figures = { increment: "2026.4", dataQuality: { sources } } as unknown as Evaluation["rollup"];
  const evaluation = anEvaluation({ view: aView(items, { train }), records: conflicts, rollup: figures });
  return framedRollup(rollup, { evaluation, publications, consent }, target);
}

const kinds = (given?: Given) => framed(given).blocks.map(({ type }) => type);
const tasks = (given?: Given) => {
  const block = framed(given).blocks.find(({ type }) => type === "tasks");
  return block?.type === "tasks"
    ? block.items.map(({ content }) => content.map((one) => ("text" in one ? one.text : "")))
    : [];
};
const fresh = ["Start: comment on conflicts that are new from now on"];

describe("a proposal", () => {
  test("says what it is and how to say yes, then what would follow, then the rollup", () => {
    const { title, blocks } = framed();
    expect(title).toBe("Rollup");
    expect(blocks.map(({ type }) => type)).toEqual(["panel", "tasks", "details", "paragraph"]);
    expect(JSON.stringify(blocks[0])).toContain("has written nothing but this issue.");
    expect(JSON.stringify(blocks[0])).toContain("signalbox start payments");
    expect(blocks[2]).toMatchObject({ summary: "Comments that would follow with the second box (2)" });
    const fold = JSON.stringify(blocks[2]);
    expect(fold).toContain("PAY-1 “Title of PAY-1” (Checkout): 1 conflict");
    expect(fold).toContain("acme/api#1 “Title of api#1” (API): 1 conflict");
  });

  test("shows the first comment whole, without a link to the rollup that it stands in", () => {
    const publications = [aPublication({ kind: "rollup", marker: "r", itemId: null, remoteKey: "PMO-1" })];
    const fold = JSON.stringify(framed({ publications }).blocks[2]);
    expect(fold.match(/The comment on /g)).toHaveLength(1);
    expect(fold).toContain("What to do");
    expect(fold).not.toContain("PMO-1");
  });

  test.each<[string, Given, string]>([
    ["one conflict", {}, "Start, and comment also on the 1 conflict that stands already: 2 comments"],
    [
      "several, over the cap",
      {
        newPerRun: 1,
        conflicts: [aRecord(aConflict()), aRecord(aConflict({ fingerprint: "b", provider: null }))],
      },
      "Start, and comment also on the 2 conflicts that stand already: 2 comments, at most 1 an hour",
    ],
    [
      "some told already",
      { publications: [aPublication()] },
      "Start, and comment also on the 1 conflict that stands already: 1 comment",
    ],
  ])("asks whether to comment on what stands: %s", (_, given, words) => {
    expect(tasks(given)).toEqual([fresh, [words]]);
  });

  test.each<[string, Given]>([
    ["nothing stands", { conflicts: [] }],
    ["there are only risks", { conflicts: [aRecord(aConflict({ severity: "risk" }))] }],
    ["comments are off", { mode: "off" }],
  ])("has one box, and nothing to show, where %s", (_, given) => {
    expect(kinds(given)).toEqual(["panel", "tasks", "paragraph"]);
    expect(tasks(given)).toEqual([fresh]);
  });

  test.each<[string, Partial<PublicationRecord>, number]>([
    ["a comment that stands", {}, 1],
    ["one that may stand", { state: "intended" }, 1],
    ["one that a person deleted", { state: "gone" }, 1],
    ["one that was refused", { state: "absent" }, 2],
    ["one that says resolved", { resolved: true }, 2],
    ["a rollup", { kind: "rollup" }, 2],
  ])("counts items with %s", (_, change, count) => {
    const { blocks } = framed({ publications: [aPublication(change)] });
    expect(blocks[2]).toMatchObject({ summary: `Comments that would follow with the second box (${count})` });
  });
});

describe("how to say yes", () => {
  const panelOf = (given: Given = {}) => {
    const [block] = framed(given).blocks;
    return block?.type === "panel" ? block.paragraphs : [];
  };
  const unread = (...connections: string[]) =>
    connections.map((connection) => aSource({ connection, completedAt: null }));
  const read = aSource({ connection: "read", completedAt: noon });

  test("is said in whole sentences, in grey, with boxes that nobody ticked", () => {
    const { blocks } = framed();
    expect(blocks[0]).toMatchObject({ type: "panel", tone: "neutral" });
    expect(panelOf().map(plain)).toEqual([
      "Proposal: Signalbox reads this train's items and reports here where their plan cannot hold. It has written nothing but this issue.",
      "Say yes: tick a box below, which everybody may who can edit this issue, or run signalbox start payments. Until then this issue is kept up to date, and nothing else is written.",
    ]);
    expect(panelOf()[1]).toContainEqual({ type: "code", text: "signalbox start payments" });
    expect(blocks[1]).toMatchObject({ items: [{ done: false }, { done: false }] });
    expect(blocks[2]).toMatchObject({ keep: "long" });
    expect(framed({ mode: "shadow" }).blocks.at(-1)).toMatchObject({ keep: "short" });
  });

  test("names the other rollups where the same stands", () => {
    const targets = [target, { ...target, project: "OPS" }, { ...target, project: "WEB" }];
    expect(plain(panelOf({ targets })[0] ?? [])).toBe(
      "Proposal: Signalbox reads this train's items and reports here where their plan cannot hold. It has written nothing but this issue and the same one in OPS, WEB.",
    );
  });

  test.each<[string, NonNullable<Given["sources"]>, readonly string[]]>([
    ["nothing", [read], []],
    ["one connection", [read, ...unread("acme")], ["A tick counts as soon as acme has been read once."]],
    ["two", [...unread("acme", "hub"), read], ["A tick counts as soon as acme and hub have been read once."]],
  ])("tells what it waits for where never read was %s", (_, sources, expected) => {
    expect(panelOf({ sources }).slice(2).map(plain)).toEqual(expected);
  });

  test("a no is what nobody ticked; either box is a yes", () => {
    const [freshBox = "", standingBox = ""] = boxIds;
    expect(answerOf([])).toBeNull();
    expect(answerOf([freshBox])).toEqual({ withStanding: false });
    expect(answerOf([standingBox])).toEqual({ withStanding: true });
    expect(answerOf([freshBox, standingBox])).toEqual({ withStanding: true });
  });
});

describe("once it is decided", () => {
  const started: Consent = { state: "started", since: noon, withStanding: false };

  test("the rollup stands as it is", () => {
    expect(framed({ consent: started })).toEqual(rollup);
  });

  test("comments in shadow are shown below it, also while it is a proposal", () => {
    expect(kinds({ consent: started, mode: "shadow" })).toEqual(["paragraph", "details"]);
    expect(framed({ consent: started, mode: "shadow" }).blocks[1]).toMatchObject({
      summary: "Comments that would be written (2)",
    });
    expect(kinds({ mode: "shadow" })).toEqual(["panel", "tasks", "paragraph", "details"]);
  });
});
