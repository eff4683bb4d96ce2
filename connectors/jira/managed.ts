import { z } from "zod";
import type { Marker } from "../../src/ports/connector.ts";
import { paragraph, textNodes, type AdfMark, type AdfNode } from "./adf.ts";
import { markerHash } from "./own.ts";
import { keepTicks } from "./ticks.ts";

/**
 * ADF has no comments to hide a mark in, and Jira rewrites attributes (it adds `localId`s) but never words. So the
 * managed part lies between two small lines of words, each with a token that names the publication.
 */
const small: readonly AdfMark[] = [{ type: "subsup", attrs: { type: "sub" } }];

export function withMarks(content: readonly AdfNode[], marker: Marker): readonly AdfNode[] {
  const hash = markerHash(marker);
  return [
    markLine("Signalbox keeps what follows up to date.", `signalbox:begin:${hash}`),
    ...content,
    markLine("Write above or below Signalbox's part: what is in between is replaced.", `signalbox:end:${hash}`),
  ];
}

function markLine(words: string, token: string): AdfNode {
  return paragraph(textNodes(`${words} ${token}`, small));
}

const Block = z.record(z.string(), z.unknown());
const Body = z.object({ content: z.array(Block) });
type Block = z.infer<typeof Block>;

/**
 * Puts a new managed part where the old one stands, ticks in it kept, and leaves everything round it as people wrote it.
 * @param body a description or comment as Jira gives it.
 * @param managed the new nodes, marks included.
 * @returns null where the marks are missing, doubled or out of order: people took the text over.
 */
export function replaceManaged(body: unknown, managed: readonly Block[], marker: Marker): Block[] | null {
  const parts = partsOf(body, marker);
  return parts === null ? null : [...parts.before, ...keepTicks(managed, parts.ours), ...parts.after];
}

/** The managed part of a body, marks included; nothing where it is not to be found for certain. */
export function managedPart(body: unknown, marker: Marker): readonly Block[] {
  return partsOf(body, marker)?.ours ?? [];
}

function partsOf(body: unknown, marker: Marker) {
  const content = Body.safeParse(body).data?.content ?? [];
  const hash = markerHash(marker);
  const begin = onlyPlace(content, `signalbox:begin:${hash}`);
  const end = onlyPlace(content, `signalbox:end:${hash}`);
  if (begin === null || end === null || end < begin) return null;
  return { before: content.slice(0, begin), ours: content.slice(begin, end + 1), after: content.slice(end + 1) };
}

function onlyPlace(content: readonly Block[], token: string): number | null {
  const places = content.flatMap((block, n) => (wordsOf(block).includes(token) ? [n] : []));
  return places.length === 1 ? (places[0] ?? null) : null;
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
