import { describe, expect, test } from "vitest";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { digestDocument } from "../../src/reporting/digest-document.ts";
import { plainText } from "../../src/reporting/plain-text.ts";
import { firstPart, rollupDocument } from "../../src/reporting/rollup-document.ts";
import { aConflict, aPublication, aRecord, jiraId, noon, proposed, aTrain } from "../support/builders.ts";
import { anEvaluation } from "../support/rollup.ts";

const rollup = (remoteKey: string, change: Partial<PublicationRecord> = {}) => {
  const url = `https://tracker.example/${remoteKey}`;
  return aPublication({ kind: "rollup", place: "PMO", itemId: null, remoteKey, url, ...change });
};

function digest(publications: readonly PublicationRecord[]) {
  const { rollupTargets } = aTrain();
  const hub = { system: "github", connection: "hub", repo: "acme/trains" } as const;
  const { view, ...others } = anEvaluation();
  const evaluation = { ...others, view: { ...view, train: aTrain({ rollupTargets: [...rollupTargets, hub] }) } };
  const [first, whole] = [firstPart(evaluation, "in the whole rollup"), rollupDocument(evaluation)];
  const document = digestDocument(evaluation, publications);
  expect(document).toMatchObject({ title: whole.title, labels: [], stamp: whole.stamp });
  expect(document.blocks.slice(0, first.length)).toEqual(first);
  return document.blocks.slice(first.length);
}

const text = (publications: readonly PublicationRecord[]) =>
  plainText({ title: "", labels: [], blocks: digest(publications), stamp: [] });

describe("the digest is the first part of the rollup", () => {
  test("and says where the whole of it stands", () => {
    const comment = aPublication();
    const gone = rollup("PMO-2", { state: "gone" });
    const former = rollup("OLD-1", { place: "OLD" });
    const other = rollup("acme/trains#3", { connection: "hub", place: "acme/trains" });
    expect(text([comment, rollup("PMO-3"), gone, former, other])).toBe(
      "The whole rollup: PMO-3 <https://tracker.example/PMO-3>, acme/trains#3 <https://tracker.example/acme/trains#3>.",
    );
  });

  test("which has the decisions that it leaves out", () => {
    const records = Array.from({ length: 12 }, (_, number) => {
      const fix = [
        proposed({ do: "move", item: jiraId(`${number}`), to: "5", increment: "2026.4" }, { by: "checkout" }),
      ];
      return aRecord(aConflict({ fingerprint: `${number}`, dueAt: noon, fix }));
    });
    const said = plainText(digestDocument(anEvaluation({ records }), []));
    expect(said).toContain("+2 more in the whole rollup, under “Open conflicts by team”.");
    expect(said).not.toContain("below, under");
  });

  test("and nothing more where it stands nowhere", () => {
    expect(digest([aPublication(), rollup("PMO-2", { state: "gone" })])).toEqual([]);
  });
});
