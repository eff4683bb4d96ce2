import { once } from "../../src/domain/tracking/once.ts";
import type { Rendered } from "../../src/ports/connector.ts";
import type { Document, Inline } from "../../src/ports/document.ts";
import { fitDocument } from "../kit/fit.ts";
import { ownLabels } from "../kit/own-labels.ts";
import { clip } from "../kit/http-failure.ts";
import { markdownOf } from "./blocks.ts";
import { plainLine } from "./escape.ts";
import { inlineLine } from "./inline.ts";

/** GitHub refuses more than so many characters. */
export const longestText = 65_536;

/** Some is left for our marks and for what people add. */
const mostCharacters = 60_000;

/** For our marks, which hold the marker. */
const spare = 500;
const mostBytes = 200_000;
const mostOfTitle = 256;

/**
 * A document as GitHub will hold it, cut by sections where it would not fit. Pure: the same document gives the same bytes.
 * @param through the address at our endpoint through which issues of an Enterprise Server are reached
 */
export function renderMarkdown(document: Document, webUrl: string, through: string | null = null): Rendered {
  // A line stands in many a candidate for what fits.
  const lineOf = once((content: readonly Inline[]) => inlineLine(content, { webUrl, through }));
  const budget = Math.min(mostCharacters, longestText - spare - (document.beside ?? 0));
  const fitted = fitDocument(document, (candidate) => sizeOf(markdownOf(candidate, lineOf)), budget);
  return {
    title: clip(plainLine(document.title), mostOfTitle),
    body: markdownOf(fitted, lineOf),
    labels: ownLabels(document.labels),
  };
}

/** In characters; a byte counts as what share of its own limit it takes. */
export function sizeOf(markdown: string): number {
  return Math.max(markdown.length, Math.ceil((Buffer.byteLength(markdown) * mostCharacters) / mostBytes));
}
