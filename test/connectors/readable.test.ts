import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { readableMarkdown } from "../../connectors/github/readable.ts";
import { renderMarkdown } from "../../connectors/github/render.ts";
import { readableAdf } from "../../connectors/jira/readable.ts";
import { renderAdf } from "../../connectors/jira/render.ts";
import { renderWiki } from "../../connectors/jira/wiki/render.ts";
import { tableLines } from "../../connectors/kit/text-layout.ts";
import type { Document, Inline } from "../../src/ports/document.ts";
import { anyDocument } from "./jira/documents.ts";

const words = (text: string): Inline => ({ type: "text", text });

const document: Document = {
  title: "Release train Payments: rollup",
  labels: [],
  blocks: [
    {
      type: "panel",
      tone: "bad",
      paragraphs: [
        [{ type: "strong", text: "Off track: " }, words("2 conflicts, a < b & c.")],
        [words("Iteration 3.")],
      ],
    },
    { type: "heading", level: 2, content: [words("Progress *as it is*")] },
    {
      type: "table",
      columns: [
        { title: "Team", align: "left" },
        { title: "Done", align: "right" },
      ],
      rows: [
        [[words("Checkout")], [words("5")]],
        [[words("Web")], [words("12 of 30")]],
      ],
      omitted: 0,
    },
    {
      type: "list",
      items: [
        [
          { type: "link", text: "PAY-1", url: "https://acme.example/browse/PAY-1" },
          words(" waits for @ledger "),
          { type: "badge", text: "To Do", tone: "neutral" },
        ],
        [{ type: "code", text: "a_b" }, words(" https://a.example is #12")],
      ],
      omitted: 3,
    },
    {
      type: "details",
      summary: "How figures are <counted>",
      blocks: [
        { type: "paragraph", content: [words("By status.")] },
        { type: "list", items: [[words("One.")]], omitted: 0 },
      ],
    },
    { type: "paragraph", content: [words("After it.")] },
  ],
  stamp: [words("Figures as of 24 Nov 2026.")],
};

const shown = (badge: string, table: readonly string[]) => [
  "| Off track: 2 conflicts, a < b & c.",
  "|",
  "| Iteration 3.",
  "",
  "## Progress *as it is*",
  "",
  ...table,
  "",
  `- PAY-1 waits for @ledger ${badge}`,
  "- a_b https://a.example is #12",
  "- +3 more",
  "",
  "> How figures are <counted>",
  "  By status.",
  "",
  "  - One.",
  "",
  "After it.",
  "",
  "Figures as of 24 Nov 2026.",
];

const adf = (content: unknown) => JSON.stringify({ type: "doc", version: 1, content });

describe("a rendered body reads as its readers see it", () => {
  test("on GitHub", () => {
    expect(readableMarkdown(renderMarkdown(document, "https://github.com").body)).toEqual(
      shown("⚪ To Do", ["Team          Done", "--------  --------", "Checkout         5", "Web       12 of 30"]),
    );
  });

  test("in Jira, where no cell is set to the right", () => {
    expect(readableAdf(JSON.stringify(renderAdf(document)))).toEqual(
      shown("[To Do]", ["Team      Done", "--------  --------", "Checkout  5", "Web       12 of 30"]),
    );
  });

  test("with lists and tables of which no line is shown", () => {
    const list = { type: "list", items: [], omitted: 20 } as const;
    const table = { type: "table", columns: [{ title: "Team", align: "left" }], rows: [], omitted: 4 } as const;
    const cut: Document = { ...document, stamp: [], blocks: [list, table, { ...table, plain: true }] };
    const bodies = [
      renderMarkdown(cut, "https://github.com").body,
      JSON.stringify(renderAdf(cut)),
      renderWiki(cut, "a").body,
    ];
    for (const body of bodies) {
      expect(body).toContain("20 not shown here");
      expect(body.match(/4 not shown here/g)).toHaveLength(2);
    }
  });

  test("with boxes to tick, lines broken and ruled off", () => {
    const box = (state: string, text: string) => ({
      type: "taskItem",
      attrs: { localId: "1", state },
      content: [{ type: "text", text }],
    });
    const broken = [{ type: "text", text: "a" }, { type: "hardBreak" }, { type: "text", text: "b" }];
    expect(
      readableAdf(
        adf([
          { type: "taskList", attrs: { localId: "0" }, content: [box("TODO", "Start"), box("DONE", "Stop")] },
          { type: "rule" },
          { type: "paragraph", content: broken },
          { type: "codeBlock", content: [{ type: "text", text: "Team  1\nWeb  12" }] },
          { type: "unheardOf", content: [{ type: "text", text: "still read" }] },
        ]),
      ),
    ).toEqual(["[ ] Start", "[x] Stop", "", "----", "", "a", "b", "", "Team  1", "Web  12", "", "still read"]);
    expect(
      readableMarkdown(
        "- [ ] Start\n- [x] Stop\n\n---\n\na<br>b\\\nc\n\n```\nTeam  1\nWeb  12\n```\n<!-- hidden -->\n\n| a |\n|---|\n| b<br>c |",
      ),
    ).toEqual([
      "[ ] Start",
      "[x] Stop",
      "",
      "----",
      "",
      "a",
      "b",
      "c",
      "",
      "Team  1",
      "Web  12",
      "",
      "a",
      "-----",
      "b / c",
    ]);
  });

  test("folded parts one after the other", () => {
    const fold = (name: string) => `<details>\n<summary>${name}</summary>\n\ninside ${name}\n\n</details>`;
    expect(readableMarkdown(`before\n\n${fold("A")}\n\n${fold("B")}`)).toEqual([
      "before",
      "",
      "> A",
      "  inside A",
      "",
      "> B",
      "  inside B",
    ]);
  });

  test.prop([anyDocument])("whatever it holds", (any) => {
    for (const lines of [
      readableMarkdown(renderMarkdown(any, "https://github.com").body),
      readableAdf(JSON.stringify(renderAdf(any))),
    ]) {
      expect(lines.filter((line) => /\n|<!--/u.test(line))).toEqual([]);
    }
  });

  test.prop([fc.array(fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9})?$/u), { minLength: 1, maxLength: 9 })])(
    "alike in both, where it is words",
    (texts) => {
      const plain: Document = {
        title: "",
        labels: [],
        blocks: [{ type: "list", items: texts.map((text) => [words(text)]), omitted: 0 }],
        stamp: [],
      };
      const wanted = texts.map((text) => `- ${text}`);
      expect(readableMarkdown(renderMarkdown(plain, "https://github.com").body)).toEqual(wanted);
      expect(readableAdf(JSON.stringify(renderAdf(plain)))).toEqual(wanted);
    },
  );
});

describe("a table of text", () => {
  test("keeps its columns where a cell stands alone, is short of others, or holds emoji", () => {
    const rows = [["Team", "Late"], ["🔴 Web", "1"], ["and a long word about all of the rest"], ["API"]];
    expect(tableLines({ align: ["left", "right"], rows })).toEqual([
      "Team    Late",
      "------  ----",
      "🔴 Web     1",
      "and a long word about all of the rest",
      "API",
    ]);
  });

  test("without rows is nothing", () => {
    expect(tableLines({ align: [], rows: [] })).toEqual([]);
  });
});
