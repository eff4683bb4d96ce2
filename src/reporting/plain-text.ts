import type { Block, Document, Inline } from "../ports/document.ts";

/** A document as plain text: a line for each paragraph, item and row; addresses follow their words. */
export function plainText({ title, blocks, stamp }: Document): string {
  const parts = blocks.map((block) => linesOf(block).join("\n")).filter((part) => part !== "");
  const last = plainInline(stamp);
  return [...(title === "" ? [] : [title]), ...parts, ...(last === "" ? [] : [last])].join("\n\n");
}

function linesOf(block: Block): readonly string[] {
  switch (block.type) {
    case "heading":
      return [plainInline(block.content).toUpperCase()];
    case "paragraph":
      return [plainInline(block.content)];
    case "panel":
      return block.paragraphs.map(plainInline);
    case "list":
      return [...block.items.map((item) => `- ${plainInline(item)}`), ...more(block.omitted)];
    case "tasks":
      return block.items.map(({ content, done }) => `[${done ? "x" : " "}] ${plainInline(content)}`);
    case "table":
      return [
        block.columns.map(({ title }) => title).join(" | "),
        ...block.rows.map((row) => row.map(plainInline).join(" | ")),
        ...more(block.omitted),
      ];
    case "details":
      return [block.summary, ...block.blocks.flatMap(linesOf)];
    default:
      return block satisfies never;
  }
}

function more(omitted: number): readonly string[] {
  return omitted > 0 ? [`+${omitted} more`] : [];
}

function plainInline(content: readonly Inline[]): string {
  return content.map((inline) => (inline.type === "link" ? `${inline.text} <${inline.url}>` : inline.text)).join("");
}
