import { wikiBlocks } from "../../../connectors/jira/wiki/read.ts";
import { descriptionBlocks } from "../../../connectors/jira/adf-blocks.ts";
import { markdownBlocks } from "../../../connectors/kit/markdown-blocks.ts";
import { keyRefParts } from "../../../src/domain/ids.ts";
import { findReferences } from "../../../src/domain/references/references.ts";
import type { Writer } from "../../../src/domain/references/subject.ts";
import type { WrittenText } from "../../../src/domain/references/written.ts";

/** A document that is written in Markdown and in Atlassian's format alike. */
export type Part = { readonly markdown: string; readonly wiki: string; readonly adf: object };
type Inline = { readonly markdown: string; readonly wiki: string; readonly adf: readonly object[] };
export type Words = string | Part;

/** Whose text it is: acme/web#1, and LED-1 in Jira. */
export const writer: Writer = {
  repo: "acme/web",
  isOwn: (end) => /^key:(?:jira:LED-1|github:acme\/web#1)(?:@|$)/u.test(end),
};

export const site = "https://acme.atlassian.net";

function text(words: string): Inline {
  const lines = words.split("\n").map((line) => ({ type: "text", text: line }));
  return {
    markdown: words,
    wiki: words,
    adf: lines.flatMap((line, index) => (index === 0 ? [line] : [{ type: "hardBreak" }, line])),
  };
}

function inline(words: readonly Words[]): Inline {
  const parts = words.map((word): Inline => (typeof word === "string" ? text(word) : { ...word, adf: [word.adf] }));
  const nodes = parts.flatMap(({ adf }) => adf);
  return {
    markdown: parts.map(({ markdown }) => markdown).join(""),
    wiki: parts.map(({ wiki }) => wiki).join(""),
    adf: nodes.filter((node) => !("text" in node && node.text === "")),
  };
}

type Signs = { readonly markdown: string; readonly wiki: readonly [string, string] };

function marked(signs: Signs, mark: object): (words: string) => Part {
  const { markdown: sign, wiki } = signs;
  return (words) => ({
    markdown: `${sign}${words}${sign}`,
    wiki: wiki.join(words),
    adf: { type: "text", text: words, marks: [mark] },
  });
}

export const bold = marked({ markdown: "**", wiki: ["*", "*"] }, { type: "strong" });
export const struck = marked({ markdown: "~~", wiki: ["-", "-"] }, { type: "strike" });
export const code = marked({ markdown: "`", wiki: ["{{", "}}"] }, { type: "code" });

export function link(words: string, href: string): Part {
  return {
    markdown: `[${words}](${href})`,
    wiki: `[${words}|${href}]`,
    adf: { type: "text", text: words, marks: [{ type: "link", attrs: { href } }] },
  };
}

/** A pasted address: a smart link in Jira. */
export function card(url: string): Part {
  return { markdown: url, wiki: url, adf: { type: "inlineCard", attrs: { url } } };
}

export function p(...words: readonly Words[]): Part {
  const { markdown, wiki, adf } = inline(words);
  return { markdown: `${markdown}\n`, wiki: `${wiki}\n`, adf: { type: "paragraph", content: adf } };
}

export function h(...words: readonly Words[]): Part {
  const { markdown, wiki, adf } = inline(words);
  return {
    markdown: `### ${markdown}\n`,
    wiki: `h3. ${wiki}\n`,
    adf: { type: "heading", attrs: { level: 3 }, content: adf },
  };
}

type Items = readonly (Words | readonly Part[])[];

function list(type: string, bullet: string, items: Items): Part {
  const parts = items.map((item): Part => {
    const content = typeof item === "string" || "adf" in item ? [p(item)] : item;
    const lines = content
      .map(({ markdown }) => markdown.trimEnd())
      .join("\n")
      .split("\n");
    return {
      markdown: `${bullet}${lines.join(`\n${" ".repeat(bullet.length)}`)}\n`,
      wiki: inWikiList(bullet === "- " ? "*" : "#", content),
      adf: { type: "listItem", content: content.map(({ adf }) => adf) },
    };
  });
  return {
    markdown: parts.map(({ markdown }) => markdown).join(""),
    wiki: parts.map(({ wiki }) => wiki).join(""),
    adf: { type, content: parts.map(({ adf }) => adf) },
  };
}

/** The first line of an item has its bullet, a list in it one more; other lines continue the item. */
function inWikiList(bullet: string, content: readonly Part[]): string {
  const lines = content.flatMap(({ wiki }) => wiki.trimEnd().split("\n"));
  const marked = lines.map((line, place) => {
    if (/^[*#]+ /u.test(line)) return `${bullet}${line}`;
    return place === 0 ? `${bullet} ${line}` : line;
  });
  return `${marked.join("\n")}\n`;
}

export const ul = (...items: Items) => list("bulletList", "- ", items);
export const ol = (...items: Items) => list("orderedList", "1. ", items);

/** Action items; those that begin with `x ` are ticked. */
export function tasks(...items: readonly string[]): Part {
  const bare = (item: string) => item.replace(/^x /u, "");
  const isDone = (item: string) => item.startsWith("x ");
  return {
    markdown: items.map((item) => `- [${isDone(item) ? "x" : " "}] ${bare(item)}\n`).join(""),
    wiki: items.map((item) => `* (${isDone(item) ? "/" : " "}) ${bare(item)}\n`).join(""),
    adf: {
      type: "taskList",
      content: items.map((item) => ({
        type: "taskItem",
        attrs: { localId: item, state: isDone(item) ? "DONE" : "TODO" },
        content: [{ type: "text", text: bare(item) }],
      })),
    },
  };
}

export function table(...rows: readonly (readonly Words[])[]): Part {
  const cells = rows.map((row) => row.map((cell) => inline([cell])));
  const lines = cells.map((row) => `| ${row.map(({ markdown }) => markdown).join(" | ")} |`);
  const [head = "", ...rest] = lines;
  return {
    markdown: [head, `|${"---|".repeat(rows[0]?.length ?? 0)}`, ...rest, ""].join("\n"),
    wiki: cells.map((row, n) => wikiRow(row, n === 0 ? "||" : "|")).join(""),
    adf: {
      type: "table",
      content: cells.map((row, index) => ({
        type: "tableRow",
        content: row.map(({ adf }) => ({
          type: index === 0 ? "tableHeader" : "tableCell",
          content: [{ type: "paragraph", content: adf }],
        })),
      })),
    },
  };
}

function wikiRow(cells: readonly Inline[], bar: string): string {
  return `${bar}${cells.map(({ wiki }) => wiki || " ").join(bar)}${bar}\n`;
}

export function quote(words: string): Part {
  return {
    markdown: `> ${words}\n`,
    wiki: `{quote}\n${words}\n{quote}\n`,
    adf: { type: "blockquote", content: [p(words).adf] },
  };
}

export function codeBlock(words: string): Part {
  return {
    markdown: `\`\`\`\n${words}\n\`\`\`\n`,
    wiki: `{code}\n${words}\n{code}\n`,
    adf: { type: "codeBlock", content: [{ type: "text", text: words }] },
  };
}

export const rule: Part = { markdown: "---\n", wiki: "----\n", adf: { type: "rule" } };

/** A phrase, or the parts of a document. */
export type Document = string | readonly Part[];

function partsOf(document: Document): readonly Part[] {
  return typeof document === "string" ? [p(document)] : document;
}

/** `<PAY-1` for what the item waits for, `>PAY-1` for what waits for it; after `@` the site of an address. */
function told(blocks: WrittenText): readonly string[] {
  return findReferences(blocks, writer).map(({ means, end }) => {
    const { key, site: at } = keyRefParts(end);
    return `${means === "blocks" ? ">" : "<"}${key}${at === null ? "" : `@${at}`}`;
  });
}

export function asMarkdown(document: Document): readonly string[] {
  return told(
    markdownBlocks(
      partsOf(document)
        .map(({ markdown }) => markdown)
        .join("\n"),
    ),
  );
}

export function asWiki(document: Document): readonly string[] {
  const parts = partsOf(document).map(({ wiki }) => wiki);
  return told(wikiBlocks(parts.join("\n")));
}

export function asAdf(document: Document): readonly string[] {
  return told(descriptionBlocks({ type: "doc", version: 1, content: partsOf(document).map(({ adf }) => adf) }));
}
