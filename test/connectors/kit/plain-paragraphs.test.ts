import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parsedBlocks } from "../../../connectors/kit/markdown-blocks.ts";
import { plainGroups } from "../../../connectors/kit/plain-paragraphs.ts";

function grouped(markdown: string) {
  return plainGroups(markdown).flatMap((group) => ("plain" in group ? group.plain : parsedBlocks(group.markup)));
}

/** How many of the groups the parser must read. */
function markups(markdown: string): readonly string[] {
  return plainGroups(markdown).flatMap((group) => ("markup" in group ? [group.markup] : []));
}

const piece = fc.constantFrom(
  "Blocked by PAY-12",
  "Größe zählt",
  "so",
  "a.b",
  "It's #7!",
  "https://a.example/x?y=1",
  "www.a.example",
  "x@y.example",

  "- one",
  "1. two",
  "   three",
  "    code",
  "# Title",
  "===",
  "---",
  "| a |",
  "|---|",
  "> said",
  "~~~",
  "~~gone~~",

  "**b**",
  "`c`",
  "[1]",
  "[1]: https://b.example",
  "[^1]",
  "[^1]: note",
  "![i](j)",
  "\\#",
  "&amp;",
  "<del>",
  "</del>",
  "<!-- x",
  "<pre>",
  "\t",
  " ",
  "  ",
  "\r",
  "\0",
  ":",
  "_",
  "*",
  "\u00A0",
  "\uFEFF",
  "\u2028",
);
const joint = fc.constantFrom(" ", "", "\n", "\n\n", "\n \n", "  \n", " \n", "\n\n\n", "\n\t\n");
const text = fc
  .array(fc.tuple(piece, joint), { maxLength: 16 })
  .map((pairs) => pairs.map((pair) => pair.join("")).join(""));

describe("plainGroups", () => {
  property.prop([text], { numRuns: 500 })("finds the blocks that the parser finds in the whole text", (markdown) => {
    expect(grouped(markdown)).toEqual(parsedBlocks(markdown));
  });

  test("needs no parser for plain sentences", () => {
    const markdown =
      'Orders fail (12 %), says "Ann".\nSee https://a.example/browse/PAY-1, please!\n\nBlocked by PAY-12\n';
    expect(markups(markdown)).toEqual([]);
    expect(grouped(markdown)).toEqual([
      {
        kind: "paragraph",
        depth: 0,
        runs: [{ text: 'Orders fail (12 %), says "Ann".\nSee https://a.example/browse/PAY-1, please!' }],
      },
      { kind: "paragraph", depth: 0, runs: [{ text: "Blocked by PAY-12" }] },
    ]);
  });

  test("needs the parser for the paragraphs with markup alone", () => {
    expect(markups("Why\n\n## Done when\n\n- [ ] it works\n\nBlocked by PAY-12\n\nand **not** by PAY-13")).toEqual([
      "## Done when\n\n- [ ] it works",
      "and **not** by PAY-13",
    ]);
  });

  test.each(["Why\n\n<del>\n\nBlocked by PAY-12\n\n</del>", "See [1]\n\nBlocked by PAY-12\n\n[1]: https://a.example"])(
    "needs the parser for all of %j",
    (markdown) => {
      expect(markups(markdown)).toEqual([markdown]);
    },
  );
});
