import { describe, expect, test } from "vitest";
import { htmlOf } from "../../../connectors/channels/html.ts";
import { slackBody } from "../../../connectors/channels/slack.ts";
import { teamsBody } from "../../../connectors/channels/teams.ts";
import type { Block, Document } from "../../../src/ports/document.ts";
import { listAt, textAt } from "../../support/json.ts";
import { everyBlock } from "./documents.ts";

function documentOf(...blocks: readonly Block[]): Document {
  return { ...everyBlock, title: "Payments", blocks };
}

const long: Block = {
  type: "list",
  items: Array.from({ length: 200 }, (_, place) => [
    { type: "link", text: `PAY-${place} ${"long ".repeat(20)}`, url: `https://acme.example/browse/PAY-${place}` },
  ]),
  omitted: 0,
};

const wholeAt: Block = {
  type: "paragraph",
  content: [
    { type: "text", text: "The whole rollup: " },
    { type: "link", text: "PMO-3", url: "https://acme.example/browse/PMO-3" },
  ],
};

/** A decision that ends many conflicts, and another one. */
const longLine: Block = {
  type: "list",
  items: [
    [
      { type: "text", text: "Now: " },
      ...Array.from({ length: 120 }, (_, place) => [
        { type: "link", text: `PAY-${place}`, url: `https://acme.example/browse/PAY-${place}` } as const,
        { type: "text", text: "; " } as const,
      ]).flat(),
    ],
    [{ type: "text", text: "Another one." }],
  ],
  omitted: 0,
};

function slackTexts(document: Document): readonly string[] {
  return listAt(slackBody(document), "blocks").map((block) => textAt(block, "text", "text") ?? "");
}

describe("Slack", () => {
  test("words of the document stay words: only our own links and marks are markup", () => {
    const [, panel, heading, list, ...others] = slackTexts(everyBlock);
    for (const text of [panel, list, ...others]) {
      expect(text).not.toContain("<@U1>");
      expect(text).not.toContain("<javascript:");
    }
    expect(panel).toMatch(/^🔴 \*Off track:\* Pay \u200b\*\u200bnow/u);
    expect(heading).toBe("*To decide*");
    expect(list).toContain("<https://acme.example/browse/PAY-1?a=(b)&amp;c=%3Cd%3E%7Ce|");
    expect(list?.split("\n")).toHaveLength(3);
    expect(list).toMatch(/\+3 more$/);
  });

  test("a table has the titles of its columns", () => {
    const table = slackTexts(everyBlock)[4]?.split("\n");
    expect(table?.[0]).toBe("*Team | Points*");
    expect(table?.[1]).toMatch(/^• Pay .* \| \*3\/5\*$/u);
    expect(table?.[2]).toBe("+1 more");
  });

  test("a text has 3,000 characters at most and ends with a whole line", () => {
    const [, list = ""] = slackTexts(documentOf(long));
    expect(list.length).toBeLessThanOrEqual(3000);
    const lines = list.split("\n");
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^• <https:\/\/acme\.example\/browse\/PAY-\d+\|.*>$/);
    expect(lines.at(-1)).toBe(`+${200 - (lines.length - 1)} more`);
  });

  test("a message has 50 blocks at most and a title of 150 characters", () => {
    const blocks = Array.from({ length: 80 }, (): Block => ({
      type: "paragraph",
      content: [{ type: "text", text: "x" }],
    }));
    const texts = slackTexts({ ...documentOf(...blocks), title: `${"a".repeat(148)}😀😀` });
    expect(texts).toHaveLength(50);
    expect(texts[0]).toBe(`${"a".repeat(148)}…`);
  });

  test("a message that is cut says so, and still leads to the whole", () => {
    const texts = slackTexts(documentOf(...Array.from({ length: 80 }, () => wholeAt), wholeAt));
    expect(texts.slice(-3)).toEqual([
      "Left out of this message: 34 parts.",
      "The whole rollup: <https://acme.example/browse/PMO-3|PMO-3>",
      "Figures as of today.",
    ]);
  });

  test("a line that alone is too long keeps its beginning, and the lines after it", () => {
    const [, list = ""] = slackTexts(documentOf(longLine));
    expect(list.length).toBeLessThanOrEqual(3000);
    expect(list).toMatch(/^• Now: <https:\/\/acme\.example\/browse\/PAY-0\|PAY-0>; .*PAY-\d+>;…\n• Another one\.$/u);
  });
});

describe("Teams", () => {
  test("words of the document stay words: only our own links and bold words are markup", () => {
    const body = JSON.stringify(teamsBody(everyBlock));
    expect(body).toContain(String.raw`Pay \\*now\\* \\<@U1\\>`);
    expect(body).not.toMatch(/\]\(javascript/);
    expect(body).toContain("](https://acme.example/browse/PAY-1?a=%28b%29&c=%3Cd%3E|e)");
    expect(body).toContain(`"style":"attention"`);
    expect(body).toContain("- +3 more");
  });

  test("a table has the titles of its columns", () => {
    const body = JSON.stringify(teamsBody(everyBlock));
    expect(body).toContain(String.raw`"text":"Team \\| Points","wrap":true,"weight":"Bolder"`);
    expect(body).toMatch(/"text":"- Pay [^"]*(?:\\"[^"]*)* \\\\\| \*\*3\/5\*\*\\n- \+1 more"/u);
  });

  test("a message stays below 28 KB", () => {
    const body = JSON.stringify(teamsBody(documentOf(...Array.from({ length: 20 }, () => long))));
    expect(body.length).toBeLessThanOrEqual(28_000);
    expect(body).toContain("PAY-0");
  });

  test("a message that is cut says so, and still leads to the whole", () => {
    const body = JSON.stringify(teamsBody(documentOf(...Array.from({ length: 20 }, () => long), wholeAt)));
    expect(body).toMatch(/Left out of this message: \d+ parts\..*The whole rollup: \[PMO.*Figures as of today/u);
  });

  test("a line that alone is too long keeps its beginning", () => {
    const body = JSON.stringify(teamsBody(documentOf(longLine)));
    expect(body).toMatch(/- Now: \[PAY.{1,5}-0\].*PAY.{1,5}-30\].*…/u);
  });

  test("which are bytes, not letters", () => {
    const emoji = { type: "paragraph", content: [{ type: "text", text: "😀".repeat(500) }] } as const;
    const body = JSON.stringify(teamsBody(documentOf(...Array.from({ length: 20 }, () => emoji))));
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(28_000);
    expect(body).toContain("😀");
  });
});

describe("mail", () => {
  test("words of the document are no HTML, and only web addresses are links", () => {
    const html = htmlOf(everyBlock);
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    expect(html).not.toContain('href="javascript:');
    expect(html).toContain('href="https://acme.example/browse/PAY-1?a=(b)&amp;c=&lt;d&gt;|e"');
    expect(html).toContain("<li>+3 more</li>");
    expect(html).toContain("<p>+1 more</p>");
    expect(html).toContain("text-align:right");
  });

  test("the same document gives the same bytes", () => {
    expect(htmlOf(everyBlock)).toBe(htmlOf(structuredClone(everyBlock)));
  });

  test("a colour comes with its background, so that a dark mail program hides no words", () => {
    expect(htmlOf(everyBlock)).toMatch(/<body style="[^"]*;color:#1f2328;background:#ffffff"/u);
  });
});
