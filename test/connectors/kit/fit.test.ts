import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitDocument } from "../../../connectors/kit/fit.ts";
import type { Block, Document, Inline, Keep } from "../../../src/ports/document.ts";

const text = (words: string): Inline => ({ type: "text", text: words });
const measure = (document: Document) => JSON.stringify(document).length;

type Table = Extract<Block, { type: "table" }>;
type List = Extract<Block, { type: "list" }>;

function table(rows: number, change: Partial<Table> = {}): Table {
  return {
    type: "table",
    columns: [{ title: "Item", align: "left" }],
    rows: Array.from({ length: rows }, (_, n) => [[text(`row ${n}`)]]),
    omitted: 0,
    ...change,
  };
}

function list(items: number, change: Partial<List> = {}): List {
  const lines = Array.from({ length: items }, (_, n) => [text(`item ${n}`)]);
  return { type: "list", items: lines, omitted: 0, ...change };
}

/** A list of items that tell how far they are. */
function far(...distances: readonly number[]): List {
  return list(distances.length, { items: distances.map((distance) => [text(`at ${distance}`)]), distances });
}

function documentOf(...blocks: Block[]): Document {
  return { title: "T", labels: [], blocks, stamp: [] };
}

/** A budget that is short by so much. */
const room = (document: Document, less: number) => measure(document) - less;

const verdict: Block = { type: "paragraph", content: [text("On track.")] };

function details(summary: string, blocks: readonly Block[], keep?: Keep): Block {
  return { type: "details", summary, blocks, ...(keep === undefined ? {} : { keep }) };
}

const shown = (block: Block | undefined) =>
  block?.type === "list" ? block.items.map((item) => item.map((inline) => inline.text).join("")) : [];

test("what fits is left as it is, without the sentence that says where the rest stands", () => {
  const document = { ...documentOf(verdict, table(5)), more: { content: [text("Elsewhere.")], url: null } };
  expect(fitDocument(document, measure, 10_000)).toEqual(documentOf(verdict, table(5)));
});

