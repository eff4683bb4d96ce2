import * as fc from "fast-check";
import type { Block, Document, Inline } from "../../../src/ports/document.ts";

/** Text as hostile people write it: markup, control characters, halves of characters, other writing directions. */
const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom("", " ", "\n\n", "\u202Eevil\u202C", "\uD83D", "@admin", "[~bot]", "{panel}", "!x.png!", "PAY-12"),
  fc.constantFrom(
    "h1. Loud",
    "bq. Said",
    "----",
    "(x) :) ;P",
    "*b* _e_ -s-",
    "||a||",
    "\\\\",
    "https://a.example",
    "{noformat}",
    "&#123;",
  ),
);

const tone = fc.constantFrom("good", "warning", "bad", "neutral");

const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({ type: fc.constantFrom("text", "strong", "code"), text: words }),
  fc.record({
    type: fc.constant("link" as const),
    text: words,
    url: fc.oneof(fc.webUrl(), fc.constantFrom("javascript:alert(1)", "not a url", "")),
  }),
  fc.record({ type: fc.constant("badge" as const), text: words, tone }),
);

const line = fc.array(inline, { maxLength: 4 });

const table: fc.Arbitrary<Block> = fc.record({
  type: fc.constant("table" as const),
  columns: fc.array(fc.record({ title: words, align: fc.constantFrom("left", "right") }), { maxLength: 5 }),
  rows: fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 12 }),
  omitted: fc.nat(9),
});

const simple: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant("heading" as const), level: fc.constantFrom(2, 3), content: line }),
  fc.record({ type: fc.constant("paragraph" as const), content: line }),
  fc.record({ type: fc.constant("panel" as const), tone, paragraphs: fc.array(line, { maxLength: 3 }) }),
  fc.record({ type: fc.constant("list" as const), items: fc.array(line, { maxLength: 12 }), omitted: fc.nat(9) }),
  fc.record({
    type: fc.constant("tasks" as const),
    items: fc.array(fc.record({ id: fc.stringMatching(/^[\w-]+$/), content: line, done: fc.boolean() }), {
      maxLength: 3,
    }),
  }),
  table,
);

const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 4, arbitrary: simple },
  fc.record({
    type: fc.constant("details" as const),
    summary: words,
    blocks: fc.array(simple, { maxLength: 3 }),
  }),
);

/** Any document a report could make, and many it could not. */
export const anyDocument: fc.Arbitrary<Document> = fc.record({
  title: words,
  labels: fc.array(words, { maxLength: 3 }),
  blocks: fc.array(block, { maxLength: 8 }),
  stamp: line,
});
