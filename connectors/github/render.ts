import { once } from "../../src/domain/tracking/once.ts";
import type { Rendered } from "../../src/ports/connector.ts";
import type { Document, Inline } from "../../src/ports/document.ts";
import { fitDocument } from "../kit/fit.ts";
import { ownLabels } from "../kit/own-labels.ts";
import { clip } from "../kit/http-failure.ts";
import { markdownOf } from "./blocks.ts";
import { plainLine } from "./escape.ts";
import { inlineLine } from "./inline.ts";

/** GitHub's limit, in characters. */
export const longestText = 65_536;

/** Budget below the limit: leaves room for the marks and for people's additions. */
const mostCharacters = 60_000;

/** Room for the marks, which contain the marker. */
const spare = 500;
const mostBytes = 200_000;
const mostOfTitle = 256;

/**
 * A document as Markdown, shortened to GitHub's limit. Pure: the same document gives the same bytes.
 * @param through address of Signalbox's redirect to issues of an Enterprise Server
 */
export function renderMarkdown(document: Document, webUrl: string, through: string | null = null): Rendered {
  // Caches per line, since fitting renders the same lines many times.
  const lineOf = once((content: readonly Inline[]) => inlineLine(content, { webUrl, through }));
  const budget = Math.min(mostCharacters, longestText - spare - (document.beside ?? 0));
  const fitted = fitDocument(document, (candidate) => sizeOf(markdownOf(candidate, lineOf)), budget);
  return {
    title: clip(plainLine(document.title), mostOfTitle),
    body: markdownOf(fitted, lineOf),
    labels: ownLabels(document.labels),
  };
}

/** Size in characters; a byte counts by its share of the limit in bytes. */
export function sizeOf(markdown: string): number {
  return Math.max(markdown.length, Math.ceil((Buffer.byteLength(markdown) * mostCharacters) / mostBytes));
}
