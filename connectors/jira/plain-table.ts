import type { Block, Cell, Inline } from "../../src/ports/document.ts";
import { cleanText } from "./adf.ts";

type Table = Extract<Block, { type: "table" }>;

/** A table in columns of text, for where every letter is as wide as the others: a line for the titles and for each row. */
export function plainTable({ columns, rows, omitted }: Table): string {
  const lines = [
    columns.map(({ title }) => cleanText(title)),
    ...rows.map((row) => columns.map((_, n) => wordsOf(row[n]))),
  ];
  const widths = columns.map((_, n) => Math.max(...lines.map((line) => widthOf(line[n] ?? ""))));
  const padded = lines.map((line) =>
    columns
      .map(({ align }, n) => pad(line[n] ?? "", widths[n] ?? 0, align))
      .join("  ")
      .trimEnd(),
  );
  return [...padded, ...(omitted > 0 ? [`+${omitted} more`] : [])].join("\n");
}

function wordsOf(cell: Cell = []): string {
  return cleanText(cell.map(({ text }: Inline) => text).join(""))
    .replaceAll("\u00a0", " ")
    .trim();
}

function widthOf(text: string): number {
  return Array.from(text).length;
}

function pad(text: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(width - widthOf(text));
  return align === "right" ? space + text : text + space;
}
