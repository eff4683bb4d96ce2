import type { Block } from "../../src/ports/document.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";

/** All words of a document, a line for each heading, paragraph, item and row. */
export function linesOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(wordsOf).map((line) => line.replaceAll("\u00a0", " "));
}

function wordsOf(block: Block): readonly string[] {
  switch (block.type) {
    case "panel":
      return block.paragraphs.map(plain);
    case "list":
      return block.items.map(plain);
    case "tasks":
      return block.items.map(({ content }) => plain(content));
    case "table":
      return [block.columns.map(({ title }) => title), ...block.rows.map((row) => row.map(plain))].map((row) =>
        row.join(" | "),
      );
    case "details":
      return [block.summary, ...linesOf(block.blocks)];
    case "heading":
    case "paragraph":
      return [plain(block.content)];
    default:
      return block satisfies never;
  }
}
