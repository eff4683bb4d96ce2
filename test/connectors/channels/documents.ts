import type { Document } from "../../../src/ports/document.ts";

const hostile = 'Pay *now* <@U1> <script>alert("x")</script> [a](javascript:b) | `c` _d_ & "e"';

/** Every kind of block and inline, with words that would like to be markup. */
export const everyBlock: Document = {
  title: `Payments: ${hostile}`,
  labels: [],
  blocks: [
    {
      type: "panel",
      tone: "bad",
      paragraphs: [
        [
          { type: "strong", text: "Off track: " },
          { type: "text", text: hostile },
        ],
      ],
    },
    { type: "heading", level: 2, content: [{ type: "text", text: "To decide" }] },
    {
      type: "list",
      items: [
        [
          { type: "badge", text: "conflict", tone: "bad" },
          { type: "text", text: " " },
          { type: "link", text: hostile, url: "https://acme.example/browse/PAY-1?a=(b)&c=<d>|e" },
        ],
        [
          { type: "link", text: "no address", url: "javascript:alert(1)" },
          { type: "code", text: hostile },
        ],
      ],
      omitted: 3,
    },
    {
      type: "table",
      columns: [
        { title: "Team", align: "left" },
        { title: "Points", align: "right" },
      ],
      rows: [[[{ type: "text", text: hostile }], [{ type: "strong", text: "3/5" }]]],
      omitted: 1,
    },
    { type: "details", summary: hostile, blocks: [{ type: "paragraph", content: [{ type: "text", text: "inside" }] }] },
  ],
  stamp: [{ type: "text", text: "Figures as of today." }],
};
