import type { Block, Document } from "../../src/ports/document.ts";

/** How large the tracker would find it, in its own measure. */
export type Measure = (document: Document) => number;

/**
 * Cuts a document until `measure` is within `budget`: first trailing rows of the longest tables and lists (their
 * `omitted` rises by as much, each keeps at least one), then whole trailing details, then whole trailing blocks.
 * What is left out is said in the document. Never cuts inside a row, an item or a paragraph.
 */
export function fitDocument(document: Document, measure: Measure, budget: number): Document {
  const fits = (candidate: Document) => measure(candidate) <= budget;
  if (fits(document)) return document;
  const rows = longest(document.blocks);
  const details = document.blocks.filter(({ type }) => type === "details").length;
  for (let dropped = 0; dropped <= details; dropped += 1) {
    const base = dropDetails(document, dropped);
    if (fits(shorten(base, 1)))
      return shorten(
        base,
        mostRows(rows, (kept) => fits(shorten(base, kept))),
      );
  }
  return dropBlocks(shorten(dropDetails(document, details), 1), fits);
}

/** The greatest number up to `rows` that still fits; 1 is known to. */
function mostRows(rows: number, fits: (kept: number) => boolean): number {
  let good = 1;
  let bad = Math.max(rows, 1) + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function longest(blocks: readonly Block[]): number {
  return Math.max(0, ...blocks.map(lengthOf));
}

function lengthOf(block: Block): number {
  switch (block.type) {
    case "table":
      return block.whole === true ? 0 : block.rows.length;
    case "list":
      return block.items.length;
    case "details":
      return longest(block.blocks);
    case "heading":
    case "paragraph":
    case "panel":
    case "tasks":
      return 0;
    default:
      return block satisfies never;
  }
}

function shorten(document: Document, kept: number): Document {
  return { ...document, blocks: document.blocks.map((block) => shortenBlock(block, kept)) };
}

function shortenBlock(block: Block, kept: number): Block {
  if (block.type === "details") return { ...block, blocks: block.blocks.map((inner) => shortenBlock(inner, kept)) };
  if (lengthOf(block) <= kept) return block;
  if (block.type === "table") {
    return { ...block, rows: block.rows.slice(0, kept), omitted: block.omitted + block.rows.length - kept };
  }
  if (block.type === "list") {
    return { ...block, items: block.items.slice(0, kept), omitted: block.omitted + block.items.length - kept };
  }
  return block;
}

function dropDetails(document: Document, count: number): Document {
  if (count === 0) return document;
  let left = count;
  const kept = document.blocks.toReversed().filter((block) => {
    if (block.type !== "details" || left === 0) return true;
    left -= 1;
    return false;
  });
  return { ...document, blocks: [...kept.toReversed(), leftOut(count)] };
}

function dropBlocks(document: Document, fits: (candidate: Document) => boolean): Document {
  for (let kept = document.blocks.length - 1; kept > 0; kept -= 1) {
    const candidate = { ...document, blocks: [...document.blocks.slice(0, kept), leftOut(null)] };
    if (fits(candidate)) return candidate;
  }
  return { ...document, blocks: [leftOut(null)] };
}

function leftOut(sections: number | null): Block {
  const text =
    sections === null
      ? "The rest is left out: it would not fit here."
      : `+${sections} more ${sections === 1 ? "section" : "sections"} that would not fit here.`;
  return { type: "paragraph", content: [{ type: "text", text }] };
}
