import { describe, expect, test } from "vitest";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { ReportedElsewhere } from "../../src/reporting/other-trains.ts";
import { aConflict, aPublication, aRecord, aTrain, githubId, jiraId, noon } from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { actions, apiComment, items, payComment, plan } from "./planned-comments.ts";

describe("a comment", () => {
  test("begins on no item on which another train's comment reports the same dependency, unless our own is there", () => {
    const elsewhere: ReportedElsewhere = (item, { provider }, before) =>
      item === jiraId("1") && provider === githubId("1") && noon - 1 < before;
    expect(actions({ elsewhere })).toStrictEqual([["create", apiComment]]);
    const other = aRecord(aConflict({ fingerprint: "other", provider: jiraId("2") }));
    const records = [aRecord(aConflict()), other];
    const reported = (own: readonly PublicationRecord[]) => {
      const [{ marker, text } = { marker: "", text: null }] = plan({ elsewhere, records, publications: own }).writes;
      return [marker, text?.rendered.body.match(/"type":"panel"/gu)?.length];
    };
    expect(reported([])).toEqual([payComment, 1]);
    expect(reported([aPublication({ marker: payComment, createdAt: noon })])).toEqual([payComment, 1]);
    expect(reported([aPublication({ marker: payComment, createdAt: noon - 2 })])).toEqual([payComment, 2]);
  });

  test("links to the rollup in its own tracker, else to any, but not to one in a former place", () => {
    const rollup = aPublication({
      kind: "rollup",
      marker: "r",
      connection: "hub",
      place: "acme/trains",
      itemId: null,
      remoteKey: "acme/trains#1",
    });
    const own = { ...rollup, marker: "q", connection: "acme", place: "PMO", remoteKey: "PMO-1" };
    const former = { ...own, marker: "p", place: "OLD", remoteKey: "OLD-1" };
    const { rollupTargets } = aTrain();
    const hub = { system: "github", connection: "hub", repo: "acme/trains" } as const;
    const view = aView(items, { train: aTrain({ rollupTargets: [...rollupTargets, hub] }) });
    const body = (publications: readonly PublicationRecord[]) =>
      plan({ publications, view }).writes[0]?.text.rendered.body;
    expect(body([former, rollup])).toContain("rollup acme/trains#1");
    expect(body([rollup])).toContain("rollup acme/trains#1");
    expect(body([rollup, own])).toContain("rollup PMO-1");
    expect(body([{ ...rollup, url: null }])).not.toContain("rollup");
  });
});
