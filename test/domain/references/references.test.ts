import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";

import { markdownBlocks } from "../../../connectors/kit/markdown-blocks.ts";
import { findReferences, type Reference } from "../../../src/domain/references/references.ts";

function found(text: string, repo: string | null = null): readonly Reference[] {
  return findReferences(markdownBlocks(text), { repo, isOwn: () => false });
}

/** `<key>` for what the item waits for, `>key` for what waits for it. */
function read(text: string, repo: string | null = "acme/web"): string[] {
  return found(text, repo).map(({ means, end }) => (means === "blocks" ? `>${end}` : `<${end}`));
}

describe("references in text", () => {
  test.each<[string, string[]]>([
    ["Blocked by PAY-12", ["<key:jira:PAY-12"]],
    ["blocked by pay-12.", ["<key:jira:PAY-12"]],
    ["Depends on acme/api#7", ["<key:github:acme/api#7"]],
    ["This depends upon Acme/API#7, see there", ["<key:github:acme/api#7"]],
    ["dependent on #7", ["<key:github:acme/web#7"]],
    ["Both depend on PAY-1 or PAY-2", ["<key:jira:PAY-1", "<key:jira:PAY-2"]],
    ["It blocks PAY-1", [">key:jira:PAY-1"]],
    ["blocked by A-1, A-2 and #3", ["<key:jira:A-1", "<key:jira:A-2", "<key:github:acme/web#3"]],
    ["blocked by A-1; A-2 & A-3 + A-4, and A-5", [1, 2, 3, 4, 5].map((n) => `<key:jira:A-${n}`)],
    ["Blocked by the tickets PAY-1 and the task PAY-2", ["<key:jira:PAY-1", "<key:jira:PAY-2"]],
    [
      "**Blocked by:** [PAY-12](https://x.example/browse/PAY-12), #9",
      ["<key:jira:PAY-12@x.example", "<key:github:acme/web#9"],
    ],
    [
      "Blocked by <https://acme.atlassian.net/browse/PAY-12?focusedCommentId=1>",
      ["<key:jira:PAY-12@acme.atlassian.net"],
    ],
    ["blocks https://github.com/Acme/api/issues/77#issuecomment-1.", [">key:github:acme/api#77@github.com"]],
    ["blocks http://127.0.0.1:4000/github/acme/api/issues/77", [">key:github:acme/api#77@127.0.0.1:4000/github"]],
    ["Blocked by PAY-1\nBlocked by PAY-2", ["<key:jira:PAY-1", "<key:jira:PAY-2"]],
    ["closes #3\ndepends on #7", ["<key:github:acme/web#7"]],
    ["part of PAY-3\nblocks PAY-1", [">key:jira:PAY-1"]],
    ["Epic: PAY-3\ndepends on PAY-1", ["<key:jira:PAY-1"]],
    [
      "- blocks #8, #9 and acme/api#7\n  depends on PAY-1",
      [">key:github:acme/web#8", ">key:github:acme/web#9", ">key:github:acme/api#7", "<key:jira:PAY-1"],
    ],
    ["We cannot begin before August, because PAY-3\ndepends on PAY-1", []],
    [
      "Blocked by:\n- [ ] #7\n- [x] acme/api#8 with a title\n* PAY-9: more\n\n#10",
      ["<key:github:acme/web#7", "<key:github:acme/api#8", "<key:jira:PAY-9"],
    ],
    ["## Blocked by\r\n\r\n- #7\r\n", ["<key:github:acme/web#7"]],
  ])("%j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    "no longer blocked by PAY-1",
    "not blocked by PAY-1",
    "was blocked by PAY-1",
    "has never been blocked by PAY-1",
    "doesn't depend on PAY-1",
    "It does not depend on PAY-1",
    "unblocked by PAY-1",
    "unblocks PAY-1",
    "blocked by nobody, PAY-1 is done",
    "PAY-1",
    "> Blocked by PAY-1",
    "`Blocked by PAY-1`",
    "``Blocked by ` PAY-1``",
    "```\nBlocked by PAY-1\n```",
    "- item\n    ~~~~ text\n    ~~~\n    Blocked by PAY-1\n    ~~~~",
    "```js\nBlocked by PAY-1",
    "<!-- Blocked by PAY-1 -->",
    "<!-- Blocked by PAY-1",
    "Blocked by https://github.com/acme/api/pull/4",
    "Blocked by https://example.com/PAY-1",
    "blocked by #7a",
    "blocked by #0",
    "blocked by acme/api/x#7",
  ])("nothing in %j", (text) => {
    expect(read(text)).toEqual([]);
  });

  test.each([
    "a lone ` backtick, then Blocked by PAY-1",
    "`code`, Blocked by PAY-1, `code`",
    "`` ` ``Blocked by PAY-1",
    "`open\n\nBlocked by PAY-1 `",
    "```\ncode\n```\nBlocked by PAY-1",
    "```\n~~~\n```\nBlocked by PAY-1",
    "```inline``` Blocked by PAY-1",
    "> quoted\nBlocked by PAY-1",
    "<!-- template --> Blocked by PAY-1 <!-- -->",
  ])("one in %j", (text) => {
    expect(read(text)).toEqual(["<key:jira:PAY-1"]);
  });

  test.each<[string, string[]]>([
    ["#7 blocks this", ["<key:github:acme/web#7"]],
    ["- PAY-1 still blocks us!", ["<key:jira:PAY-1"]],
    ["#6 is done. acme/api#7 (the form) is blocking this story.", ["<key:github:acme/api#7"]],
    ["#7 no longer blocks this", []],
    ["#7 may be blocking this", []],
    ["#7 possibly blocks this", []],
    ["#7 was blocking this", []],
    ["Does #7 block this?", []],
    ["#7 blocks this?", []],
    ["#7 blocks this, but only the form", []],
    ["#7 blocks this way of working", []],
    ["#7 blocks #8 and this", []],
    ["phase-2 blocks this", []],
    ["Nothing blocks this", []],
    ["- #12 the page\n  - #7 blocks this", []],
    ['The label "#7 blocks this" is old', []],
  ])("of the provider's side: %j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ["Blocked by: PAY-1 - the cart, PAY-2 – the form; PAY-3 - the rest", [1, 2, 3].map((n) => `<key:jira:PAY-${n}`)],
    ["This is blocked by: #7 - the cart, acme/api#8 - b", ["<key:github:acme/web#7", "<key:github:acme/api#8"]],
    ["Blocks: PAY-1 - the cart, PAY-2 - the form", [">key:jira:PAY-1", ">key:jira:PAY-2"]],
    ["Blocked by: PAY-1 - the cart, PAY-2 - not a blocker", ["<key:jira:PAY-1"]],
    ["Blocked by: PAY-1 - the cart. PAY-2 - the form", ["<key:jira:PAY-1"]],
    ["Blocked by: PAY-1 - the cart, PAY-2 is next", ["<key:jira:PAY-1"]],
    ["This is blocked by PAY-1 - the cart, PAY-2 - the form - is free", ["<key:jira:PAY-1"]],
    ["Not blocked by: PAY-1 - the cart, PAY-2 - the form", []],
  ])("with titles behind a dash: %j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("of the provider's side keep their words", () => {
    expect(found("acme/api#7 is blocking this story.").map(({ phrase }) => phrase)).toEqual([
      "acme/api#7 is blocking this story",
    ]);
  });

  test("without a repository, a bare number belongs nowhere", () => {
    expect(read("blocked by #7, PAY-1", null)).toEqual(["<key:jira:PAY-1"]);
  });

  test("each key once per direction, with the words that said so", () => {
    const text = "Blocked by PAY-1. Depends on pay-1. Blocks PAY-1.";
    expect(found(text)).toEqual([
      { means: "blocked-by", end: "key:jira:PAY-1", phrase: "Blocked by PAY-1" },
      { means: "blocks", end: "key:jira:PAY-1", phrase: "Blocks PAY-1" },
    ]);
  });
});

