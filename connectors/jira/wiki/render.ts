import type { Marker, Rendered } from "../../../src/ports/connector.ts";
import type { Block, Document, Inline, Task, Tone } from "../../../src/ports/document.ts";
import { omittedWords } from "../../kit/cuts.ts";
import { fitDocument } from "../../kit/fit.ts";
import { ownLabels } from "../../kit/own-labels.ts";
import { plainTable } from "../plain-table.ts";
import { budgetBeside, titleOf } from "../text-limits.ts";
import { escapeWiki } from "./escape.ts";
import { colored, quietColor, wikiLine } from "./inline.ts";
import { withWikiMarks } from "./managed-part.ts";
import { taskLine } from "./ticks.ts";

/** The managed part including the marks, as wiki markup for Jira Data Center. Pure. */
export function renderWiki(document: Document, marker: Marker): Rendered {
  const markup = (candidate: Document) => withWikiMarks(markupOf(candidate), marker);
  const fitted = fitDocument(document, (candidate) => markup(candidate).length, budgetBeside(document.beside));
  return { title: titleOf(document.title), body: markup(fitted), labels: ownLabels(document.labels) };
}

function markupOf({ blocks, stamp }: Document): string {
  return [...blocks.map(blockMarkup), colored(quietColor, wikiLine(stamp))].filter((part) => part !== "").join("\n\n");
}

function blockMarkup(block: Block): string {
  switch (block.type) {
    case "heading":
      return line(`h${block.level}. `, block.content);
    case "paragraph":
      return wikiLine(block.content).trim();
    case "panel":
      return panel(block.tone, block.paragraphs);
    case "list":
      return list(block);
    case "tasks":
      return tasks(block.items);
    case "table":
      return table(block);
    case "details":
      return details(block);
    default:
      return block satisfies never;
  }
}

/** A line that begins with its mark; empty without words. */
function line(mark: string, content: readonly Inline[]): string {
  const words = wikiLine(content).trim();
  return words === "" ? "" : `${mark}${words}`;
}

const panelColors: Readonly<Record<Tone, readonly [background: string, border: string]>> = {
  good: ["#e3fcef", "#36b37e"],
  warning: ["#fffae6", "#ffc400"],
  bad: ["#ffebe6", "#ff5630"],
  neutral: ["#deebff", "#4c9aff"],
};

function panel(tone: Tone, paragraphs: readonly (readonly Inline[])[]): string {
  const [background, border] = panelColors[tone];
  const words = paragraphs.map((content) => wikiLine(content).trim()).filter((words) => words !== "");
  if (words.length === 0) return "";
  return `{panel:bgColor=${background}|borderColor=${border}}\n${words.join("\n\n")}\n{panel}`;
}

function list({ items, omitted }: Extract<Block, { type: "list" }>): string {
  const rest: readonly (readonly Inline[])[] = omitted > 0 ? [[more(items.length, omitted)]] : [];
  const lines = [...items, ...rest].map((item) => line("* ", item));
  return lines.filter((item) => item !== "").join("\n");
}

/** Wiki markup has no boxes to click: the line below them says how to tick one. */
function tasks(items: readonly Task[]): string {
  if (items.length === 0) return "";
  const lines = items.map(({ id, done, content }) => taskLine(id, done, wikiLine(content).trim()));
  const how = escapeWiki("To tick a box, edit this text and put a slash between its parentheses, as in (/).");
  return `${lines.join("\n")}\n\n${colored(quietColor, how)}`;
}

type Table = Extract<Block, { type: "table" }>;

function table(block: Table): string {
  const { columns, rows, omitted, plain } = block;
  if (columns.length === 0) return "";
  if (plain === true) return monospaced(plainTable(block));
  const head = `||${columns.map(({ title }) => cell([{ type: "text", text: title }])).join("||")}||`;
  const body = rows.map((row) => `|${columns.map((_, n) => cell(row[n] ?? [])).join("|")}|`);
  const rest =
    omitted > 0 ? [`|${columns.map((_, n) => (n === 0 ? cell([more(rows.length, omitted)]) : " ")).join("|")}|`] : [];
  return [head, ...body, ...rest].join("\n");
}

/** Never empty: `||` would begin a head. */
function cell(content: readonly Inline[]): string {
  return wikiLine(content).trim() || " ";
}

/** Nothing in it is markup but its own end. */
function monospaced(text: string): string {
  return text.trim() === "" ? "" : `{noformat}\n${text.replaceAll("{", "{\u200b")}\n{noformat}`;
}

/** Data Center has no folds: a heading, and its blocks. */
function details({ summary, blocks }: Extract<Block, { type: "details" }>): string {
  const inner = blocks.map((block) => (block.type === "details" ? "" : blockMarkup(block)));
  return [line("h4. ", [{ type: "text", text: summary }]), ...inner].filter((part) => part !== "").join("\n\n");
}

function more(shown: number, omitted: number): Inline {
  return { type: "text", text: omittedWords(shown, omitted) };
}
