import { describe, expect, test } from "vitest";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import type { Document } from "../../src/ports/document.ts";
import { planRollups, rollupMarker } from "../../src/reporting/plan-rollups.ts";
import type { DoneWrite, PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { aModel, anItem, aPublication, aTrain, noon } from "../support/builders.ts";
import { draftOf } from "../support/drafts.ts";
import { evaluate } from "../support/look-once.ts";

const jira = { system: "jira", connection: "acme", project: "PMO", issueType: "Task" } as const;
const github = { system: "github", connection: "hub", repo: "acme/trains" } as const;
const train = aTrain({ rollupTargets: [jira, github] });
const item = anItem();
const evaluation = evaluate({
  model: aModel({ items: new Map([[item.id, item]]) }),
  train,
  previous: [],
  past: null,
  at: noon,
});
const render = (_connection: string, { labels, ...document }: Document, marker: string) => ({
  title: "t",
  body: JSON.stringify([marker, document]),
  labels,
});

function plan(publications: Parameters<typeof planRollups>[0]["publications"], recent: readonly DoneWrite[] = []) {
  const consent = { state: "started", since: noon, withStanding: false } as const;
  return atOneGo(planRollups({ evaluation, publications, render, recent, consent, refusals: [] }));
}

/** By the books, in the Jira project. */
function inJira(change: Partial<PublicationRecord>): PublicationRecord {
  return aPublication({
    kind: "rollup",
    marker: rollupMarker("payments", jira),
    itemId: null,
    place: "PMO",
    ...change,
  });
}

const inGithub = { marker: rollupMarker("payments", github), connection: "hub", place: "acme/trains" } as const;

describe("one rollup per target", () => {
  test("is created where there is none", () => {
    const writes = plan([]).writes.map(({ action, marker, connection }) => [action, marker, connection]);
    expect(writes).toStrictEqual([
      ["create", "rollup:payments:acme:PMO", "acme"],
      ["create", "rollup:payments:hub:acme/trains", "hub"],
    ]);
  });

  test("is edited where it says something else, left alone where it is true", () => {
    const [first, second] = plan([]).writes;
    const publications = [inJira({ digest: first?.text.digest ?? null }), inJira({ ...inGithub, digest: "old" })];
    expect(plan(publications)).toMatchObject({ writes: [{ action: "update", marker: second?.marker }], unchanged: 1 });
  });

  test("is not written again once a person removed it", () => {
    const gone = inJira({ state: "gone" });
    expect(plan([gone]).waiting).toStrictEqual([
      { marker: gone.marker, connection: "acme", where: "PMO", because: "removed-by-a-person", until: null },
    ]);
  });

  test("is not written once more than the train allows within an hour", () => {
    const marker = rollupMarker("payments", jira);
    const write = (n: number) => ({ marker, kind: "rollup", action: "update", at: noon - n }) as const;
    const recent = Array.from({ length: 20 }, (_, n) => write(40 - n));
    expect(plan([], recent.slice(1)).writes).toHaveLength(2);
    expect(plan([], recent)).toMatchObject({
      writes: [{ connection: "hub" }],
      waiting: [{ marker, where: "PMO", because: "rewritten-too-often", until: noon - 40 + 3_600_000 }],
    });
  });

  test("is tried again where a create was refused or its outcome is unknown", () => {
    const intended = inJira({ state: "intended" });
    expect(plan([intended]).writes[0]).toMatchObject({ action: "create", publication: { state: "intended" } });
  });

  test("keeps the marker it was written with, whatever its connection is called now", () => {
    const marker = "rollup:payments:before:PMO";
    const [write] = plan([inJira({ marker, digest: "old" })]).writes;
    expect(write).toMatchObject({ action: "update", marker, connection: "acme" });
  });

  test("that is another one does not take the marker of one whose connection had this key before", () => {
    const moved = inJira({ connection: "before" });
    const [write] = plan([moved, inJira({ ...moved, marker: `${moved.marker}~2` })]).writes;
    expect(write).toMatchObject({ action: "create", marker: "rollup:payments:acme:PMO~3", publication: null });
  });
});

describe("what does not fit in one tracker", () => {
  const moreIn = (publications: Parameters<typeof plan>[0]) =>
    plan(publications).writes.map(({ text }) => /"more":(\{.*\})\}\]$/u.exec(text.rendered.body)?.[1] ?? "");

  test("is said to be in the command's answer, until a rollup on GitHub stands", () => {
    const { more } = { more: moreIn([])[0] ?? "" };
    expect(JSON.parse(more)).toStrictEqual({
      content: [
        { type: "text", text: "The lists are cut to what fits here, from their ends. All of it: " },
        { type: "code", text: "signalbox report payments" },
        { type: "text", text: "." },
      ],
      url: null,
    });
  });

  test("is linked there afterwards, which alone is no reason to write", () => {
    const url = "https://github.com/acme/trains/issues/3";
    const marker = rollupMarker("payments", github);
    const place = { connection: "hub", place: "acme/trains" } as const;
    const standing = aPublication({ kind: "rollup", marker, ...place, remoteKey: "acme/trains#3", url });
    expect(JSON.parse(moreIn([standing])[0] ?? "")).toMatchObject({
      content: [{}, { type: "link", text: "acme/trains#3", url }, {}],
      url,
    });
    const digests = [[], [standing]].map((publications) => plan(publications).writes[0]?.text.digest);
    expect(digests[0]).toBe(digests[1]);
  });
});

