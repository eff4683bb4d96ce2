import { describe, expect, test } from "vitest";
import { descriptionBlocks } from "../../../connectors/jira/adf-blocks.ts";
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
  ["a table", "||What||Blocked by||\n|the export|LED-4|\n|the rest|LED-5|", ["LED-4", "LED-5"]],
  ["a row", "||Field||Value||\n|Blocked by|LED-4|", ["LED-4"]],
  ["words in colour", "{color:red}*Blocked by:*{color} LED-4", ["LED-4"]],
  ["code", "{{Blocked by LED-4}}", []],
])("what only Jira's old notation has: %s", (_, words, expected) => {
  expect(told(descriptionBlocks(words))).toEqual(expected);
});
