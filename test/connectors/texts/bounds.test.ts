import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { descriptionBlocks } from "../../../connectors/jira/adf-blocks.ts";
import { markdownBlocks } from "../../../connectors/kit/markdown-blocks.ts";
import { boundedParts, longestPart } from "../../../connectors/kit/markdown-bounds.ts";
import { findReferences } from "../../../src/domain/references/references.ts";
import type { Block, WrittenText } from "../../../src/domain/references/written.ts";
import { asAdf, asMarkdown, h, p, rule, ul, writer, type Part } from "./document.ts";

const words = fc.constantFrom(
  ..."blocked by|Blocks|depends on|not|was|if|#7|PAY-12|acme/api#7|https://a.example/browse/PAY-1|,|and|?|.|:|- |1. |> |~~|**|`|\n|\n\n|[|](|)|<del>|</del>|<!--|| |---|".split(
    "|",
  ),
  "|",
);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(words, { maxLength: 60 }).map((parts) => parts.join(" ")),
);

/** Nodes of any shape, nested as the format never is. */
const { node: anyNode } = fc.letrec((tie) => ({
  node: fc.record(
    {
      type: fc.constantFrom(
        "doc",
        "paragraph",
        "heading",
        "text",
        "bulletList",
        "listItem",
        "taskItem",
        "table",
        "tableRow",
        "tableCell",
        "inlineCard",
        "blockCard",
        "expand",
        "status",
        "hardBreak",
        "codeBlock",
        "nonsense",
      ),
      text: fc.oneof(anyText, fc.constant(7)),
      attrs: fc.oneof(
        fc.record({ url: anyText, title: anyText, level: fc.nat() }, { requiredKeys: [] }),
        fc.constant(null),
      ),
      marks: fc.array(
        fc.record({ type: fc.constantFrom("strike", "code", "link", "strong"), attrs: fc.record({ href: anyText }) }),
      ),
      content: fc.oneof({ maxDepth: 5 }, fc.constant([]), fc.array(tie("node"), { maxLength: 4 })),
    },
    { requiredKeys: ["type"] },
  ),
}));

describe("any text", () => {
  property.prop([anyText])("is read without an error, and every end is a key", (text) => {
    const found = findReferences(markdownBlocks(`blocked by 1 ${text}`), writer);
    expect(found.filter(({ end }) => !/^key:(?:jira|github):\S+$/u.test(end))).toEqual([]);
  });

  property.prop([anyNode])("is read without an error in Atlassian's format, whatever its shape", (node) => {
    const found = findReferences(descriptionBlocks(node), writer);
    expect(found.filter(({ end }) => !/^key:(?:jira|github):\S+$/u.test(end))).toEqual([]);
  });

  const code = { type: "codeBlock", content: [{ type: "text", text: "blocked by" }] };
  property.prop([anyNode])("is read alike beside code that contains a connector", (node) => {
    const found = findReferences(descriptionBlocks({ type: "doc", content: [node] }), writer);
    expect(found).toEqual(findReferences(descriptionBlocks({ type: "doc", content: [node, code] }), writer));
  });
});

const sentence = fc.constantFrom(
  "Blocked by LED-4",
  "Blocked by LED-4?",
  "It was blocked by LED-4",
  "Depends on #12, #13",
  "Not blocked by LED-4",
);
const paragraphs: fc.Arbitrary<readonly Part[]> = fc.array(
  fc.constantFrom("Some words.", "Is it done?", "If so, wait", "It was not", "Nobody knows").map((text) => p(text)),
  { maxLength: 4 },
);

describe("what a paragraph says", () => {
  property.prop([sentence, paragraphs, paragraphs])(
    "does not hang on the paragraphs around it",
    (text, before, after) => {
      const document = [...before, p(text), ...after];
      expect(asMarkdown(document)).toEqual(asMarkdown(text));
      expect(asAdf(document)).toEqual(asAdf(text));
    },
  );

  property.prop([paragraphs, paragraphs])(
    "nor a list on what is behind a rule or in front of its label",
    (before, after) => {
      const document = [...before, h("Blocked by"), ul("LED-4"), rule, ...after, p("LED-5")];
      expect([asMarkdown(document), asAdf(document)]).toEqual([["<LED-4"], ["<LED-4"]]);
    },
  );
});

/** Counts how often blocks are looked at. */
function counted(blocks: WrittenText): { readonly blocks: WrittenText; looks: number } {
  const count = { blocks, looks: 0 };
  const watched = blocks.map(
    (block): Block =>
      new Proxy(block, {
        get(target, name): unknown {
          if (name === "runs") count.looks += 1;
          return Reflect.get(target, name);
        },
      }),
  );
  return Object.assign(count, { blocks: watched });
}