test("a new stamp alone does not change the digest", () => {
  const document = { title: "t", labels: [], blocks: [], stamp: [{ type: "text", text: "10:00" }] } as const;
  const later = { ...document, stamp: [{ type: "text", text: "11:00" }] } as const;
  const of = (doc: typeof document | typeof later) => draftOf(doc, render);
  expect(of(document).digest).toBe(of(later).digest);
  expect(of(document).rendered).not.toStrictEqual(of(later).rendered);
});

test("a new label alone changes the digest", () => {
  const of = (labels: readonly string[]) => draftOf({ title: "t", labels, blocks: [], stamp: [] }, render).digest;
  expect(new Set([of([]), of(["at-risk"]), of(["off-track"]), of(["at", "risk"])]).size).toBe(4);
});

describe("what has to be cut", () => {
  const bodies = (publications: Parameters<typeof plan>[0]) =>
    plan(publications).writes.map(({ text }) => text.rendered.body);
  const onGithub = { ...inGithub, remoteKey: "acme/trains#3", url: "https://github.example/acme/trains/issues/3" };

  test.each<[string, readonly PublicationRecord[]]>([
    ["nowhere else", []],
    ["in the Jira project", [inJira({})]],
    ["on GitHub, where it is not there any more", [inJira({ ...onGithub, state: "gone" })]],
    ["on GitHub as a comment", [inJira({ ...onGithub, kind: "comment" })]],
    ["on GitHub in a place that is no target", [inJira({ ...onGithub, place: "acme/other" })]],
    ["on GitHub in another connection", [inJira({ ...onGithub, connection: "other" })]],
  ])("is whole in the command's answer, where it stands %s", (_, publications) => {
    const [body = ""] = bodies(publications);
    expect(body).toContain('"url":null');
    expect(body).toContain("signalbox report payments");
  });

  test("is whole on GitHub, which takes more", () => {
    const [body = ""] = bodies([inJira({}), inJira(onGithub)]);
    expect(body).toContain(`"url":"${onGithub.url}"`);
    expect(body).not.toContain("signalbox report payments");
  });

  test("has the less room the more people wrote beside it", () => {
    const [alone = ""] = bodies([inJira({ beside: 0 })]);
    const [beside = ""] = bodies([inJira({ beside: 7 })]);
    expect(alone).not.toContain('"beside"');
    expect(beside).toContain('"beside":7');
  });
});
