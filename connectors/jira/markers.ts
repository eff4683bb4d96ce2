import { z } from "zod";
import { createHash } from "node:crypto";
import type { Marker } from "../../src/ports/connector.ts";
import { type AdfMark, type AdfNode, paragraph, textNodes } from "./adf.ts";

/**
 * ADF has no comments to hide a mark in, and Jira rewrites attributes (it adds `localId`s) but never words. So our part
 * lies between two lines of small grey words: the first as short as can be, the last with what people should know and
 * six digits that name the publication.
 */
const quiet: readonly AdfMark[] = [
  { type: "subsup", attrs: { type: "sub" } },
  { type: "textColor", attrs: { color: "#8590a2" } },
];

const beginWords = "▾ Signalbox";
const endWords = "▴ Signalbox: write above or below, what is in between is replaced.";

export function withMarks(content: readonly AdfNode[], marker: Marker): readonly AdfNode[] {
  const end = `${endWords} (${shortHash(marker)})`;
  return [paragraph(textNodes(beginWords, quiet)), ...content, paragraph(textNodes(end, quiet))];
}

function shortHash(marker: Marker): string {
  return markerHash(marker).slice(0, 6);
}

/** A line of ours. `hash`: the first digits of its marker's; null where the line does not say it. */
export type Mark = { readonly kind: "begin" | "end"; readonly hash: string | null };

/** What a top-level block of a document is to us; null for everything that people write. */
export function markOf(block: unknown): Mark | null {
  const words = wordsOf(block).trim();
  if (words === beginWords) return { kind: "begin", hash: null };
  const end = /^▴ Signalbox: .*\(([0-9a-f]{6})\)$/su.exec(words)?.[1];
  if (end !== undefined) return { kind: "end", hash: end };
  // As our lines were first written, with a token each; such a text gets the present ones with its next change.
  const [, kind, hash = ""] = /signalbox:(begin|end):([0-9a-f]{12})/u.exec(words) ?? [];
  if (kind === "begin" || kind === "end") return { kind, hash: hash.slice(0, 6) };
  return null;
}

export function isMarkOf({ hash }: Mark, marker: Marker): boolean {
  return hash === null || hash === shortHash(marker);
}

const Line = z.object({
  type: z.literal("paragraph"),
  content: z.array(z.object({ text: z.string().catch("") })),
});

/** The words of a top-level paragraph: a mark inside a quotation or a panel is no mark of ours any more. */
function wordsOf(block: unknown): string {
  const line = Line.safeParse(block).data;
  return line === undefined ? "" : line.content.map(({ text }) => text).join("");
}

/** Label of every issue we write, and key of the entity property that names the publication. */
export const ownLabel = "signalbox";
export const ownProperty = "signalbox";

/** A marker in twelve hex digits: short enough for a label and for a line people see. */
export function markerHash(marker: Marker): string {
  return createHash("sha256").update(marker).digest("hex").slice(0, 12);
}

/** The label a publication is found by, since properties cannot be searched. */
export function markerLabel(marker: Marker): string {
  return `${ownLabel}-${markerHash(marker)}`;
}

/**
 * As far as a delivery tells, which does not know our account: both labels of a rollup. A copy that people made of one
 * carries them as well; the next poll, which sees the author, takes that in.
 */
export function isOwnLabelled(labels: readonly string[]): boolean {
  return labels.includes(ownLabel) && labels.some((label) => /^signalbox-[0-9a-f]{12}$/.test(label));
}
