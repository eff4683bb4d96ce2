import { z } from "zod";
import { createHash } from "node:crypto";
import type { Marker } from "../../src/ports/connector.ts";
import { type AdfMark, type AdfNode, paragraph, textNodes } from "./adf.ts";

/**
 * ADF has no comments that could hide a mark, and Jira rewrites attributes (it adds `localId`s) but never words. So the
 * managed part lies between two lines of small grey words: the first as short as possible, the last with a note for
 * people and six digits that identify the publication.
 */
const quiet: readonly AdfMark[] = [
  { type: "subsup", attrs: { type: "sub" } },
  { type: "textColor", attrs: { color: "#8590a2" } },
];

export const beginWords = "▾ Signalbox";
const endWords = "▴ Signalbox: write above or below, what is in between is replaced.";

export function withMarks(content: readonly AdfNode[], marker: Marker): readonly AdfNode[] {
  return [paragraph(textNodes(beginWords, quiet)), ...content, paragraph(textNodes(endLine(marker), quiet))];
}

export function endLine(marker: Marker): string {
  return `${endWords} (${shortHash(marker)})`;
}

function shortHash(marker: Marker): string {
  return markerHash(marker).slice(0, 6);
}

/** A mark line. `hash`: the first digits of the marker's hash; null if the line lacks it. */
export type Mark = { readonly kind: "begin" | "end"; readonly hash: string | null };

/** The mark in a top-level block; null for people's text. */
export function markOf(block: unknown): Mark | null {
  return markIn(wordsOf(block).trim());
}

/** The mark that a line's words are; null for people's text. */
export function markIn(words: string): Mark | null {
  if (words === beginWords) return { kind: "begin", hash: null };
  const end = /^▴ Signalbox: .*\(([0-9a-f]{6})\)$/su.exec(words)?.[1];
  if (end !== undefined) return { kind: "end", hash: end };
  // The first versions' lines, with a token each; the next write replaces them.
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

/** The words of a top-level paragraph; empty for other blocks: a mark inside a quotation or a panel does not count. */
function wordsOf(block: unknown): string {
  const line = Line.safeParse(block).data;
  return line === undefined ? "" : line.content.map(({ text }) => text).join("");
}

/** Label of every issue that Signalbox writes, and key of the entity property with the marker. */
export const ownLabel = "signalbox";
export const ownProperty = "signalbox";

/** A marker's hash in twelve hex digits: short enough for a label and for a visible line. */
export function markerHash(marker: Marker): string {
  return createHash("sha256").update(marker).digest("hex").slice(0, 12);
}

/** The label by which the sink searches a publication, since Jira cannot search properties. */
export function markerLabel(marker: Marker): string {
  return `${ownLabel}-${markerHash(marker)}`;
}

/**
 * Whether an issue has both labels of a rollup: a delivery does not show whether the author is Signalbox's account. A
 * copy by a person has them too; the next poll, which compares the author, stores it as an item.
 */
export function isOwnLabelled(labels: readonly string[]): boolean {
  return labels.includes(ownLabel) && labels.some((label) => /^signalbox-[0-9a-f]{12}$/.test(label));
}
