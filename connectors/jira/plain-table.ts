import type { Block, Cell, Inline } from "../../src/ports/document.ts";
import { omittedWords } from "../kit/cuts.ts";
import { padded, widthOf } from "../kit/text-layout.ts";
import { cleanText } from "./adf.ts";

type Table = Extract<Block, { type: "table" }>;

/** A table as aligned text in a monospaced font: a line for the titles and for each row. */
export function plainTable({ columns, rows, omitted }: Table): string {
  const lines = [
    columns.map(({ title }) => cleanText(title)),
    ...rows.map((row) => columns.map((_, n) => wordsOf(row[n]))),
  ];
  const widths = columns.map((_, n) => Math.max(...lines.map((line) => widthOf(line[n] ?? ""))));
  const aligned = lines.map((line) =>
    columns
      .map(({ align }, n) => padded(line[n] ?? "", widths[n] ?? 0, align))
      .join("  ")
      .trimEnd(),
  );
  return [...aligned, ...(omitted > 0 ? [omittedWords(rows.length, omitted)] : [])].join("\n");
}

function wordsOf(cell: Cell = []): string {
  return cleanText(cell.map(({ text }: Inline) => text).join(""))
    .replaceAll("\u00a0", " ")
    .trim();
}
