import type { PublicationRecord } from "../ports/store.ts";
import type { Block, Document, Inline } from "../ports/document.ts";
import type { Evaluation } from "./evaluate.ts";
import { text } from "./item-words.ts";
import { stands } from "./plan.ts";
import { rollupDocument } from "./rollup-document.ts";

/** The first part of the rollup, and where the whole of it stands. */
export function digestDocument(evaluation: Evaluation, publications: readonly PublicationRecord[]): Document {
  const { title, blocks, stamp } = rollupDocument(evaluation);
  const end = blocks.findIndex((block) => block.type === "table");
  const first = end === -1 ? blocks : blocks.slice(0, end);
  return { title, blocks: [...first, ...whole(publications)], stamp };
}

/** `The whole rollup: PMO-3, acme/trains#3.` */
function whole(publications: readonly PublicationRecord[]): readonly Block[] {
  const rollups = publications.filter(stands).filter(({ kind }) => kind === "rollup");
  if (rollups.length === 0) return [];
  const links = rollups.flatMap(({ remoteKey, url }, place): readonly Inline[] => [
    ...(place === 0 ? [] : [text(", ")]),
    { type: "link", text: remoteKey, url },
  ]);
  return [{ type: "paragraph", content: [text("The whole rollup: "), ...links, text(".")] }];
}
