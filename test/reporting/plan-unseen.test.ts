import { describe, expect, test } from "vitest";
import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import type { Visibility } from "../../src/domain/conflicts/visibility.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { unseenRows } from "../../src/reporting/conflict-rows.ts";
import { commentMarker, planComments } from "../../src/reporting/plan-comments.ts";
import { plainText } from "../../src/reporting/plain-text.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aPublication,
  aRecord,
  githubId,
  jiraId,
  noon,
  planned,
} from "../support/builders.ts";
import { anEvaluation, clear } from "../support/rollup.ts";
import { aView } from "../support/views.ts";

const all = [planned(anItem()), planned(anItem({ nativeId: "2" })), planned(aGithubItem())];
const both = aConflict();
const sameTeam = aConflict({ provider: jiraId("2") });
const onKey = aConflict({ provider: "key:jira:OPS-1" });

function standing(...ids: readonly (typeof both)["consumer"][]): PublicationRecord[] {
  return ids.map((itemId) => aPublication({ marker: commentMarker("payments", itemId), itemId }));
}

type World = {
  readonly conflicts?: readonly Conflict[];
  readonly publications?: readonly PublicationRecord[];
  readonly items?: typeof all;
  readonly visibility?: Visibility;
};

function evaluation({ conflicts = [both], items = all, visibility = clear }: World) {
  const records = conflicts.map((conflict, place) => aRecord(conflict, { unseenSince: noon, fingerprint: `${place}` }));
  return anEvaluation({ view: aView(items), records, visibility });
}

function plan(world: World) {
  const steps = planComments({
    evaluation: evaluation(world),
    publications: world.publications ?? [],
    recent: [],
    refusals: [],
    consent: { state: "started", since: noon, withStanding: true },
    render: (_connection, document) => ({ title: "", body: plainText(document), labels: [] }),
  });
  const { writes, unchanged, waiting } = atOneGo(steps);
  return { writes, told: writes.map(({ action, marker }) => `${action} ${marker}`), unchanged, waiting };
}

describe("a conflict that cannot be seen at present", () => {
  test("begins no comment", () => {
    expect(plan({})).toMatchObject({ told: [], unchanged: 0, waiting: [] });
  });

  test("is told as last seen where it was told before, and there alone", () => {
    const { writes, told, waiting } = plan({ publications: standing(jiraId("1")) });
    expect(told).toEqual([`update comment:payments:${jiraId("1")}`]);
    expect(writes[0]?.text.rendered.body).toContain(
      "As last seen on 24 Nov 2026, 12:00 UTC: something of this cannot be read since then, so it may be out of date.\n",
    );
    expect(waiting).toEqual([]);
  });

  test("changes no comment where an end of it is not there to be named", () => {
    expect(plan({ items: all.slice(0, 2), publications: standing(jiraId("1")) })).toMatchObject({
      told: [],
      unchanged: 1,
    });
    expect(plan({ conflicts: [onKey], publications: standing(jiraId("1")) }).told).toHaveLength(1);
  });

  test("changes no comment on an item that is not read itself", () => {
    const visibility = { ...clear, isRead: () => false };
    expect(plan({ visibility, publications: standing(jiraId("1")) })).toMatchObject({ told: [], unchanged: 1 });
    expect(plan({ visibility, conflicts: [], publications: standing(jiraId("1")) })).toMatchObject({
      told: [],
      unchanged: 1,
    });
  });

  test("keeps what stands on either end from being marked resolved, and on no other", () => {
    const publications = standing(jiraId("1"), jiraId("2"), githubId("1"));
    const { told } = plan({ conflicts: [sameTeam], publications });
    expect(told.filter((one) => one.startsWith("resolve"))).toEqual([`resolve comment:payments:${githubId("1")}`]);
  });

  const cycle = [jiraId("1"), jiraId("2"), githubId("1")];
  test.each<[string, Conflict, readonly string[]]>([
    ["a dependency", aConflict({ severity: "info" }), ["resolve " + commentMarker("payments", jiraId("2"))]],
    [
      "one on what has only a name",
      { ...onKey, severity: "info" },
      cycle.slice(1).map((id) => `resolve ${commentMarker("payments", id)}`),
    ],
    [
      "one on nothing",
      aConflict({ severity: "info", provider: null }),
      cycle.slice(1).map((id) => `resolve ${commentMarker("payments", id)}`),
    ],
    ["a circle", aConflict({ rule: "cycle", severity: "info", evidence: { ...both.evidence, cycle } }), []],
  ])("does so as well where nobody would be told of it: %s", (_, conflict, expected) => {
    expect(plan({ conflicts: [conflict], publications: standing(...cycle) }).told).toEqual(expected);
  });

  test("is a row of its own list, with since when", () => {
    expect(unseenRows(evaluation({}))).toMatchObject([{ rule: both.rule, unseenSince: new Date(noon).toISOString() }]);
    expect(unseenRows(anEvaluation({ view: aView(all), records: [aRecord(both)] }))).toEqual([]);
  });
});
