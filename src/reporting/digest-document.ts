import type { PublicationRecord } from "../ports/publication-ledger.ts";
import type { Block, Document, Inline } from "../ports/document.ts";
import type { Evaluation } from "./evaluate.ts";
import { text } from "./item-words.ts";
import { presentRollups } from "./rollup-places.ts";
import { firstPart, rollupDocument } from "./rollup-document.ts";

/** The first part of the rollup, and links to the whole. */
export function digestDocument(evaluation: Evaluation, publications: readonly PublicationRecord[]): Document {
  const { title, stamp } = rollupDocument(evaluation);
  return {
    title,
    labels: [],
    blocks: [...firstPart(evaluation, "in the whole rollup"), ...whole(evaluation, publications)],
    stamp,
  };
}

/** `The whole rollup: PMO-3, acme/trains#3.` */
function whole({ view, names = [] }: Evaluation, publications: readonly PublicationRecord[]): readonly Block[] {
  const rollups = presentRollups(publications, view.train, names);
  if (rollups.length === 0) return [];
  const links = rollups.flatMap(({ remoteKey, url }, place): readonly Inline[] => [
    ...(place === 0 ? [] : [text(", ")]),
    { type: "link", text: remoteKey, url },
  ]);
  return [{ type: "paragraph", content: [text("The whole rollup: "), ...links, text(".")] }];
}
