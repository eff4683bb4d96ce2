import { test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../../connectors/github/render.ts";
import type { Block, Document, Inline, Tone } from "../../../src/ports/document.ts";
import { documents, text } from "./documents.ts";
import { aliveIn, nodesOf, pageOf, textOf } from "./markdown-page.ts";

const github = "https://github.com";
const emoji: Readonly<Record<Tone, string>> = { good: "🟢", warning: "🟡", bad: "🔴", neutral: "⚪" };
const alerts: Readonly<Record<Tone, string>> = { good: "TIP", warning: "WARNING", bad: "CAUTION", neutral: "NOTE" };
const ours = new Set(
  "h2 h3 p ul li table thead tbody tr th td details summary strong b code a sub blockquote span input html head body".split(
    " ",
  ),
);

function rendered(blocks: readonly Block[], stamp: readonly Inline[] = []): string {
  return renderMarkdown({ title: "", labels: [], blocks, stamp }, github).body;
}

function paragraph(...content: readonly Inline[]): Block {
  return { type: "paragraph", content };
}

describe("every text of a document is data", () => {
  propertyTest.prop([documents])("nothing but our own elements stands on the page", (document) => {
    const page = pageOf(renderMarkdown(document, github).body);
    const tags = [...nodesOf(page)].flatMap(([{ tagName }]) => tagName ?? []);
    expect(tags.filter((tag) => !ours.has(tag))).toEqual([]);
    const boxes = boxesIn(document.blocks);
    expect(tags.filter((tag) => tag === "input")).toHaveLength(boxes);
    expect([...nodesOf(page)].filter(([{ type }]) => type === "comment").length).toBe(
      seamsBetweenLists(document.blocks) + boxes,
    );
  });

  propertyTest.prop([documents])("links lead where the document says and nowhere else", (document) => {
    const page = pageOf(renderMarkdown(document, github).body);
    const targets = [...nodesOf(page)].flatMap(([{ properties }]) => properties?.["href"] ?? []);
    const allowed = new Set<unknown>([
      "https://redirect.github.com/acme/api/issues/7",
      "https://acme.example/browse/PAY-12",
      "https://a.example/%28x%29?q=%5B1%5D%7C%602%60&c=%5C%2A%5F%7E",
    ]);
    expect(targets.filter((target) => !allowed.has(target))).toEqual([]);
  });

  propertyTest.prop([documents])("GitHub's own filters find nothing to act on", (document) => {
    expect(aliveIn(pageOf(renderMarkdown(document, github).body))).toEqual([]);
  });

  propertyTest.prop([documents])("the reader sees all of it and nothing else", (document) => {
    const page = pageOf(renderMarkdown(document, github).body);
    expect(visible(textOf(page))).toBe(visible(wordsOf(document)));
  });

  propertyTest.prop([documents])("the same document gives the same bytes", (document) => {
    expect(renderMarkdown(document, github)).toEqual(renderMarkdown(structuredClone(document), github));
  });

  propertyTest.prop([text])("a title is one line that fits", (title) => {
    const line = renderMarkdown({ title, labels: [], blocks: [], stamp: [] }, github).title;
    expect(line).not.toMatch(/[\r\n]/u);
    expect(line.length).toBeLessThanOrEqual(256);
  });
});

describe("what a document becomes", () => {
  const table: Block = {
    type: "table",
    columns: [
      { title: "Item", align: "left" },
      { title: "Points", align: "right" },
    ],
    rows: [[[{ type: "link", text: "acme/api#7", url: `${github}/acme/api/issues/7` }], [{ type: "text", text: "5" }]]],
    omitted: 2,
  };

  test.each<[string, Block, string]>([
    ["heading", { type: "heading", level: 2, content: [{ type: "text", text: "Progress" }] }, "## Progress"],
    [
      "panel",
      {
        type: "panel",
        tone: "bad",
        paragraphs: [
          [
            { type: "strong", text: "Off track: " },
            { type: "text", text: "why." },
          ],
          [{ type: "text", text: "more" }],
        ],
      },
      "> [!CAUTION]\n> **Off track:** why.\n>\n> more",
    ],
    [
      "list",
      { type: "list", items: [[{ type: "badge", text: "Done", tone: "good" }]], omitted: 3 },
      "- 🟢\u00a0Done\n- \\+3 more",
    ],
    [
      "table",
      table,
      "| Item | Points |\n| :--- | ---: |\n| [acme/api#&#8203;7](https://redirect.github.com/acme/api/issues/7) | 5 |\n\n\\+2 more",
    ],
    [
      "details",
      { type: "details", summary: "3 < 4", blocks: [paragraph({ type: "code", text: "a_b" })] },
      "<details>\n<summary>3 &lt; 4</summary>\n\n`a_b`\n\n</details>",
    ],
  ])("%s", (_, block, markdown) => {
    expect(rendered([block])).toBe(markdown);
  });

  test("the stamp is a last small line", () => {
    expect(rendered([paragraph({ type: "text", text: "a" })], [{ type: "text", text: "As of noon." }])).toBe(
      "a\n\n<sub>As of noon.</sub>",
    );
  });

  test.each([
    [
      "its issue goes through our endpoint",
      "/acme/api/issues/7",
      "[x](https://sb.example/to/hub/acme/api/issues/7)",
      "x",
    ],
    ["its pull request is named alone", "/acme/api/pull/7", "x", "x"],
    [
      "a comment of it leads to the issue",
      "/acme/api/issues/7#issuecomment-1",
      "[x](https://sb.example/to/hub/acme/api/issues/7)",
      "x",
    ],
    [
      "a page that keeps no backlinks is linked",
      "/acme/api",
      "[x](https://git.acme.example/acme/api)",
      "[x](https://git.acme.example/acme/api)",
    ],
  ])("an Enterprise Server has no redirect host: %s", (_, path, through, alone) => {
    const blocks = [paragraph({ type: "link", text: "x", url: `https://git.acme.example${path}` })];
    const document = { title: "", labels: [], blocks, stamp: [] };
    const site = "https://git.acme.example";
    expect(renderMarkdown(document, site, "https://sb.example/to/hub").body).toBe(through);
    expect(renderMarkdown(document, site).body).toBe(alone);
  });

  test("a server whose address has a path, or another site, is told apart", () => {
    const link = (url: string, webUrl: string) =>
      renderMarkdown(
        { title: "", labels: [], blocks: [paragraph({ type: "link", text: "x", url })], stamp: [] },
        webUrl,
      ).body;
    expect(link("http://127.0.0.1:4400/github/acme/api/issues/7", "http://127.0.0.1:4400/github")).toBe("x");
    expect(link("https://acme.example/browse/PAY-12", "https://git.acme.example")).toBe(
      "[x](https://acme.example/browse/PAY-12)",
    );
  });
});

describe("size", () => {
  test.each(["x", "漢", "@a ", "|"])("rows of %s stay within GitHub's limits, cut by rows", (word) => {
    const cell: readonly Inline[] = [{ type: "text", text: word.repeat(50) }];
    const table: Block = {
      type: "table",
      columns: [{ title: "Item", align: "left" }],
      rows: Array.from({ length: 3000 }, () => [cell]),
      omitted: 0,
    };
    const body = rendered([table]);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(200_000);
    const rows = [...nodesOf(pageOf(body))].filter(([{ tagName }]) => tagName === "tr").length - 1;
    expect(body).toContain(`+${3000 - rows} more`);
  });
});

/** Without what shows nothing: spaces, and gaps of no width. */
function visible(words: string): string {
  return words.toWellFormed().replaceAll(/[\s\p{Cc}\u200B\u202A-\u202E\u2066-\u2069]/gu, "");
}

function wordsOf(document: Document): string {
  return document.blocks.map(blockWords).join("") + lineWords(document.stamp);
}

function blockWords(block: Block): string {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return lineWords(block.content);
    case "panel": {
      const words = block.paragraphs.map(lineWords).join("");
      return visible(words) === "" ? "" : `[!${alerts[block.tone]}]${words}`;
    }
    case "list":
      return block.items.map(lineWords).join("") + more(block.items.length, block.omitted);
    case "tasks":
      return block.items.map(({ content }) => lineWords(content)).join("");
    case "table": {
      const cells = block.rows.flatMap((row) => row.slice(0, block.columns.length)).map(lineWords);
      return block.columns.map(({ title }) => title).join("") + cells.join("") + more(block.rows.length, block.omitted);
    }
    case "details":
      return block.summary + block.blocks.map(blockWords).join("");
    default:
      return block satisfies never;
  }
}

function lineWords(line: readonly Inline[]): string {
  return line.map((inline) => (inline.type === "badge" ? emoji[inline.tone] + inline.text : inline.text)).join("");
}

function more(shown: number, omitted: number): string {
  if (omitted === 0) return "";
  return shown === 0 ? `${omitted}notshownhere` : `+${omitted}more`;
}

/** Lists that follow each other are kept apart by an empty comment. */
function boxesIn(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => {
    if (block.type === "tasks") return sum + block.items.length;
    return block.type === "details" ? sum + boxesIn(block.blocks) : sum;
  }, 0);
}

function seamsBetweenLists(blocks: readonly Block[]): number {
  const shown = blocks.filter(
    (block) => block.type === "details" || visible(blockWords(block)) !== "" || block.type === "table",
  );
  const isList = (block: Block | undefined) => block?.type === "list" || block?.type === "tasks";
  const seams = shown.filter((block, place) => isList(block) && isList(shown[place - 1])).length;
  return (
    seams + shown.reduce((sum, block) => sum + (block.type === "details" ? seamsBetweenLists(block.blocks) : 0), 0)
  );
}
