import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "../../../../connectors/jira/adf.ts";
import { escapeInside, escapeWiki, unescapeWiki } from "../../../../connectors/jira/wiki/escape.ts";
import { readableWiki } from "../../../../connectors/jira/wiki/readable.ts";
import { renderWiki } from "../../../../connectors/jira/wiki/render.ts";
import type { Block, Document } from "../../../../src/ports/document.ts";
import { anyDocument } from "../documents.ts";
import { foreignLines } from "./grammar.ts";

const marker = "rollup:payments:PMO";
const text = (words: string) => ({ type: "text", text: words }) as const;

function documentOf(...blocks: readonly Block[]): Document {
  return { title: "Payments", labels: [], blocks, stamp: [] };
}

/** The body without its two marks. */
function inner(...blocks: readonly Block[]): string {
  return renderWiki(documentOf(...blocks), marker)
    .body.split("\n\n")
    .slice(1, -1)
    .join("\n\n");
}

describe("what is rendered", () => {
  test("has no markup but the renderer's, for any document", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(foreignLines(renderWiki(document, marker).body)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    "*bold*",
    "{color:red}",
    "[~bot]",
    "[a|https://a.example]",
    "!x.png!",
    "a -b- c",
    "https://a.example",
    "h1. x",
  ])("is judged by a grammar that bites: %s", (markup) => {
    expect(foreignLines(`Words ${markup}`).length).toBe(markup === "*bold*" || markup.startsWith("[a|") ? 0 : 1);
  });

  test("is the same bytes each time, and has no character that breaks or disguises", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const rendered = renderWiki(document, marker);
        expect(renderWiki(structuredClone(document), marker)).toEqual(rendered);
        expect(`${rendered.title}${rendered.body.replaceAll("\n", "")}`).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
        expect(rendered.title.length).toBeLessThanOrEqual(255);
      }),
    );
  });

  test("shows any words as they are", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({
        unit: fc.constantFrom(..."\\ { } [ ] ( ) * _ - + ^ ~ | ! ? & # ; : / h 1 bq . D amp".split(" "), " "),
      }),
    );
    fc.assert(
      fc.property(words, (given) => {
        expect(unescapeWiki(escapeWiki(given))).toBe(cleanText(given));
        expect(unescapeWiki(escapeInside(given))).toBe(cleanText(given));
        expect(foreignLines(escapeWiki(given))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["AT&T &amp; R&D", "AT&T &amp;amp; R&D"],
    ["&#64;admin", String.raw`&amp;\#64;admin`],
    ["[~bot] PAY-12", String.raw`\[\~bot\] PAY\-12`],
    [String.raw`C:\temp`, "C:&#92;temp"],
    ["https://a.example mailto:me", "https&#58;//a.example mailto&#58;me"],
    ["h1. Loud, bq. said :D", "h1&#46; Loud, bq&#46; said &#58;D"],
  ])("%s is escaped", (words, markup) => {
    expect(escapeWiki(words)).toBe(markup);
  });

  test("fits, however long the report: rows go first, and the reader is told how many", () => {
    const row = [
      [{ type: "link", text: "PAY-1 A title of some length", url: "https://acme.example/browse/PAY-1" }],
    ] as const;
    const table: Block = {
      type: "table",
      columns: [{ title: "Item", align: "left" }],
      rows: Array.from({ length: 2000 }, () => row),
      omitted: 3,
    };
    const { body } = renderWiki(documentOf({ type: "paragraph", content: [text("Off track.")] }, table), marker);
    expect(body.length).toBeLessThanOrEqual(30_000);
    expect(body.length).toBeGreaterThan(25_000);
    const shown = body.split("A title of some length").length - 1;
    expect(body).toContain(`\\+${2003 - shown} more`);
  });
});

