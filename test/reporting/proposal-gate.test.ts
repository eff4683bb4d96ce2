import { describe, expect, test } from "vitest";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import { anEvaluation } from "../support/rollup.ts";
import type { Consent } from "../../src/domain/consent.ts";
import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import type { CommentMode } from "../../src/domain/model/train.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { commentMarker, planComments } from "../../src/reporting/plan-comments.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  api,
  aPublication,
  aRecord,
  aTrain,
  checkout,
  githubId,
  jiraId,
  noon,
  planned,
} from "../support/builders.ts";
import { aView } from "../support/views.ts";

const apiComment = commentMarker("payments", githubId("1"));
const payComment = commentMarker("payments", jiraId("1"));
const minute = 60_000;

type World = {
  readonly records?: readonly ConflictRecord[];
  readonly publications?: readonly PublicationRecord[];
  readonly view?: Evaluation["view"];
  readonly consent?: Consent;
};

const started: Consent = { state: "started", since: noon, withStanding: true };

function plan({ records = [aRecord(aConflict())], publications = [], view = withTeams(), consent = started }: World) {
  const rollup = { increment: "2026.4" } as Evaluation["rollup"];
  const steps = planComments({
    evaluation: anEvaluation({ view, records, rollup }),
    publications,
    recent: [],
    refusals: [],
    consent,
    render: (_connection, { title, blocks, labels }) => ({ title, body: JSON.stringify(blocks), labels }),
  });
  return atOneGo(steps);
}

function actions(world: World): readonly (readonly [string, string])[] {
  return plan(world).writes.map(({ action, marker }) => [action, marker] as const);
}

describe("before anybody said yes, or after somebody said stop", () => {
  const open = [
    aRecord(aConflict()),
    aRecord(aConflict({ fingerprint: "r", severity: "risk", consumer: jiraId("2") })),
  ];
  const standing = [aPublication({ marker: payComment })];

  test.each([
    [{ state: "proposed" }, "not-started"],
    [{ state: "stopped", since: noon }, "stopped"],
  ] as const)("%j: nothing is written, not even into what stands", (consent, because) => {
    expect(plan({ records: open, publications: standing, consent })).toMatchObject({
      writes: [],
      unchanged: 0,
      waiting: [
        { marker: payComment, where: "PAY-1", because, until: null, draft: { action: "create", marker: payComment } },
        { marker: apiComment, where: "acme/api#1", because, until: null },
      ],
    });
    expect(plan({ records: [], publications: standing, consent }).writes).toStrictEqual([]);
  });

  test("a team in shadow, and one that is off, wait for nothing of it", () => {
    const view = withTeams("shadow", "off");
    expect(plan({ view, consent: { state: "proposed" } }).waiting).toMatchObject([
      { marker: payComment, where: "PAY-1", because: "shadow", until: null },
    ]);
  });
});

describe("after the start", () => {
  const since: Consent = { state: "started", since: noon - minute, withStanding: false };
  const old = aRecord(aConflict(), { firstSeenAt: noon - 9 * minute, stateSince: noon - 9 * minute });
  const fresh = aRecord(aConflict({ fingerprint: "fresh", provider: jiraId("2") }));

  test("what stood before opens no comment", () => {
    expect(plan({ records: [old], consent: since })).toMatchObject({
      writes: [],
      unchanged: 0,
      waiting: [
        { marker: payComment, where: "PAY-1", because: "stood-before", until: null },
        { marker: apiComment, where: "acme/api#1", because: "stood-before", until: null },
      ],
    });
  });

  test("a new conflict opens one, which names the item's older ones too", () => {
    const { writes } = plan({ records: [old, fresh], consent: since });
    expect(writes.map(({ marker }) => marker)).toStrictEqual([payComment]);
    expect(writes[0]?.text.rendered.body).toContain("acme/api#1");
    expect(writes[0]?.text.rendered.body).toContain("PAY-2");
  });

  test("it is the new one that has to settle", () => {
    const train = aTrain({ comments: { mode: "on", settleMs: 10 * minute, newPerRun: 20 } });
    const view = { ...withTeams(), train };
    expect(plan({ records: [old, fresh], view, consent: since }).waiting).toContainEqual(
      expect.objectContaining({ marker: payComment, because: "settling", until: noon + 10 * minute }),
    );
  });

  test("a comment that stands is kept true, though its conflict stood before", () => {
    const publications = [aPublication({ marker: payComment })];
    expect(actions({ records: [old], publications, consent: since })).toStrictEqual([["update", payComment]]);
    expect(actions({ records: [], publications, consent: since })).toStrictEqual([["resolve", payComment]]);
  });

  test("one that may stand is looked for, and not made anew", () => {
    const nothing = { remoteId: null, remoteKey: null, url: null, digest: null, updatedAt: null };
    const publications = [aPublication({ marker: payComment, state: "intended", ...nothing })];
    expect(actions({ records: [old], publications, consent: since })).toStrictEqual([["update", payComment]]);
  });
});

describe("of a team in shadow and one that is off", () => {
  const view = withTeams("shadow", "off");

  test("no comment is begun", () => {
    expect(plan({ view })).toMatchObject({
      writes: [],
      unchanged: 0,
      waiting: [{ marker: payComment, where: "PAY-1", because: "shadow", until: null }],
    });
  });

  test("those that stand are kept true to their end, and rest once they are resolved", () => {
    const publications = [
      aPublication({ marker: payComment }),
      aPublication({ marker: apiComment, itemId: githubId("1"), connection: "hub" }),
    ];
    expect(actions({ view, publications }).map(([action]) => action)).toStrictEqual(["update", "update"]);
    expect(actions({ view, publications, records: [] }).map(([action]) => action)).toStrictEqual([
      "resolve",
      "resolve",
    ]);
    const resolved = publications.map((publication) => ({ ...publication, resolved: true }));
    expect(plan({ view, publications: resolved }).writes).toStrictEqual([]);
  });
});

/** What Checkout and API say of comments on their items; nothing unless told. */
function withTeams(first?: CommentMode, second?: CommentMode): Evaluation["view"] {
  const say = (comments?: CommentMode) => (comments === undefined ? {} : { comments });
  return aView([
    planned(anItem(), { team: { ...checkout, ...say(first) } }),
    planned(anItem({ nativeId: "2" }), { team: { ...checkout, ...say(first) } }),
    planned(aGithubItem(), { team: { ...api, ...say(second) } }),
  ]);
}
