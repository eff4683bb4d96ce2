import type { Block, Document, Inline } from "../../src/ports/document.ts";
import { badges } from "../kit/badges.ts";
import { clip } from "../kit/http-failure.ts";
import { webAddress } from "../kit/web-address.ts";
import { cutLines, cutParts, type Line } from "./cut.ts";

/** Slack's own limits: https://docs.slack.dev/reference/block-kit/blocks */
const longestText = 3000;
const longestHeader = 150;
const mostBlocks = 50;

/** A message in Slack's blocks. All of the document is data: its texts contain no active mention, channel or link. */
export function slackBody({ title, blocks, stamp }: Document): unknown {
  const all: readonly Block[] = [...blocks, { type: "paragraph", content: stamp }];
  const texts = all.map((block) => cutLines(linesOf(block), longestText)).filter((text) => text.trim() !== "");
  const sections = cutParts(
    texts,
    ({ length }) => length < mostBlocks,
    (words) => words,
  );
  return {
    text: escaped(title),
    unfurl_links: false,
    blocks: [
      { type: "header", text: { type: "plain_text", text: clip(title, longestHeader), emoji: false } },
      ...sections.map((text) => ({
        type: "section",
        text: { type: "mrkdwn", text, verbatim: true },
      })),
    ],
  };
}

function linesOf(block: Block): readonly Line[] {
  switch (block.type) {
    case "heading":
      return [[`*${escaped(plain(block.content))}*`]];
    case "paragraph":
      return [lineOf(block.content)];
    case "panel":
      return block.paragraphs.map((content, place) => [
        ...(place === 0 ? [`${badges[block.tone]} `] : []),
        ...lineOf(content),
      ]);
    case "list":
      return [...block.items.map((item) => ["• ", ...lineOf(item)]), ...more(block.omitted)];
    // Boxes appear only in the rollup: a message cannot send a tick back.
    case "tasks":
      return [];
    case "table":
      return [
        [`*${block.columns.map(({ title }) => escaped(title)).join(" | ")}*`],
        ...block.rows.map((row) => ["• ", row.map((cell) => lineOf(cell).join("")).join(" | ")]),
        ...more(block.omitted),
      ];
    case "details":
      return [[`*${escaped(block.summary)}*`], ...block.blocks.flatMap(linesOf)];
    default:
      return block satisfies never;
  }
}

function more(omitted: number): readonly Line[] {
  return omitted > 0 ? [[`+${omitted} more`]] : [];
}

function lineOf(content: readonly Inline[]): Line {
  return content.map(markOf);
}

function markOf(inline: Inline): string {
  const text = escaped(inline.text);
  switch (inline.type) {
    case "text":
      return text;
    case "strong":
      return text.trim() === "" ? text : `*${text.trim()}*${/\s$/u.test(text) ? " " : ""}`;
    case "code":
      return text;
    case "link":
      return linkOf(inline.url, text);
    case "badge":
      return `${badges[inline.tone]} ${text}`;
    default:
      return inline satisfies never;
  }
}

function plain(content: readonly Inline[]): string {
  return content.map(({ text }) => text).join("");
}

/** A web address as a link; encodes the bar, which would end it. Other addresses become their text. */
function linkOf(address: string, text: string): string {
  const url = webAddress(address);
  return url === null
    ? text
    : `<${url.href.replaceAll("|", "%7C").replaceAll("&", "&amp;")}|${text.replaceAll("|", "¦")}>`;
}

/**
 * Slack interprets these three everywhere, https://docs.slack.dev/messaging/formatting-message-text; the joiner
 * prevents its marks from pairing.
 */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[*_~`]/gu, (mark) => `\u200b${mark}\u200b`);
}