describe("form", () => {
  test("of each block", () => {
    const link = { type: "link", text: "PAY-1 [new]", url: "https://acme.example/browse/PAY-1?a=[b]" } as const;
    expect(
      inner(
        { type: "heading", level: 2, content: [text("Plan - B")] },
        {
          type: "paragraph",
          content: [link, text("x"), { type: "strong", text: "y " }, { type: "code", text: "a{b}" }],
        },
        { type: "panel", tone: "bad", paragraphs: [[{ type: "strong", text: "Off track" }], [text("Why")]] },
        { type: "list", items: [[{ type: "badge", text: "risk", tone: "warning" }, text(" one")]], omitted: 2 },
        { type: "details", summary: "More", blocks: [{ type: "paragraph", content: [text("inside")] }] },
      ),
    ).toBe(
      [
        String.raw`h2. Plan \- B`,
        "[PAY&#45;1 &#91;new&#93;|https://acme.example/browse/PAY-1?a=%5Bb%5D]x{*}y{*} {{a&#123;b&#125;}}",
        "{panel:bgColor=#ffebe6|borderColor=#ff5630}\n*Off track*\n\nWhy\n{panel}",
        "* {color:#b65c02}*risk*{color} one\n* \\+2 more",
        "h4. More",
        "inside",
      ].join("\n\n"),
    );
  });

  test("of a table: a head, no empty cell, a last row with the rest; plain, a block of columns", () => {
    const table: Block = {
      type: "table",
      columns: [
        { title: "Team", align: "left" },
        { title: "Points", align: "right" },
      ],
      rows: [[[text("Check|out")], []]],
      omitted: 4,
    };
    expect(inner(table)).toBe("||Team||Points||\n|Check\\|out| |\n|\\+4 more| |");
    expect(inner({ ...table, rows: [[[text("{noformat}x")], [text("5")]]], plain: true })).toBe(
      "{noformat}\nTeam         Points\n{\u200bnoformat}x       5\n+4 more\n{noformat}",
    );
  });

  test("of boxes: a slash ticks, and a line says so", () => {
    const items = [
      { id: "start", content: [text("Start")], done: false },
      { id: "all", content: [text("All (x)")], done: true },
    ];
    expect(inner({ type: "tasks", items })).toBe(
      [
        "* ( ) {anchor:signalbox-tick-start}Start\n* (/) {anchor:signalbox-tick-all}All \\(x\\)",
        String.raw`{color:#8590a2}To tick a box, edit this text and put a slash between its parentheses, as in \(/\).{color}`,
      ].join("\n\n"),
    );
  });

  test("of an address that is none of the web: its words alone", () => {
    const content = [{ type: "link", text: "trap", url: "javascript:alert(1)" } as const];
    expect(inner({ type: "paragraph", content })).toBe("trap");
  });
});

describe("as plain text", () => {
  test("it reads like the text in Jira", () => {
    const { body } = renderWiki(
      documentOf(
        { type: "heading", level: 2, content: [text("Plan - B")] },
        { type: "panel", tone: "bad", paragraphs: [[{ type: "strong", text: "Off *track*" }], [text("Why")]] },
        { type: "list", items: [[{ type: "badge", text: "at-risk", tone: "bad" }, text(" PAY-1")]], omitted: 0 },
        { type: "tasks", items: [{ id: "a", content: [text("Start")], done: true }] },
        {
          type: "table",
          columns: [
            { title: "Team", align: "left" },
            { title: "Item", align: "left" },
          ],
          rows: [[[text("a|b")], [{ type: "link", text: "PAY-1", url: "https://acme.example/browse/PAY-1" }]]],
          omitted: 0,
        },
      ),
      marker,
    );
    expect(readableWiki(body).slice(1, -1)).toEqual([
      "",
      "## Plan - B",
      "",
      "| Off *track*",
      "|",
      "| Why",
      "",
      "- [at-risk] PAY-1",
      "",
      "[x] Start",
      "",
      "To tick a box, edit this text and put a slash between its parentheses, as in (/).",
      "",
      "Team  Item",
      "----  -----",
      "a|b   PAY-1",
      "",
    ]);
  });
});
