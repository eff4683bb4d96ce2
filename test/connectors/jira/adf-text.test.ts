import { describe, expect, test } from "vitest";
import { plainText } from "../../../connectors/jira/adf-text.ts";

const text = (words: string, ...marks: readonly object[]) => ({ type: "text", text: words, marks });
const paragraph = (...content: readonly object[]) => ({ type: "paragraph", content });
const doc = (...content: readonly unknown[]) => ({ type: "doc", version: 1, content });
const item = (...content: readonly object[]) => ({ type: "listItem", content: [paragraph(...content)] });
const link = (href: string) => ({ type: "link", attrs: { href } });

describe("a description as plain text", () => {
  test.each<[string, unknown, string]>([
    ["lines for blocks", doc(paragraph(text("One")), paragraph(text("Two"))), "One\nTwo"],
    [
      "dashes for lists",
      doc(paragraph(text("Blocked by:")), { type: "bulletList", content: [item(text("PAY-1")), item(text("PAY-2"))] }),
      "Blocked by:\n- PAY-1\n- PAY-2",
    ],
    ["a line end for a hard break", doc(paragraph(text("a"), { type: "hardBreak" }, text("b"))), "a\nb"],
    [
      "the address of a smart link",
      doc(paragraph({ type: "inlineCard", attrs: { url: "https://x/browse/PAY-1" } })),
      "https://x/browse/PAY-1",
    ],
    [
      "the address of a link to an issue",
      doc(paragraph(text("the API", link("https://github.com/a/b/issues/7")))),
      "https://github.com/a/b/issues/7",
    ],
    ["the words of any other link", doc(paragraph(text("our wiki", link("https://wiki.example/x")))), "our wiki"],
    [
      "cells with a line between",
      doc({
        type: "tableRow",
        content: [
          { type: "tableCell", content: [paragraph(text("a"))] },
          { type: "tableHeader", content: [paragraph(text("b"))] },
        ],
      }),
      "a | b |",
    ],
    [
      "nothing for code, quotations and what is struck out",
      doc(
        { type: "codeBlock", content: [text("x")] },
        { type: "blockquote", content: [paragraph(text("y"))] },
        paragraph(text("z", { type: "strike" }), text("w", { type: "code" })),
      ),
      "",
    ],
    ["a wiki text as it is", "h2. Notes", "h2. Notes"],
    ["nothing for nothing", null, ""],
    ["nothing for nonsense inside", doc(7, { no: "type" }, paragraph(text("ok"))), "ok"],
  ])("%s", (_, description, expected) => {
    expect(plainText(description)).toBe(expected);
  });

  test("nesting without end ends", () => {
    let nested: object = paragraph(text("deep"));
    for (let n = 0; n < 5000; n += 1) nested = { type: "panel", content: [nested] };
    expect(plainText(doc(nested))).toBe("");
  });
});
