import { describe, expect, test } from "vitest";
import { descriptionBlocks } from "../../../connectors/jira/adf-blocks.ts";
import { wikiBlocks } from "../../../connectors/jira/wiki/read.ts";
import { markdownBlocks } from "../../../connectors/kit/markdown-blocks.ts";
import { keyRefParts } from "../../../src/domain/ids.ts";
import { findReferences } from "../../../src/domain/references/references.ts";
import type { WrittenText } from "../../../src/domain/references/written.ts";
import { site, writer } from "./document.ts";

function told(blocks: WrittenText): readonly string[] {
  return findReferences(blocks, writer).map(({ end }) => keyRefParts(end).key);
}

test.each([
  ["a box", "> [!IMPORTANT]\n> Blocked by #7", ["acme/web#7"]],
  ["a box with a list", "> [!NOTE]\n> Blocked by:\n> - #7\n> - #8", ["acme/web#7", "acme/web#8"]],
  ["a quotation behind a box", "> [!NOTE]\n> Soon\n\n> Blocked by #7", []],
  ["a box's mark with words behind it is a quotation", "> [!NOTE] Blocked by #7", []],
  ["a folded part", "<details><summary>Blocked by</summary>\n\n- #7\n- #8\n\n</details>", ["acme/web#7", "acme/web#8"]],
  ["a picture above the list", "## Blocked by\n\n![plan](x.png)\n\n- #7", ["acme/web#7"]],
  ["a break above the list", "**Blocked by:**\n\n<br>\n\n- #7", ["acme/web#7"]],
  ["a cell with a break", "| Field | Value |\n|--|--|\n| **Blocked by** | #7<br>#8 |", ["acme/web#7", "acme/web#8"]],
])("what only Markdown has: %s", (_, markdown, expected) => {
  expect(told(markdownBlocks(markdown))).toEqual(expected);
});

describe("what only Atlassian's format has", () => {
  const text = (words: string, href?: string) => ({
    type: "text",
    text: words,
    ...(href !== undefined && { marks: [{ type: "link", attrs: { href } }] }),
  });
  const emoji = (attrs: object) => ({ type: "emoji", attrs });
  const line = (...content: object[]) => ({ type: "doc", content: [{ type: "paragraph", content }] });

  test("emoji begin lines as they do in Markdown", () => {
    const described = line(
      text("Blocked by:"),
      { type: "hardBreak" },
      emoji({ shortName: ":white_check_mark:", text: "✅" }),
      text(" LED-4 the ledger"),
      { type: "hardBreak" },
      emoji({ shortName: ":x:" }),
      text(" LED-5 the export"),
    );
    expect(told(descriptionBlocks(described))).toEqual(["LED-4", "LED-5"]);
  });

  test("a space within a link ends no list", () => {
    const links = ["LED-4", "LED-5"].map((key) => text(`${key} `, `${site}/browse/${key}`));
    expect(told(descriptionBlocks(line(text("Blocked by"), text(" "), ...links)))).toEqual(["LED-4", "LED-5"]);
  });

  const cards = ["LED-4", "LED-5"].map((key) => ({ type: "inlineCard", attrs: { url: `${site}/browse/${key}` } }));
  const state = (words: string) => ({ type: "status", attrs: { text: words } });
  test.each([
    ["smart links that touch", line(text("Blocked by "), ...cards)],
    ["a state behind each key", line(text("Blocked by LED-4 "), state("TO DO"), text(", LED-5 "), state("(NEW)"))],
  ])("a list has %s", (_, described) => {
    expect(told(descriptionBlocks(described))).toEqual(["LED-4", "LED-5"]);
  });

  const paragraph = (words: string) => ({ type: "paragraph", content: words === "" ? [] : [text(words)] });
  const list = (...keys: string[]) => ({
    type: "bulletList",
    content: keys.map((key) => ({ type: "listItem", content: [paragraph(key)] })),
  });
  const heading = { type: "heading", attrs: { level: 2 }, content: [text("Blocked by")] };
  const column = (...content: object[]) => ({ type: "layoutColumn", attrs: { width: 50 }, content });
  const panel = (...content: object[]) => ({ type: "panel", attrs: { panelType: "info" }, content });
  test.each<[string, readonly object[]]>([
    ["an empty line above the list", [heading, paragraph(""), list("LED-4")]],
    ["a label, an empty line, the list", [paragraph("Blocked by:"), paragraph(" "), list("LED-4")]],
    ["a section in a column", [column(heading, list("LED-4")), column(paragraph("LED-9"))]],
    ["a section in a panel", [panel(heading, list("LED-4")), list("LED-9")]],
    ["a heading in a panel", [panel(heading), list("LED-4")]],
  ])("the keys below a label: %s", (_, content) => {
    expect(told(descriptionBlocks({ type: "doc", content }))).toEqual(["LED-4"]);
  });

  const cell = (words: string, attrs = {}) => ({ type: "tableCell", attrs, content: [paragraph(words)] });
  const row = (...content: object[]) => ({ type: "tableRow", content });
  test.each<[string, readonly object[], readonly string[]]>([
    [
      "a heading over two columns before it",
      [row(cell("Story", { colspan: 2 }), cell("Blocked by")), row(cell("x"), cell("LED-9"), cell("LED-4"))],
      ["LED-4"],
    ],
    [
      "the heading over two columns",
      [row(cell("Blocked by", { colspan: 2 }), cell("Related")), row(cell("LED-4"), cell("LED-5"), cell("LED-9"))],
      ["LED-4", "LED-5"],
    ],
    [
      "a cell over two rows before it",
      [
        row(cell("Team"), cell("Blocked by"), cell("Related")),
        row(cell("x", { rowspan: 2 }), cell("LED-4"), cell("LED-8")),
        row(cell("LED-5"), cell("LED-9")),
        row(cell("y"), cell("z"), cell("LED-7")),
      ],
      ["LED-4", "LED-5"],
    ],
    [
      "a story over two rows",
      [
        row(cell("Story"), cell("Blocked by")),
        row(cell("LED-3", { rowspan: 2 }), cell("LED-4")),
        row(cell("LED-5")),
        row(cell("LED-1"), cell("LED-6")),
      ],
      ["LED-6"],
    ],
    [
      "the label over two rows",
      [row(cell("x"), cell("y")), row(cell("Blocked by", { rowspan: 2 }), cell("LED-4")), row(cell("LED-5"))],
      ["LED-4", "LED-5"],
    ],
    [
      "a key over two columns",
      [
        row(cell("Why"), cell("Blocked by"), cell("x")),
        row(cell("LED-9", { colspan: 2 }), cell("y")),
        row(cell("z"), cell("LED-4")),
      ],
      ["LED-4"],
    ],
    [
      "a cell wider than any table",
      [row(cell("x", { colspan: 1e9 })), row(cell("Blocked by"), cell("LED-4"))],
      ["LED-4"],
    ],
    ["what is no cell", [row({ type: 7 }, cell("Blocked by")), row(cell("x"), cell("LED-4"))], ["LED-4"]],
  ])("merged cells: %s", (_, content, expected) => {
    expect(told(descriptionBlocks({ type: "doc", content: [{ type: "table", content }] }))).toEqual(expected);
  });

  const fold = (title: string, ...content: object[]) => ({
    type: "doc",
    content: [{ type: "expand", attrs: { title }, content: [{ type: "paragraph", content }] }],
  });
  test.each([
    ["two texts", line(text("Block"), text("ed by LED-4"))],
    ["a sign without width", line(text("Bloc\u200Bked by LED-4"))],
    ["a status", line({ type: "status", attrs: { text: "Blocked by" } }, text(" LED-4"))],
    ["an emoji", line(emoji({ shortName: ":no:", text: "Blocked by" }), text(" LED-4"))],
    ["the name of an emoji", line(emoji({ shortName: "Blocked by" }), text(" LED-4"))],
    ["a card", line({ type: "inlineCard", attrs: { url: "Blocked by" } }, text(" LED-4"))],
    ["the data of a card", line({ type: "inlineCard", attrs: { data: { url: "Blocked by" } } }, text(" LED-4"))],
    ["a title", fold("Blocked by", text("LED-4"))],
  ])("the connector may be in %s", (_, described) => {
    expect(told(descriptionBlocks(described))).toEqual(["LED-4"]);
  });
});

