import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOwn, managedPart, replaceManaged } from "../../../connectors/jira/managed-part.ts";
import { withMarks, markerHash } from "../../../connectors/jira/markers.ts";
import { Issue } from "../../../connectors/jira/schema.ts";
import { rawIssue } from "./acme.ts";
import { textNodes } from "../../../connectors/jira/adf.ts";
import { adfOf } from "../../../connectors/jira/write-outcome.ts";
import { renderJira } from "../../../connectors/jira/render.ts";
import { keepTicks } from "../../../connectors/jira/ticks.ts";
import { anyDocument } from "./documents.ts";

const marker = "rollup:payments:PMO";

function managed(words: string, from = marker) {
  const nodes = withMarks([{ type: "paragraph", content: [{ type: "text", text: words }] }], from);
  return nodes.map((node) => ({ ...node }));
}

const people = (words: string) => ({ type: "paragraph", content: [{ type: "text", text: words }] });

/** What Jira does to a document it stores. */
function normalised(content: readonly (object | undefined)[]): unknown {
  const marked = content.map((block, n) => ({ ...block, attrs: { localId: `id-${n}` } }));
  return { type: "doc", version: 1, content: marked };
}

describe("the managed part", () => {
  test("is replaced, what people wrote round it stays", () => {
    const standing = normalised([people("before"), ...managed("old"), people("after"), { type: "rule" }]);
    const next = replaceManaged(standing, managed("new"), marker) ?? [];
    expect(next.slice(1, -2)).toEqual(managed("new"));
    expect(next[0]).toMatchObject(people("before"));
    expect(next.at(-2)).toMatchObject(people("after"));
    expect(next.at(-1)).toMatchObject({ type: "rule" });
    expect(JSON.stringify(next)).not.toContain("old");
  });

  test("survives lines that Jira cut into several text nodes", () => {
    const [begin, words, end] = managed("old").map((block) => {
      const pieces = block.content?.[0]?.text?.split(/(?<= )/) ?? [];
      return { type: "paragraph", content: pieces.flatMap((text) => textNodes(text)) };
    });
    expect(end?.content.length).toBeGreaterThan(5);
    expect(replaceManaged(normalised([begin, words, end]), managed("new"), marker)).toEqual(managed("new"));
  });

  test("shows its two lines small, once each, the first a word", () => {
    const [begin, , end] = managed("words");
    expect(begin?.content).toMatchObject([{ text: "▾ Signalbox" }]);
    expect(end?.content).toMatchObject([
      {
        text: `▴ Signalbox: write above or below, what is in between is replaced. (${markerHash(marker).slice(0, 6)})`,
      },
    ]);
    for (const line of [begin, end]) {
      expect(line?.content?.[0]?.marks?.map(({ type }) => type)).toEqual(["subsup", "textColor"]);
    }
  });

  test("of another rollup that people copied beside it is theirs", () => {
    const copy = managed("copied", "rollup:other:PMO");
    const standing = normalised([...copy, people("between"), ...managed("old"), ...copy]);
    const next = replaceManaged(standing, managed("new"), marker) ?? [];
    expect(next.slice(4, 7)).toEqual(managed("new"));
    expect(next).toHaveLength(10);
    expect(managedPart(standing, marker)).toHaveLength(3);
    expect(managedPart(standing, "rollup:other:PMO")).toEqual([]);
  });

  const [begin, body, end] = managed("old");
  test.each<[string, unknown]>([
    ["nothing is there", null],
    ["the text is a plain string", "signalbox:begin"],
    ["the beginning is gone", normalised([body, end])],
    ["the end is gone", normalised([begin, body])],
    ["the marks are turned round", normalised([end, body, begin])],
    ["the part is there twice", normalised([...managed("a"), ...managed("b")])],
    ["it is somebody else's part", normalised(managed("old", "rollup:other:PMO"))],
    ["another's begin stands in it", normalised([begin, managed("x", "rollup:other:PMO")[0], body, end])],
    ["only another's end is left", normalised([begin, body, managed("x", "rollup:other:PMO")[2]])],
    [
      "its end was rewritten",
      normalised([begin, body, people("▴ Signalbox: write above or below, what is in between is replaced.")]),
    ],
    ["a mark was moved into a quotation", normalised([{ type: "blockquote", content: [begin] }, body, end])],
  ])("is not touched where %s", (_, standing) => {
    expect(replaceManaged(standing, managed("new"), marker)).toBeNull();
  });

  /** Word for word as the first version wrote them. */
  function firstVersion(words: string, from = marker) {
    const line = (text: string) => ({
      type: "paragraph",
      content: textNodes(text, [{ type: "subsup", attrs: { type: "sub" } }]),
    });
    return [
      line(`Signalbox keeps what follows up to date. signalbox:begin:${markerHash(from)}`),
      people(words),
      line(`Write above or below Signalbox's part: what is in between is replaced. signalbox:end:${markerHash(from)}`),
    ];
  }

  test("of the first version is recognised and gets the present lines", () => {
    const standing = normalised([people("before"), ...firstVersion("old"), people("after")]);
    const next = replaceManaged(standing, managed("new"), marker) ?? [];
    expect(next.slice(1, -1)).toEqual(managed("new"));
    expect([next[0], next.at(-1)]).toMatchObject([people("before"), people("after")]);
    expect(JSON.stringify(next)).not.toContain("signalbox:");
  });

  const [oldBegin, oldBody, oldEnd] = firstVersion("old");
  test.each<[string, unknown]>([
    ["its begin is gone", normalised([oldBody, oldEnd])],
    ["its end is gone", normalised([oldBegin, oldBody])],
    ["it is another's", normalised(firstVersion("old", "rollup:other:PMO"))],
    ["its begin is another's", normalised([firstVersion("x", "rollup:other:PMO")[0], oldBody, oldEnd])],
    ["a present one stands beside it", normalised([...firstVersion("old"), ...managed("new")])],
  ])("of the first version is not touched where %s", (_, standing) => {
    expect(replaceManaged(standing, managed("new"), marker)).toBeNull();
  });

  test("of any document is found again after it was stored", () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (first, second) => {
        const contentOf = (document: typeof first) => adfOf(renderJira(document, marker)).content;
        const before = [people("before"), ...contentOf(first), people("after")];
        const after = [people("before"), ...keepTicks(contentOf(second), contentOf(first)), people("after")];
        expect(replaceManaged({ content: before }, contentOf(second), marker)).toEqual(after);
      }),
    );
  });
});

describe("an issue is our own rollup", () => {
  const accountId = "557058:bot";
  const facts = { accountId } as Parameters<typeof isOwn>[1];
  const issue = (author: string, labels: readonly string[], description: unknown) =>
    Issue.parse(rawIssue(1, { creator: { accountId: author }, reporter: null, labels, description }));

  test.each([
    ["by author and label", issue(accountId, ["signalbox"], null), true],
    ["by author and text, where the project takes no labels", issue(accountId, [], normalised(managed("words"))), true],
    ["not by author alone", issue(accountId, ["other"], normalised([people("words")])), false],
    ["not by label and text alone", issue("someone", ["signalbox"], normalised(managed("words"))), false],
  ])("%s", (_, one, expected) => {
    expect(isOwn(one, facts)).toBe(expected);
  });
});
