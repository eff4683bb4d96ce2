/** Plain text of what a tracker shows, line by line: how a plan shows what would be written. */
export type Lines = readonly string[];

/** Blocks with an empty line between them; empty ones are left out. */
export function stacked(blocks: readonly Lines[]): Lines {
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, place) => (place === 0 ? lines : ["", ...lines]));
}

/** The first line behind the mark, the others below it. */
export function hung(mark: string, lines: Lines): Lines {
  return lines.map((line, place) => `${place === 0 ? mark : " ".repeat(mark.length)}${line}`.trimEnd());
}

/** Every line behind the mark. */
export function marked(mark: string, lines: Lines): Lines {
  return lines.map((line) => `${mark}${line}`.trimEnd());
}

export type TextTable = {
  readonly align: readonly ("left" | "right")[];
  /** The head is the first. A row with fewer cells ends early. */
  readonly rows: readonly (readonly string[])[];
};

/** Columns beside each other, a rule below the head. */
export function tableLines({ align, rows }: TextTable): Lines {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    // A cell that stands alone in its row says something about all of the table.
    Math.max(0, ...rows.filter((row) => row.length > 1 || columns === 1).map((row) => widthOf(row[column] ?? ""))),
  );
  const [head, ...body] = rows.map((row) => {
    const cells = row.map((cell, column) => padded(cell, widths[column] ?? 0, align[column] ?? "left"));
    return cells.join("  ").trimEnd();
  });
  return head === undefined ? [] : [head, widths.map((width) => "-".repeat(width)).join("  "), ...body];
}

/** A cell with spaces up to `width` columns. */
export function padded(cell: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, width - widthOf(cell)));
  return align === "right" ? space + cell : cell + space;
}

/** Columns of a terminal: emoji take two. */
export function widthOf(text: string): number {
  return text.replaceAll(/\p{Emoji_Presentation}/gu, "xx").length;
}

/** Text as people read it: characters that show nothing are left out, every run of spaces is one; line breaks stay. */
export function readableText(text: string): string {
  return text.replaceAll(/[\u200b\ufeff]/gu, "").replaceAll(/[^\S\n]+/gu, " ");
}