/** Each would take minutes with a pattern that backtracks; all of them together take a fraction of a second. */
const hostile: readonly (readonly [string, string])[] = [
  ["one long word", "A".repeat(65_536)],
  ["a key that never ends", `blocked by ${"A".repeat(65_000)}`],
  ["a number that never ends", `blocked by A-${"1".repeat(65_000)}`],
  ["connectors only", "blocked by ".repeat(5_957)],
  ["lists in lists", "blocked by\n- #1 ".repeat(4_096)],
  ["one list", `blocked by #1${", #1".repeat(16_000)}`],
  ["backticks", "`".repeat(65_536)],
  ["backticks of every length", Array.from({ length: 360 }, (_, index) => "`".repeat(index + 1)).join(" ")],
  ["fences", "```\n~~~\n".repeat(8_192)],
  ["comments", "<!--".repeat(16_384)],
  ["empty lines", "\n ".repeat(32_768)],
  ["blanks", `blocked by${" ".repeat(65_000)}`],
  ["an address of many parts", `blocked by http://a/${"issues/".repeat(9_000)}`],
  ["addresses", "http://x/browse/ ".repeat(3_855)],
  ["owners", "a-".repeat(32_768)],
  ["repositories", "a/a".repeat(21_845)],
  ["brackets", `blocked by #1${"](".repeat(32_000)}`],
  ["negations", "not blocked by ".repeat(4_369)],
];

describe("hostile text", () => {
  test.each(hostile)("%s is read once", (_, text) => {
    expect(found(text, "acme/web").length).toBeLessThan(200);
  });

  property.prop([fc.string({ unit: "binary", maxLength: 300 })])("any text is read without an error", (text) => {
    const wrapped = `blocked by ${text} depends on #1`;
    for (const { end } of found(wrapped, "acme/web")) expect(end).toMatch(/^key:(jira|github):/u);
  });
});
