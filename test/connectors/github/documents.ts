import { fc } from "@fast-check/vitest";
import type { Block, Document, Inline, Tone } from "../../../src/ports/document.ts";

/** Pieces that come alive somewhere in GitHub's way from text to page. */
const hostile = [
  "@octocat",
  "@acme/payments",
  "#12",
  "acme/api#7",
  "GH-26",
  "gh-1",
  "https://github.com/acme/api/issues/7",
  "http://a.example/?q=1&r=2",
  "www.example.com",
  "mail@example.com",
  "mailto:a@b.example",
  "xmpp:a@b.example",
  "0123456789abcdef0123456789abcdef01234567",
  "deadbee",
  ":tada:",
  "![x](https://a.example/x.png)",
  "[x](javascript:alert(1))",
  "<https://a.example>",
  "<img src=x onerror=alert(1)>",
  "<!-- signalbox:end -->",
  "<!--",
  "-->",
  "</details>",
  "<script>",
  "&lt;b&gt;",
  "&#64;octocat",
  "**bold**",
  "__init__",
  "~~gone~~",
  "`code`",
  "``",
  "|",
  String.raw`\|`,
  "\\",
  "[^1]",
  "[ ] task",
  "[x]: https://a.example",
  "$x$",
  "$$",
  "- item",
  "+ item",
  "* item",
  "1. first",
  "1) first",
  "# heading",
  "> quote",
  "---",
  "===",
  "```js",
  "~~~",
  "\n",
  "\r\n\r\n",
  "\t",
  "    ",
  " ",
  "\u202Eabc",
  "\u0000",
  "\uD800",
  "é漢🙂",
];

const piece = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "grapheme", maxLength: 8 }));
export const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
const tone = fc.constantFrom<Tone>("good", "warning", "bad", "neutral");
const urls = [
  "https://github.com/acme/api/issues/7",
  "https://acme.example/browse/PAY-12",
  "https://a.example/(x)?q=[1]|`2`&c=\\*_~",
  "javascript:alert(1)",
  "not an address",
];

const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({ type: fc.constant("text"), text }),
  fc.record({ type: fc.constant("strong"), text }),
  fc.record({ type: fc.constant("code"), text }),
  fc.record({ type: fc.constant("link"), text, url: fc.constantFrom(...urls) }),
  fc.record({ type: fc.constant("badge"), text, tone }),
);
const line = fc.array(inline, { maxLength: 4 });

const omitted = fc.constantFrom(0, 3);
const simple: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant("heading"), level: fc.constantFrom<2 | 3>(2, 3), content: line }),
  fc.record({ type: fc.constant("paragraph"), content: line }),
  fc.record({ type: fc.constant("panel"), tone, paragraphs: fc.array(line, { maxLength: 3 }) }),
  fc.record({ type: fc.constant("list"), items: fc.array(line, { maxLength: 3 }), omitted }),
  fc.record({
    type: fc.constant("tasks"),
    items: fc.array(
      fc.record({
        id: fc.stringMatching(/^[\w-]+$/),
        content: line.map((words): Inline[] => [{ type: "text", text: "Do " }, ...words]),
        done: fc.boolean(),
      }),
      {
        maxLength: 3,
      },
    ),
  }),
  fc.record({
    type: fc.constant("table"),
    columns: fc.array(fc.record({ title: text, align: fc.constantFrom<"left" | "right">("left", "right") }), {
      minLength: 1,
      maxLength: 3,
    }),
    rows: fc.array(fc.array(line, { maxLength: 3 }), { maxLength: 3 }),
    omitted,
  }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 5, arbitrary: simple },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("details"),
      summary: text,
      blocks: fc.array(simple, { maxLength: 3 }),
    }),
  },
);

export const documents: fc.Arbitrary<Document> = fc.record({
  title: text,
  labels: fc.array(text, { maxLength: 3 }),
  blocks: fc.array(block, { maxLength: 6 }),
  stamp: line,
});
