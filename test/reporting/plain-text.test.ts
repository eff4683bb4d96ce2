import { expect, test } from "vitest";
import type { Document, Inline } from "../../src/ports/document.ts";
import { plainText } from "../../src/reporting/plain-text.ts";

const words = (text: string): readonly Inline[] => [{ type: "text", text }];

const document: Document = {
  title: "A train",
  labels: ["at-risk"],
  blocks: [
    { type: "heading", level: 2, content: [{ type: "strong", text: "To do" }] },
    {
      type: "paragraph",
      content: [...words("See "), { type: "link", text: "PAY-1", url: "https://jira.example/PAY-1" }, ...words(".")],
    },
    {
      type: "panel",
      tone: "bad",
      paragraphs: [[{ type: "badge", text: "Off track", tone: "bad" }], words("Two late.")],
    },
    { type: "list", items: [words("one"), [{ type: "code", text: "two" }]], omitted: 3 },
    { type: "list", items: [], omitted: 0 },
    {
      type: "tasks",
      items: [
        { id: "a", content: words("open"), done: false },
        { id: "b", content: words("ticked"), done: true },
      ],
    },
    {
      type: "table",
      columns: [
        { title: "Team", align: "left" },
        { title: "Items", align: "right" },
      ],
      rows: [[words("API"), words("4")]],
      omitted: 1,
    },
    { type: "details", summary: "All", blocks: [{ type: "list", items: [words("inside")], omitted: 0 }] },
  ],
  stamp: words("Figures of noon."),
};

test("a document as plain text has a line for each item and row, and an empty one between its parts", () => {
  expect(plainText(document)).toBe(
    [
      "A train",
      "TO DO",
      "See PAY-1 <https://jira.example/PAY-1>.",
      "Off track\nTwo late.",
      "- one\n- two\n+3 more",
      "[ ] open\n[x] ticked",
      "Team | Items\nAPI | 4\n+1 more",
      "All\n- inside",
      "Figures of noon.",
    ].join("\n\n"),
  );
});

test("what it has not leaves no gap", () => {
  expect(
    plainText({ title: "", labels: [], blocks: [{ type: "paragraph", content: words("Alone.") }], stamp: [] }),
  ).toBe("Alone.");
});