function looksFor(blocks: WrittenText): number {
  const count = counted(blocks);
  findReferences(count.blocks, writer);
  return count.looks;
}

const item = (text: string): Block => ({ kind: "item", depth: 1, runs: [{ text }] });
const paragraph = (text: string): Block => ({ kind: "paragraph", depth: 0, runs: [{ text }] });

describe("cost", () => {
  test.each<[string, (size: number) => WrittenText]>([
    ["labels only", (size) => Array.from({ length: size }, () => paragraph("Blocked by:"))],
    ["labels that are items", (size) => Array.from({ length: size }, () => item("blocked by"))],
    ["one label, many items", (size) => [paragraph("Blocked by:"), ...Array.from({ length: size }, () => item("#7"))]],
    [
      "headings over everything",
      (size) =>
        Array.from({ length: size }, (_, n): Block =>
          n % 2 === 0 ? { kind: "heading", level: n, runs: [{ text: "Blocked by" }] } : item("x"),
        ),
    ],
  ])("of %s: twice the text, twice the looks", (_, build) => {
    const [once, twice] = [looksFor(build(2000)), looksFor(build(4000))];
    expect(twice).toBeLessThanOrEqual(2.2 * once);
    expect(twice).toBeLessThanOrEqual(4000 * 220);
  });

  const size = 18_000;
  test.each([
    ["opening brackets", "[".repeat(size)],
    ["closing brackets", "]".repeat(size)],
    ["brackets in brackets", "[".repeat(size / 2) + "]".repeat(size / 2)],
    ["quotations in quotations", ">".repeat(size)],
    ["spaced quotations", "> ".repeat(size / 2)],
    ["lists in lists on one line", "- ".repeat(size / 2)],
    ["numbers in numbers", "1. ".repeat(size / 3)],
    ["lists and quotations", "- > ".repeat(size / 4)],
    ["emphasis in emphasis", `${"*".repeat(size / 2)}a${"*".repeat(size / 2)}`],
    ["emphasis that never closes", "**a ".repeat(size / 4)],
    ["strikes", "~~a ".repeat(size / 4)],
    ["pictures", "![a](".repeat(size / 5)],
    ["tags", "<a href='".repeat(size / 9)],
    ["comments", "<!--".repeat(size / 4)],
    ["backticks", "` ".repeat(size / 2)],
    ["empty items", "-\n".repeat(size / 2)],
    ["lines", "a\n".repeat(size / 2)],
    ["rows", `|a|b|\n|-|-|\n${"|1|2|\n".repeat(size / 6)}`],
    ["footnotes", "[^a]: x\n\n".repeat(size / 9)],
    ["headings", "# a\n".repeat(size / 4)],
  ])("of %s: no part is long, deep or full of signs", (_, text) => {
    const parts = boundedParts(text);
    for (const part of parts) {
      const lines = part.split("\n");
      expect(part.length).toBeLessThanOrEqual(2 * longestPart);
      expect(part).not.toMatch(/^(?:[ \t]*(?:[-*+>]|\d+[.)])(?=[ \t>]|$)){7}/mu);
      for (const piece of part.split(/\n\s*\n/u)) {
        const ofTables = piece.startsWith("|") ? lines.length : 1;
        expect((piece.match(/[[\]*_~<!&\\@|`]/gu) ?? []).length).toBeLessThanOrEqual(200 * ofTables);
      }
    }
    expect(parts.join("").length).toBeLessThanOrEqual(2 * text.length);
    expect(findReferences(markdownBlocks(`${text}\n\nBlocked by #7`), writer).length).toBeLessThanOrEqual(1);
  });

  test("nesting without end ends, in Atlassian's format too", () => {
    let nested: object = { type: "paragraph", content: [{ type: "text", text: "Blocked by PAY-1" }] };
    for (let depth = 0; depth < 5000; depth += 1) nested = { type: "panel", content: [nested] };
    expect(descriptionBlocks({ type: "doc", content: [nested] })).toEqual([]);
  });
});

describe("a long text", () => {
  test("is read to its end, in parts, with lists and links over their borders", () => {
    const filler = `${"Words without end. ".repeat(40)}\n\n`;
    const text = `${filler.repeat(8)}Blocked by:\n\n- #7\n\n${filler.repeat(8)}Depends on [it][1].\n\n${filler.repeat(8)}[1]: https://github.com/acme/api/issues/9`;
    expect(findReferences(markdownBlocks(text), writer).map(({ end }) => end)).toEqual([
      "key:github:acme/web#7",
      "key:github:acme/api#9@github.com",
    ]);
  });

  test("that names no number or no connector is not parsed", () => {
    expect(markdownBlocks("Blocked by the vendor")).toEqual([]);
    expect(markdownBlocks("See #7")).toEqual([]);
  });
});
