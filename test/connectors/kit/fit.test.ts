import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitDocument } from "../../../connectors/kit/fit.ts";
import type { Block, Document, Inline } from "../../../src/ports/document.ts";

const text = (words: string): Inline => ({ type: "text", text: words });
const measure = (document: Document) => JSON.stringify(document).length;

function table(rows: number): Block {
  return {
    type: "table",
    columns: [{ title: "Item", align: "left" }],
    rows: Array.from({ length: rows }, (_, n) => [[text(`row ${n}`)]]),
    omitted: 0,
  };
}

function list(items: number, omitted = 0): Block {
  return { type: "list", items: Array.from({ length: items }, (_, n) => [text(`item ${n}`)]), omitted };
}

function documentOf(...blocks: Block[]): Document {
  return { title: "T", labels: [], blocks, stamp: [] };
}

const verdict: Block = { type: "paragraph", content: [text("On track.")] };

describe("fitDocument", () => {
  test("leaves what fits as it is", () => {
    const document = documentOf(verdict, table(5));
    expect(fitDocument(document, measure, 10_000)).toBe(document);
  });

  test("cuts the longest first and counts what it cut", () => {
    const document = documentOf(verdict, table(100), list(3, 2));
    const fitted = fitDocument(document, measure, 1500);
    const [, cut, short] = fitted.blocks;
    expect(measure(fitted)).toBeLessThanOrEqual(1500);
    expect(short).toEqual(list(3, 2));
    expect(cut === undefined ? 0 : rowsInAll(cut)).toBe(100);
    expect(cut).not.toHaveProperty("rows.length", 1);
  });

  test("drops trailing details, says how many, and gives the room to the rows", () => {
    const details = (words: number): Block => ({
      type: "details",
      summary: "More",
      blocks: [{ type: "paragraph", content: [text("x".repeat(words))] }],
    });
    const fitted = fitDocument(documentOf(verdict, table(50), details(100), details(5000)), measure, 1800);
    expect(fitted.blocks.map(({ type }) => type)).toEqual(["paragraph", "table", "details", "paragraph"]);
    expect(fitted.blocks.at(-1)).toEqual({
      type: "paragraph",
      content: [text("+1 more section that would not fit here.")],
    });
    expect(fitted.blocks[1]).not.toHaveProperty("omitted", 49);
  });

  test("drops whole trailing blocks at the very last, the first one kept", () => {
    const long: Block = { type: "paragraph", content: [text("x".repeat(2000))] };
    const fitted = fitDocument(documentOf(verdict, long, long), measure, 500);
    expect(fitted.blocks[0]).toEqual(verdict);
    expect(fitted.blocks).toHaveLength(2);
    expect(fitDocument(documentOf(long), measure, 500).blocks).toHaveLength(1);
  });

  test("always fits, and rows shown plus omitted stay the same", () => {
    const blocks = fc.array(
      fc.oneof(
        fc.nat(60).map(table),
        fc.nat(60).map((n) => list(n)),
      ),
    );
    fc.assert(
      fc.property(blocks, fc.integer({ min: 300, max: 6000 }), (given, budget) => {
        const fitted = fitDocument(documentOf(verdict, ...given), measure, budget);
        expect(measure(fitted)).toBeLessThanOrEqual(budget);
        const shown = fitted.blocks.slice(1).filter(({ type }) => type !== "paragraph");
        expect(shown.map(rowsInAll)).toEqual(given.slice(0, shown.length).map(rowsInAll));
      }),
    );
  });
});

function rowsInAll(block: Block): number {
  if (block.type === "table") return block.rows.length + block.omitted;
  return block.type === "list" ? block.items.length + block.omitted : 0;
}
