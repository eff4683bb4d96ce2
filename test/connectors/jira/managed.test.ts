import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replaceManaged, withMarks } from "../../../connectors/jira/managed.ts";
import { textNodes } from "../../../connectors/jira/adf.ts";
import { adfOf } from "../../../connectors/jira/writing.ts";
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

  test("survives a line that Jira cut into several text nodes", () => {
    const [begin, ...rest] = managed("old");
    const words = begin?.content?.[0]?.text?.split(/(?<=:)/) ?? [];
    const cut = { type: "paragraph", content: words.flatMap((text) => textNodes(text)) };
    expect(words.length).toBeGreaterThan(1);
    expect(replaceManaged(normalised([cut, ...rest]), managed("new"), marker)).toEqual(managed("new"));
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
    ["a mark was moved into a quotation", normalised([{ type: "blockquote", content: [begin] }, body, end])],
  ])("is not touched where %s", (_, standing) => {
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
