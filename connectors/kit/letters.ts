import { once } from "../../src/domain/once.ts";
import type { Block, Document, Inline } from "../../src/ports/document.ts";

/**
 * How many letters and digits (ASCII) a document holds. However a tracker writes it, it is no shorter than that; counting
 * them costs next to nothing.
 */
export function lettersOf({ blocks }: Document): number {
  return blocks.reduce((sum, block) => sum + lettersInBlock(block), 0);
}

function lettersInBlock(block: Block): number {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return lettersInLine(block.content);
    case "panel":
      return lettersInLines(block.paragraphs);
    case "list":
      return lettersInLines(block.items);
    case "tasks":
      return lettersInLines(block.items.map(({ content }) => content));
    case "table":
      return block.rows.reduce((sum, row) => sum + lettersInLines(row), 0);
    case "details":
      return block.blocks.reduce((sum, inner) => sum + lettersInBlock(inner), 0);
    default:
      return block satisfies never;
  }
}

function lettersInLines(lines: readonly (readonly Inline[])[]): number {
  return lines.reduce((sum, line) => sum + lettersInLine(line), 0);
}

const lettersInLine = once((line: readonly Inline[]): number =>
  line.reduce((sum, inline) => sum + ("text" in inline ? lettersIn(inline.text) : 0), 0),
);

function lettersIn(text: string): number {
  let letters = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
    if (isLetter) letters += 1;
  }
  return letters;
}
