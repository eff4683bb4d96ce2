import type { Block, Document, Inline } from "../../src/ports/document.ts";

/** A paragraph, an item of a list or a cell of a table. */
export type Line = readonly Inline[];

/* Letters and digits (ASCII) of a document: a lower bound of its length in any tracker's format, and cheap to count. */

/** Whether a document contains more than `most` letters and digits. Stops counting above `most`. */
export function hasMoreLetters({ blocks }: Document, most: number): boolean {
  let room = most;
  for (const line of linesIn(blocks)) if ((room -= lettersInLine(line)) < 0) return true;
  return false;
}

export function lettersIn(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + lettersInLine(line), 0);
}

function* linesIn(blocks: readonly Block[]): Generator<Line, void> {
  for (const block of blocks) yield* linesOf(block);
}

function linesOf(block: Block): Iterable<Line> {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return [block.content];
    case "panel":
      return block.paragraphs;
    case "list":
      return block.items;
    case "tasks":
      return block.items.map(({ content }) => content);
    case "table":
      return block.rows.flat();
    case "details":
      return linesIn(block.blocks);
    default:
      return block satisfies never;
  }
}

function lettersInLine(line: Line): number {
  return line.reduce((sum, inline) => sum + ("text" in inline ? lettersInText(inline.text) : 0), 0);
}

function lettersInText(text: string): number {
  let letters = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
    if (isLetter) letters += 1;
  }
  return letters;
}
