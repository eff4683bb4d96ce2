import { existsSync, readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withMarks } from "../../../connectors/jira/markers.ts";
import { adfOf } from "../../../connectors/jira/write-outcome.ts";
import { renderAdf, renderJira } from "../../../connectors/jira/render.ts";
import type { Block, Document } from "../../../src/ports/document.ts";
import { anyDocument } from "./documents.ts";

const schemaFile = "../shared/data/openapi/adf-schema-v1-full.json";
const hasSchema = existsSync(schemaFile);
const marker = "rollup:payments:PMO";

function validator() {
  const schema: unknown = JSON.parse(readFileSync(schemaFile, "utf8"));
  if (typeof schema !== "object" || schema === null) throw new TypeError("no schema");
  return new Ajv.default({ strict: false, allErrors: false }).compile(schema);
}

function documentOf(...blocks: readonly Block[]): Document {
  return { title: "Payments", labels: [], blocks, stamp: [] };
}

const text = (words: string) => ({ type: "text", text: words }) as const;

describe("what is rendered", () => {
  test.skipIf(!hasSchema)("is valid ADF for any document (skipped where the schema is absent)", () => {
    const validate = validator();
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(validate(JSON.parse(renderJira(document, marker).body))).toBe(true);
        expect(validate(renderAdf(document))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test.skipIf(!hasSchema)("is checked by a schema that bites", () => {
    const validate = validator();
    expect(validate({ type: "doc", version: 1, content: [{ type: "text", text: "" }] })).toBe(false);
  });

  test("is the same bytes each time, and has no character that breaks or disguises", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const rendered = renderJira(document, marker);
        expect(renderJira(structuredClone(document), marker)).toEqual(rendered);
        expect(`${rendered.title}${stringsOf(JSON.parse(rendered.body))}`).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
        expect(rendered.title.length).toBeLessThanOrEqual(255);
      }),
    );
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
    const { body } = renderJira(documentOf({ type: "paragraph", content: [text("Off track.")] }, table), marker);
    expect(body.length).toBeLessThanOrEqual(30_000);
    expect(body.length).toBeGreaterThan(25_000);
    expect(body).toContain("Off track.");
    const shown = body.split("PAY-1 A title").length - 1;
    expect(body).toContain(`+${2003 - shown} more`);
  });
});

describe("form", () => {
  test("badges are lozenges, verdicts panels, details expands, links marks on text", () => {
    const content = renderAdf(
      documentOf(
        { type: "panel", tone: "bad", paragraphs: [[{ type: "strong", text: "Off track" }]] },
        { type: "paragraph", content: [{ type: "badge", text: "conflict", tone: "bad" }] },
        { type: "details", summary: "More", blocks: [] },
        { type: "paragraph", content: [{ type: "link", text: "PAY-1", url: "https://acme.example/browse/PAY-1" }] },
        { type: "paragraph", content: [{ type: "link", text: "trap", url: "javascript:alert(1)" }] },
      ),
    ).content;
    expect(content).toEqual([
      {
        type: "panel",
        attrs: { panelType: "error" },
        content: [{ type: "paragraph", content: [{ type: "text", text: "Off track", marks: [{ type: "strong" }] }] }],
      },
      { type: "paragraph", content: [{ type: "status", attrs: { text: "conflict", color: "red" } }] },
      { type: "expand", attrs: { title: "More" }, content: [{ type: "paragraph" }] },
      {
        type: "paragraph",
        content: [
          {
            type: "text",
            text: "PAY-1",
            marks: [{ type: "link", attrs: { href: "https://acme.example/browse/PAY-1" } }],
          },
        ],
      },
      { type: "paragraph", content: [{ type: "text", text: "trap" }] },
    ]);
  });

  test("a table has a header, nothing but words in its cells, and a last row over its whole width", () => {
    const [table] = renderAdf(
      documentOf({
        type: "table",
        columns: [
          { title: "Team", align: "left" },
          { title: "Points", align: "right" },
        ],
        rows: [[[text("Checkout")], [text("5")]], [[text("Ledger")]]],
        omitted: 4,
      }),
    ).content;
    const rows = table?.content ?? [];
    expect(rows.map((row) => row.content?.map(({ type }) => type))).toEqual([
      ["tableHeader", "tableHeader"],
      ["tableCell", "tableCell"],
      ["tableCell", "tableCell"],
      ["tableCell"],
    ]);
    expect(rows[1]?.content?.[1]).toEqual({
      type: "tableCell",
      content: [{ type: "paragraph", content: [{ type: "text", text: "5" }] }],
    });
    expect(rows[2]?.content?.[1]).toEqual({ type: "tableCell", content: [{ type: "paragraph" }] });
    expect(rows[3]?.content?.[0]).toMatchObject({ attrs: { colspan: 2 } });
    expect(JSON.stringify(rows[3])).toContain("+4 more");
  });

  test.each([
    ["a  b   c", "a b c"],
    [" a ", " a "],
    ["a\tb\nc", "a b c"],
    ["a\u0000b\u202ec", "abc"],
    ["a b~!", "a b~!"],
  ])("the line %j is %j", (words, line) => {
    const [paragraph] = renderAdf(documentOf({ type: "paragraph", content: [text(words)] })).content;
    expect(paragraph?.content).toEqual([{ type: "text", text: line }]);
  });

  test("lists and tables without anything in them are left out", () => {
    expect(
      renderAdf(
        documentOf({ type: "list", items: [], omitted: 0 }, { type: "table", columns: [], rows: [], omitted: 0 }),
      ).content,
    ).toEqual([]);
  });

  test("the stamp is the last line before the closing mark, small", () => {
    const { content } = adfOf(renderJira({ ...documentOf(), stamp: [text("As of noon.")] }, marker));
    const small = { type: "subsup", attrs: { type: "sub" } } as const;
    const stamp = { type: "paragraph", content: [{ type: "text", text: "As of noon.", marks: [small] }] };
    expect(content).toEqual(withMarks([stamp], marker));
  });
});

function stringsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.values(value).map(stringsOf).join("");
}
