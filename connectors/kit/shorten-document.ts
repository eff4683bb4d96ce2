import type { Block, Document, Inline } from "../../src/ports/document.ts";
import type { Line } from "./count-letters.ts";

/** The size of a document in the tracker's unit. */
export type Measure = (document: Document) => number;

/** Replaces repeated links to an address by their words. */
export function withoutRepeatedLinks(document: Document): Document {
  const seen = new Set<string>();
  return { ...document, blocks: document.blocks.map((block) => mapLines(block, (line) => withoutSeen(line, seen))) };
}

function withoutSeen(line: readonly Inline[], seen: Set<string>): readonly Inline[] {
  return line.map((inline) => {
    if (inline.type !== "link") return inline;
    if (seen.has(inline.url)) return { type: "text", text: inline.text };
    seen.add(inline.url);
    return inline;
  });
}

function mapLines(block: Block, change: (line: readonly Inline[]) => readonly Inline[]): Block {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return { ...block, content: change(block.content) };
    case "panel":
      return { ...block, paragraphs: block.paragraphs.map(change) };
    case "list":
      return { ...block, items: block.items.map(change) };
    case "tasks":
      return { ...block, items: block.items.map((item) => ({ ...item, content: change(item.content) })) };
    case "table":
      return { ...block, rows: block.rows.map((row) => row.map(change)) };
    case "details":
      return { ...block, blocks: block.blocks.map((inner) => mapLines(inner, change)) };
    default:
      return block satisfies never;
  }
}

/**
 * Removes decoration from list items: bold words, and a badge that begins all items of a list. Keeps lists with
 * `always`, which people read first.
 */
export function plainLists(document: Document): Document {
  const changed = (block: Block): Block => {
    if (block.type === "details") return { ...block, blocks: block.blocks.map(changed) };
    return block.type === "list" && block.keep !== "always" ? { ...block, items: plainItems(block.items) } : block;
  };
  return { ...document, blocks: document.blocks.map(changed) };
}

function plainItems(items: readonly Line[]): readonly Line[] {
  const [first] = items[0] ?? [];
  const isShared = first?.type === "badge" && items.every(([one]) => one?.type === "badge" && one.text === first.text);
  return items.map((line) => (isShared ? withoutLead(line.slice(1)) : line).map(withoutWeight));
}

function withoutLead([next, ...rest]: Line): Line {
  if (next === undefined) return [];
  return [{ ...next, text: next.text.trimStart() }, ...rest];
}

function withoutWeight(inline: Inline): Inline {
  return inline.type === "strong" ? { type: "text", text: inline.text } : inline;
}

type Table = Extract<Block, { type: "table" }>;

/** Turns tables with `whole` into plain text, which costs only the words if the tracker supports it. */
export function plainTables(document: Document): Document {
  return mapWhole(document, (table) => ({ ...table, plain: true }));
}

/** Largest share of the room for a table with `whole`, if the document does not fit. */
const largestShare = 1 / 8;

/** Cuts large tables with `whole` to their last row, the sum. */
export function foldLargeTables(document: Document, measure: Measure, budget: number): Document {
  // The lists' size is the same in both, so it cancels out.
  const tables = withoutItems(document);
  const without = (table: Table) => mapWhole(tables, (one) => (one === table ? folded(one) : one));
  const whole = measure(tables);
  return mapWhole(document, (table) =>
    whole - measure(without(table)) > budget * largestShare ? folded(table) : table,
  );
}

function withoutItems(document: Document): Document {
  const changed = (block: Block): Block => {
    if (block.type === "details") return { ...block, blocks: block.blocks.map(changed) };
    return block.type === "list" ? { ...block, items: [] } : block;
  };
  return { ...document, blocks: document.blocks.map(changed) };
}

function folded(table: Table): Table {
  const sum = table.rows.slice(-1);
  return { ...table, rows: sum, omitted: table.omitted + table.rows.length - sum.length };
}

function mapWhole(document: Document, change: (table: Table) => Table): Document {
  const changed = (block: Block): Block => {
    if (block.type === "details") return { ...block, blocks: block.blocks.map(changed) };
    return block.type === "table" && block.whole === true ? change(block) : block;
  };
  return { ...document, blocks: document.blocks.map(changed) };
}
