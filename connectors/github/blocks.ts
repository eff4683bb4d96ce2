import type { Block, Document, Inline, Tone } from "../../src/ports/document.ts";
import { omittedWords } from "../kit/cuts.ts";
import { escapeHtml } from "./escape.ts";
import { taskLine } from "./ticks.ts";

/** GitHub's keywords of coloured boxes. */
const alerts: Readonly<Record<Tone, string>> = { good: "TIP", warning: "WARNING", bad: "CAUTION", neutral: "NOTE" };

/** One line of Markdown. */
type LineOf = (content: readonly Inline[]) => string;

/** A document as Markdown, without title and marks. The same document gives the same text. */
export function markdownOf(document: Document, lineOf: LineOf): string {
  const stamp = lineOf(document.stamp);
  return [blocksOf(document.blocks, lineOf), stamp === "" ? "" : `<sub>${stamp}</sub>`].filter(Boolean).join("\n\n");
}

function blocksOf(blocks: readonly Block[], lineOf: LineOf): string {
  const texts: string[] = [];
  let before: Block | null = null;
  for (const block of blocks) {
    const text = blockOf(block, lineOf);
    if (text === "") continue;
    // GitHub would join two consecutive lists into one.
    if (isList(block) && before !== null && isList(before)) texts.push("<!-- -->");
    texts.push(text);
    before = block;
  }
  return texts.join("\n\n");
}

function isList({ type }: Block): boolean {
  return type === "list" || type === "tasks";
}

function blockOf(block: Block, lineOf: LineOf): string {
  switch (block.type) {
    case "heading":
      return heading(block, lineOf);
    case "paragraph":
      return lineOf(block.content);
    case "panel":
      return panel(block, lineOf);
    case "list":
      return list(block, lineOf);
    case "tasks":
      return tasks(block, lineOf);
    case "table":
      return table(block, lineOf);
    case "details":
      return details(block, lineOf);
    default:
      return block satisfies never;
  }
}

type Of<T extends Block["type"]> = Extract<Block, { readonly type: T }>;

function heading({ level, content }: Of<"heading">, lineOf: LineOf): string {
  const line = lineOf(content);
  return line === "" ? "" : `${"#".repeat(level)} ${line}`;
}

function panel({ tone, paragraphs }: Of<"panel">, lineOf: LineOf): string {
  const lines = paragraphs.map((content) => lineOf(content)).filter(Boolean);
  return lines.length === 0 ? "" : [`> [!${alerts[tone]}]`, lines.map((line) => `> ${line}`).join("\n>\n")].join("\n");
}

function list({ items, omitted }: Of<"list">, lineOf: LineOf): string {
  const lines = items.map((content) => lineOf(content)).filter(Boolean);
  return [...lines, ...more(items.length, omitted)].map((line) => `- ${line}`).join("\n");
}

/** The id of a task follows its words, in a comment. */
function tasks({ items }: Of<"tasks">, lineOf: LineOf): string {
  return items.map(({ id, content, done }) => taskLine(id, done, lineOf(content))).join("\n");
}

function table({ columns, rows, omitted }: Of<"table">, lineOf: LineOf): string {
  if (columns.length === 0) return "";
  const lines = [
    row(columns.map(({ title }) => lineOf([{ type: "text", text: title }]))),
    row(columns.map(({ align }) => (align === "right" ? "---:" : ":---"))),
    ...rows.map((cells) => row(columns.map((_, place) => lineOf(cells[place] ?? [])))),
  ];
  return [lines.join("\n"), ...more(rows.length, omitted)].join("\n\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The empty lines make GitHub parse the contents as Markdown. */
function details({ summary, blocks }: Of<"details">, lineOf: LineOf): string {
  return [`<details>\n<summary>${escapeHtml(summary)}</summary>`, blocksOf(blocks, lineOf), "</details>"]
    .filter(Boolean)
    .join("\n\n");
}

/** Escapes the plus, which would begin a list. */
function more(shown: number, omitted: number): readonly string[] {
  return omitted > 0 ? [omittedWords(shown, omitted).replace("+", String.raw`\+`)] : [];
}
