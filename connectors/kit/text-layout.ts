/** Plain text of a rendered document, line by line, as `plan` prints it. */
export type Lines = readonly string[];

/** Blocks separated by empty lines; omits empty ones. */
export function stacked(blocks: readonly Lines[]): Lines {
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, place) => (place === 0 ? lines : ["", ...lines]));
}

/** Puts the mark before the first line, and indents the others. */
export function hung(mark: string, lines: Lines): Lines {
  return lines.map((line, place) => `${place === 0 ? mark : " ".repeat(mark.length)}${line}`.trimEnd());
}

/** Puts the mark before every line. */
export function marked(mark: string, lines: Lines): Lines {
  return lines.map((line) => `${mark}${line}`.trimEnd());
}

export type TextTable = {
  readonly align: readonly ("left" | "right")[];
  /** The first row is the head. A row may have fewer cells. */
  readonly rows: readonly (readonly string[])[];
};

/** Lines of a table: aligned columns, a rule below the head. */
export function tableLines({ align, rows }: TextTable): Lines {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    // The only cell of a row may exceed its column.
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

/** Text as people see it: without invisible characters, with each run of spaces as one; keeps line breaks. */
export function readableText(text: string): string {
  return text.replaceAll(/[\u200b\ufeff]/gu, "").replaceAll(/[^\S\n]+/gu, " ");
}
