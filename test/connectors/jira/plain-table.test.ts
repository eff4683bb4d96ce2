import { expect, test } from "vitest";
import { plainTable } from "../../../connectors/jira/plain-table.ts";
import { renderAdf } from "../../../connectors/jira/render.ts";
import type { Block, Cell } from "../../../src/ports/document.ts";

const words = (text: string): Cell => [{ type: "text", text }];
const table = {
  type: "table",
  columns: [
    { title: "Team", align: "left" },
    { title: "3\n(now)", align: "right" },
    { title: "Total", align: "right" },
  ],
  rows: [
    [words("Zürich"), words("9/16\u00a0· 0/52\u00a0pt"), words("–")],
    [
      [
        { type: "strong", text: "All " },
        { type: "badge", text: "teams", tone: "good" },
      ],
      words("0/7"),
    ],
  ],
  omitted: 2,
} as const satisfies Block;

test("every column is as wide as its widest words, numbers to the right", () => {
  expect(plainTable(table).split("\n")).toEqual([
    "Team              3 (now)  Total",
    "Zürich     9/16 · 0/52 pt      –",
    "All teams             0/7",
    "+2 more",
  ]);
});

test("a plain table is a block of code in Jira, and nothing where it has no words", () => {
  const document = (block: Block) => ({ title: "", labels: [], blocks: [block], stamp: [] });
  expect(renderAdf(document({ ...table, plain: true })).content).toEqual([
    { type: "codeBlock", content: [{ type: "text", text: plainTable(table) }] },
  ]);
  const empty = { ...table, columns: [{ title: " ", align: "left" }], rows: [], omitted: 0, plain: true } as const;
  expect(renderAdf(document(empty)).content).toEqual([]);
});
