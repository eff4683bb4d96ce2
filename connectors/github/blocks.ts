import type { Block, Document, Tone } from "../../src/ports/document.ts";
import { inertHtml } from "./inert.ts";
import { inlineLine, type InlineContext } from "./inline.ts";
import { taskLine } from "./ticks.ts";

/** GitHub's own words for coloured boxes. */
const alerts: Readonly<Record<Tone, string>> = { good: "TIP", warning: "WARNING", bad: "CAUTION", neutral: "NOTE" };

/** A document as Markdown, without title and marks. The same document gives the same text. */
export function markdownOf(document: Document, context: InlineContext): string {
  const stamp = inlineLine(document.stamp, context);
  return [blocksOf(document.blocks, context), stamp === "" ? "" : `<sub>${stamp}</sub>`].filter(Boolean).join("\n\n");
}

function blocksOf(blocks: readonly Block[], context: InlineContext): string {
  const texts: string[] = [];
  let before: Block | null = null;
  for (const block of blocks) {
    const text = blockOf(block, context);
    if (text === "") continue;
    // Two lists in a row would be read as one.
    if (isList(block) && before !== null && isList(before)) texts.push("<!-- -->");
    texts.push(text);
    before = block;
  }
  return texts.join("\n\n");
}

function isList({ type }: Block): boolean {
  return type === "list" || type === "tasks";
}

function blockOf(block: Block, context: InlineContext): string {
  switch (block.type) {
    case "heading":
      return heading(block, context);
    case "paragraph":
      return inlineLine(block.content, context);
    case "panel":
      return panel(block, context);
    case "list":
      return list(block, context);
    case "tasks":
      return tasks(block, context);
    case "table":
      return table(block, context);
    case "details":
      return details(block, context);
    default:
      return block satisfies never;
  }
}

type Of<T extends Block["type"]> = Extract<Block, { readonly type: T }>;

function heading({ level, content }: Of<"heading">, context: InlineContext): string {
  const line = inlineLine(content, context);
  return line === "" ? "" : `${"#".repeat(level)} ${line}`;
}

function panel({ tone, paragraphs }: Of<"panel">, context: InlineContext): string {
  const lines = paragraphs.map((content) => inlineLine(content, context)).filter(Boolean);
  return lines.length === 0 ? "" : [`> [!${alerts[tone]}]`, lines.map((line) => `> ${line}`).join("\n>\n")].join("\n");
}

function list({ items, omitted }: Of<"list">, context: InlineContext): string {
  const lines = items.map((content) => inlineLine(content, context)).filter(Boolean);
  return [...lines, ...more(omitted)].map((line) => `- ${line}`).join("\n");
}

/** The name of a task stands behind its words, where it shows nothing. */
function tasks({ items }: Of<"tasks">, context: InlineContext): string {
  return items.map(({ id, content, done }) => taskLine(id, done, inlineLine(content, context))).join("\n");
}

function table({ columns, rows, omitted }: Of<"table">, context: InlineContext): string {
  if (columns.length === 0) return "";
  const lines = [
    row(columns.map(({ title }) => inlineLine([{ type: "text", text: title }], context))),
    row(columns.map(({ align }) => (align === "right" ? "---:" : ":---"))),
    ...rows.map((cells) => row(columns.map((_, place) => inlineLine(cells[place] ?? [], context)))),
  ];
  return [lines.join("\n"), ...more(omitted)].join("\n\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The empty lines make GitHub read what is inside as Markdown again. */
function details({ summary, blocks }: Of<"details">, context: InlineContext): string {
  return [`<details>\n<summary>${inertHtml(summary)}</summary>`, blocksOf(blocks, context), "</details>"]
    .filter(Boolean)
    .join("\n\n");
}

function more(omitted: number): readonly string[] {
  return omitted > 0 ? [String.raw`\+${omitted} more`] : [];
}