describe("before a word is lost", () => {
  const link = (n: number): Inline => ({ type: "link", text: `PAY-${n}`, url: `https://acme.example/browse/PAY-${n}` });
  const linked = documentOf(
    { type: "panel", tone: "bad", paragraphs: [[link(1)]] },
    { type: "heading", level: 2, content: [link(2)] },
    details("More", [{ type: "list", items: [[link(1), text(" needs "), link(3)], [link(3)]], omitted: 0 }]),
    { type: "tasks", items: [{ id: "a", content: [link(2)], done: false }] },
    table(1, { rows: [[[link(3)], [link(4)]]], whole: true }),
  );

  test("a link that stood above becomes its words", () => {
    const fitted = fitDocument(linked, measure, room(linked, 10));
    const links = JSON.stringify(fitted).match(/browse\/PAY-\d/gu);
    expect(links).toEqual(["browse/PAY-1", "browse/PAY-2", "browse/PAY-3", "browse/PAY-4"]);
    expect(JSON.stringify(fitted).match(/"text":"PAY-\d/gu)).toHaveLength(8);
  });

  test("then a table whose rows belong together is written plain, where that helps", () => {
    const plainIsHalf = (document: Document) =>
      document.blocks.reduce(
        (sum, block) => sum + measure(documentOf(block)) / (JSON.stringify(block).includes('"plain":true') ? 2 : 1),
        0,
      );
    const document = documentOf(
      verdict,
      table(50, { whole: true }),
      details("More", [table(50, { whole: true })]),
      list(2),
    );
    const fitted = fitDocument(document, plainIsHalf, plainIsHalf(document) - 100);
    expect(fitted.blocks.slice(0, 2)).toEqual([verdict, table(50, { whole: true, plain: true })]);
    expect(fitted.blocks[3]).toEqual(list(2));
  });

  test("then lists lose their bold words, and a badge that all their items begin with", () => {
    const badge = (words: string): Inline => ({ type: "badge", text: words, tone: "bad" });
    const fix: Inline = { type: "strong", text: "Fix:" };
    const same = list(2, { items: [[badge("conflict"), text(" one "), fix], [badge("conflict")]] });
    const mixed = list(2, {
      items: [
        [badge("conflict"), text(" one")],
        [badge("risk"), text(" two")],
      ],
    });
    const none = list(1, { items: [[]] });
    const bold: Block = { type: "paragraph", content: [fix] };
    const document = documentOf(bold, same, details("More", [mixed]), none);
    const fitted = fitDocument(document, measure, room(document, 50));
    expect(fitted.blocks).toEqual([
      bold,
      list(2, { items: [[text("one "), text("Fix:")], []] }),
      details("More", [mixed]),
      none,
    ]);
  });

  test("then one that takes the room of many items is cut to its sum", () => {
    const document = documentOf(
      verdict,
      table(3, { whole: true }),
      table(60, { whole: true }),
      far(...Array.from({ length: 40 }, (_, n) => n)),
    );
    const fitted = fitDocument(document, measure, room(document, 600));
    expect(fitted.blocks[1]).toMatchObject({ omitted: 0, rows: { length: 3 } });
    expect(fitted.blocks[2]).toMatchObject({ omitted: 59, rows: [[[text("row 59")]]] });
    expect(shown(fitted.blocks[3])).toHaveLength(40);
  });
});

describe("what is cut", () => {
  test("is the furthest over all lists, folded ones too", () => {
    const document = documentOf(verdict, far(1, 2, 9), far(3, 8), details("Later", [far(4, 5, 7)]));
    const cut = (budget: number) => {
      const [, first, second, third] = fitDocument(document, measure, budget).blocks;
      return [first, second, third?.type === "details" ? third.blocks[0] : undefined].map(shown);
    };
    expect(cut(room(document, 1))).toEqual([
      ["at 1", "at 2"],
      ["at 3", "at 8"],
      ["at 4", "at 5", "at 7"],
    ]);
    expect(cut(room(document, 90))).toEqual([["at 1", "at 2"], ["at 3"], ["at 4", "at 5"]]);
  });

  test("is the end of a list, even where somewhere before it something further stands", () => {
    const document = documentOf(verdict, far(1, 9, 2), far(5, 6));
    const fitted = fitDocument(document, measure, room(document, 40));
    expect(fitted.blocks.slice(1).map(shown)).toEqual([["at 1"], ["at 5", "at 6"]]);
  });

  test("is the same share of lists that do not tell how far their items are", () => {
    const document = documentOf(verdict, list(40), list(10), list(2));
    const fitted = fitDocument(document, measure, room(document, 500));
    const [long = 0, middle = 0, short = 0] = fitted.blocks.slice(1).map((block) => shown(block).length);
    expect(long / 40).toBeCloseTo(middle / 10, 0);
    expect(long).toBeLessThan(40);
    expect([middle > 4, short > 0]).toEqual([true, true]);
  });

  test("are rows of tables before items of lists, and what is kept short before what is kept long", () => {
    const document = documentOf(
      verdict,
      list(9),
      table(9),
      list(9, { keep: "short" }),
      table(9, { keep: "long" }),
      details("d", [list(9)], "short"),
    );
    const fitted = fitDocument(document, measure, room(document, 500)).blocks;
    expect(fitted[1]).toEqual(list(9));
    expect(fitted[4]).toEqual(table(9, { keep: "long" }));
    for (const place of [2, 3, 5]) expect(JSON.stringify(fitted[place])).toMatch(/"omitted":[1-9]/u);
  });

  test("is never what is always kept, as long as there is anything else", () => {
    const legend = details("How this is counted", [list(5)], "always");
    const quality = list(5, { keep: "always" });
    const document = documentOf(verdict, list(50), details("Folded", [list(20)]), quality, legend);
    const fitted = fitDocument(document, measure, measure(documentOf(verdict, quality, legend)) + 250);
    expect(fitted.blocks).toEqual(expect.arrayContaining([verdict, quality, legend]));
    const tight = fitDocument(document, measure, measure(documentOf(verdict, quality, legend)) + 120);
    expect(tight.blocks.slice(0, -1)).toEqual([verdict, quality, legend]);
    expect(JSON.stringify(tight.blocks.at(-1))).toContain("left out");
  });
});

describe("what was cut is said", () => {
  const more = { content: [text("All of it: acme/trains#3.")], url: "https://github.com/acme/trains/issues/3" };
  const document = { ...documentOf(verdict, list(30, { omitted: 2 }), table(30)), more };

  test("at each list with a link to the whole, and once at the end", () => {
    const fitted = fitDocument(document, measure, 1200);
    const [, items, rows, last] = fitted.blocks;
    const count = shown(items).length - 1;
    expect(items).toMatchObject({ omitted: 0 });
    expect(shown(items).at(-1)).toBe(`+${32 - count} more`);
    expect(JSON.stringify(items)).toContain(more.url);
    expect(rows === undefined ? 0 : rowsInAll(rows)).toBe(30);
    expect(last).toEqual({ type: "paragraph", content: more.content });
    expect(fitted).not.toHaveProperty("more");
  });

  test("without the word more where no item is left, as in a fold whose lists are cut", () => {
    const lines = Array.from({ length: 20 }, () => [text("x".repeat(500))]);
    const fold = details("20 more features", [list(20, { items: lines })]);
    const fitted = fitDocument({ ...document, blocks: [verdict, fold] }, measure, 700);
    const [, folded] = fitted.blocks;
    expect(folded?.type === "details" ? shown(folded.blocks[0]) : []).toEqual(["20 not shown here"]);
  });

  test("without a link where there is nowhere to lead", () => {
    const fitted = fitDocument({ ...document, more: { ...more, url: null } }, measure, 1200);
    expect(fitted.blocks[1]).toMatchObject({ omitted: expect.any(Number) });
    expect(JSON.stringify(fitted)).not.toContain(more.url);
  });
});

describe("at the very last", () => {
  const long: Block = { type: "paragraph", content: [text("x".repeat(2000))] };

  test("folds go before other blocks, both from the end, the first block never", () => {
    const fold = details("Fold", [long]);
    const fitted = fitDocument(documentOf(verdict, fold, list(1), details("Short", [verdict])), measure, 500);
    expect(fitted.blocks.map(({ type }) => type)).toEqual(["paragraph", "list", "paragraph"]);
    expect(fitDocument(documentOf(verdict, long, long), measure, 500).blocks).toHaveLength(2);
    expect(fitDocument(documentOf(long), measure, 500).blocks).toHaveLength(1);
  });

  test("it always fits, and rows shown plus omitted stay the same", () => {
    const blocks = fc.array(
      fc.oneof(
        fc.nat(60).map((n) => table(n)),
        fc.nat(60).map((n) => list(n)),
        fc.array(fc.nat(9)).map((distances) => far(...distances)),
      ),
    );
    fc.assert(
      fc.property(blocks, fc.integer({ min: 300, max: 6000 }), (given, budget) => {
        const fitted = fitDocument(documentOf(verdict, ...given), measure, budget);
        expect(measure(fitted)).toBeLessThanOrEqual(budget);
        const left = fitted.blocks.slice(1).filter(({ type }) => type !== "paragraph");
        expect(left.map(rowsInAll)).toEqual(given.slice(0, left.length).map(rowsInAll));
      }),
    );
  });

  test("as much is kept as fits: one item more would be too much", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(99), { minLength: 5, maxLength: 60 }),
        fc.integer({ min: 300, max: 1500 }),
        (distances, budget) => {
          const given = documentOf(verdict, far(...distances.toSorted((a, b) => a - b)));
          const [, block] = fitDocument(given, measure, budget).blocks;
          const list = given.blocks[1];
          if (block?.type !== "list" || list?.type !== "list" || block.omitted === 0) return;
          const oneMore = { ...block, items: list.items.slice(0, block.items.length + 1), omitted: block.omitted - 1 };
          expect(measure(documentOf(verdict, oneMore))).toBeGreaterThan(budget);
        },
      ),
    );
  });
});

function rowsInAll(block: Block): number {
  if (block.type === "table") return block.rows.length + block.omitted;
  return block.type === "list" ? block.items.length + block.omitted : 0;
}

test("what is far too long is not written out to be measured", () => {
  const lines = Array.from({ length: 3000 }, (_, n) => [text(`item ${n} says a few words more than it would have to`)]);
  const document = documentOf(verdict, table(4, { whole: true }), { type: "list", items: lines, omitted: 0 });
  const lengths: number[] = [];
  const fitted = fitDocument(
    document,
    (candidate) => {
      lengths.push(measure(candidate));
      return measure(candidate);
    },
    10_000,
  );
  expect(measure(fitted)).toBeLessThanOrEqual(10_000);
  expect(measure(fitted)).toBeGreaterThan(9000);
  expect(lengths.length).toBeGreaterThan(3);
  expect(Math.max(...lengths)).toBeLessThan(30_000);
});