test.each([
  ["a sign between", "Blocked by: (!) LED-4", ["LED-4"]],
  ["signs before lines", "h3. Blocked by\n(/) LED-4\n(x) LED-5", ["LED-4", "LED-5"]],
  ["no sign in words", "Blocked by LED-4(!) and LED-5", ["LED-4", "LED-5"]],
  ["a picture above the list", "h3. Blocked by\n!plan.png|thumbnail!\n* LED-4", ["LED-4"]],
  ["a panel's title", "{panel:bgColor=#eee|title=Blocked by}\nLED-4\n{panel}\n* LED-9", ["LED-4"]],
  ["a section in a panel", "{panel}\nBlocked by:\n* LED-4\n{panel}\n* LED-9", ["LED-4"]],
  ["a heading in a panel", "{panel:bgColor=#eee}Blocked by:{panel}\n* LED-4", ["LED-4"]],
  ["a panel without an end", "{panel}\nBlocked by LED-4", ["LED-4"]],
  ["lines in a cell", "||Blocked by||Why||\n|LED-4\nLED-5|x|\n|LED-6|y|", ["LED-4", "LED-5", "LED-6"]],
  ["a list in a cell", "||Blocked by||\n|* LED-4\n* LED-5|", ["LED-4", "LED-5"]],
  ["numbers in the last cell", "|Blocked by|# LED-4\n# LED-5|", ["LED-4", "LED-5"]],
  ["a row without an end", "|x|y\nBlocked by LED-4", ["LED-4"]],
  ["a row without an end above another", "|x|y\n|Blocked by|LED-4|", ["LED-4"]],
])("what only wiki markup has: %s", (_, words, expected) => {
  expect(told(wikiBlocks(words))).toEqual(expected);
});

test.each([
  ["a table", "||What||Blocked by||\n|the export|LED-4|\n|the rest|LED-5|", ["LED-4", "LED-5"]],
  ["a row", "||Field||Value||\n|Blocked by|LED-4|", ["LED-4"]],
  ["words in colour", "{color:red}*Blocked by:*{color} LED-4", ["LED-4"]],
  ["code", "{{Blocked by LED-4}}", []],
])("what only Jira's old notation has: %s", (_, words, expected) => {
  expect(told(descriptionBlocks(words))).toEqual(expected);
});
