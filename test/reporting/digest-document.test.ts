import { describe, expect, test } from "vitest";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { digestDocument } from "../../src/reporting/digest-document.ts";
import { plainText } from "../../src/reporting/plain-text.ts";
import { firstPart, rollupDocument } from "../../src/reporting/rollup-document.ts";
import { aPublication } from "../support/builders.ts";
import { anEvaluation } from "../support/rollup.ts";

const rollup = (remoteKey: string, change: Partial<PublicationRecord> = {}) =>
  aPublication({ kind: "rollup", itemId: null, remoteKey, url: `https://tracker.example/${remoteKey}`, ...change });

function digest(publications: readonly PublicationRecord[]) {
  const evaluation = anEvaluation();
  const [first, whole] = [firstPart(evaluation), rollupDocument(evaluation)];
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
    expect(text([comment, rollup("PMO-3"), gone, rollup("acme/trains#3")])).toBe(
      "The whole rollup: PMO-3 <https://tracker.example/PMO-3>, acme/trains#3 <https://tracker.example/acme/trains#3>.",
    );
  });

  test("and nothing more where it stands nowhere", () => {
    expect(digest([aPublication(), rollup("PMO-2", { state: "gone" })])).toEqual([]);
  });
});
