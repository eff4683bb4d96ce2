import type { Block, Document, Inline, Tone } from "../../src/ports/document.ts";
import { webAddress } from "../kit/web-address.ts";
import { cutLines, cutParts, type Line } from "./cut.ts";

/**
 * Bytes. Teams accepts 28 KB:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
const largestBody = 27_000;
const longestText = 5000;

const styles: Readonly<Record<Tone, string>> = {
  good: "good",
  warning: "warning",
  bad: "attention",
  neutral: "default",
};

/**
 * A message with an Adaptive Card. All of the document is data: only the renderer's links and bold words are markup.
 */
export function teamsBody({ title, blocks, stamp }: Document): unknown {
  const heading = { type: "TextBlock", text: escaped(title), size: "Large", weight: "Bolder", wrap: true };
  const all: readonly Block[] = [...blocks, { type: "paragraph", content: stamp }];
  const elements = all.flatMap(elementsOf);
  const fits = (kept: readonly unknown[]) => bytesOf(messageOf([heading, ...kept])) <= largestBody;
  return messageOf([heading, ...cutParts(elements, fits, (words) => textBlock([[words]]))]);
}

function bytesOf(message: unknown): number {
  return Buffer.byteLength(JSON.stringify(message));
}

function messageOf(body: readonly unknown[]): unknown {
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body,
  };
  return { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] };
}

function elementsOf(block: Block): readonly unknown[] {
  switch (block.type) {
    case "heading":
      return [textBlock([lineOf(block.content)], { weight: "Bolder", spacing: "Medium" })];
    case "paragraph":
      return block.content.length === 0 ? [] : [textBlock([lineOf(block.content)])];
    case "panel":
      return [
        {
          type: "Container",
          style: styles[block.tone],
          items: block.paragraphs.map((content) => textBlock([lineOf(content)])),
        },
      ];
    case "list":
      return [textBlock([...block.items.map((item) => ["- ", ...lineOf(item)]), ...more(block.omitted)])];
    // Boxes appear only in the rollup: a message cannot send a tick back.
    case "tasks":
      return [];
    case "table":
      return [
        textBlock([[block.columns.map(({ title }) => escaped(title)).join(divider)]], { weight: "Bolder" }),
        textBlock([
          ...block.rows.map((row) => ["- ", row.map((cell) => lineOf(cell).join("")).join(divider)]),
          ...more(block.omitted),
        ]),
      ];
    case "details":
      return [textBlock([[escaped(block.summary)]], { weight: "Bolder" }), ...block.blocks.flatMap(elementsOf)];
    default:
      return block satisfies never;
  }
}

function textBlock(lines: readonly Line[], look: object = {}): unknown {
  return { type: "TextBlock", text: cutLines(lines, longestText), wrap: true, ...look };
}

/** Between the cells of a row. */
const divider = String.raw` \| `;

function more(omitted: number): readonly Line[] {
  return omitted > 0 ? [[`- +${omitted} more`]] : [];
}

function lineOf(content: readonly Inline[]): Line {
  return content.map(markOf);
}

function markOf(inline: Inline): string {
  const text = escaped(inline.text);
  if (inline.type === "strong" && text.trim() !== "") return `**${text.trim()}**${/\s$/u.test(text) ? " " : ""}`;
  const url = inline.type === "link" ? webAddress(inline.url) : null;
  return url !== null ? `[${text}](${url.href.replaceAll(/[()]/gu, encode)})` : text;
}

function encode(character: string): string {
  return character === "(" ? "%28" : "%29";
}

/** Cards interpret a subset of Markdown; a backslash escapes its characters. */
function escaped(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").replaceAll(/[\\`*_{}[\]()#+!|~<>-]/gu, String.raw`\$&`);
}
