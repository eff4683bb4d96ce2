import type { Block, Run, WrittenText } from "../../../src/domain/references/written.ts";
import { runsIn } from "./runs.ts";

/**
 * A description in wiki markup as blocks, for finding references. Notation: Jira's "Text Formatting Notation Help"
 * (`/secure/WikiRendererHelpAction.jspa` on every Data Center).
 */
export function wikiBlocks(text: string): WrittenText {
  const blocks: Block[] = [];
  for (const line of wholeRows(linesOf(text))) addLine(blocks, line);
  return blocks.filter((block) => block !== blank);
}

/** Stands for an empty line: what follows begins a new paragraph. */
const blank: Block = { kind: "paragraph", depth: 0, runs: [] };

/** Code, plain text and quotations say nothing; neither does a colour or an anchor. */
function linesOf(text: string): readonly string[] {
  return text
    .replaceAll(/\r\n?/gu, "\n")
    .replaceAll(/(?<!\\)\{(code|noformat|quote)(?::[^}\n]{0,200})?\}[\s\S]*?(?:(?<!\\)\{\1\}|$)/gu, "\n\n")
    .replaceAll(/(?<!\\)\{(?:color|anchor)(?::[^}\n]{0,200})?\}/gu, "")
    .replaceAll(/(?<!\\)\{panel(?::([^}\n]{0,500}))?\}([\s\S]*?)(?:(?<!\\)\{panel\}|$)/gu, panelLines)
    .split("\n");
}

/** Nothing continues behind a panel, unless it holds one line: a heading in colour. */
function panelLines(_: string, options: string | undefined, inner: string): string {
  const [, title = ""] = /(?:^|\|)title=([^|]*)/u.exec(options ?? "") ?? [];
  const isHeading = title === "" && !inner.trim().includes("\n");
  return `\n\n${title === "" ? "" : `h6. ${title}\n`}${inner}\n${isHeading ? "" : "----"}\n`;
}

/** Longer cells are none. */
const mostLines = 100;

/** Rows in one piece: a cell may have several lines, a list for example. */
function wholeRows(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const row = lines[at] ?? "";
    const after = isOpenRow(row) ? lines.slice(at + 1, at + mostLines) : [];
    const last = after.findIndex((line) => line.trim() === "" || /^\s*\||(?<!\\)\|\s*$/u.test(line));
    const isClosed = last !== -1 && /^\s*[^\s|].*\|\s*$/u.test(after[last] ?? "");
    const rest = isClosed ? after.slice(0, last + 1).map((line) => line.replace(/^\s*[*#]+\s+/u, "* ")) : [];
    whole.push([isClosed ? row.replace(/\|\s*[*#]+\s+(?=[^|]*$)/u, "|* ") : row, ...rest].join("\n"));
    at += rest.length;
  }
  return whole;
}

function isOpenRow(line: string): boolean {
  return /^\s*\|/u.test(line) && !/(?<!\\)\|\s*$/u.test(line);
}

function addLine(blocks: Block[], line: string): void {
  if (line.trim() === "" || /^\s*bq\.\s/u.test(line)) {
    blocks.push(blank);
    return;
  }
  const [, level, heading] = /^\s*h([1-6])\.\s+(.*)$/u.exec(line) ?? [];
  const [, bullets = "", item] = /^\s*([*#]+|-)\s+(.*)$/u.exec(line) ?? [];
  if (heading !== undefined) blocks.push({ kind: "heading", level: Number(level), runs: runsIn(heading) });
  else if (/^\s*-{4,}\s*$/u.test(line)) blocks.push({ kind: "gap" });
  else if (item !== undefined) blocks.push({ kind: "item", depth: bullets.length, runs: runsIn(withoutBox(item)) });
  else if (/^\s*\|/u.test(line)) blocks.push(rowOf(line, blocks.at(-1)));
  else addWords(blocks, runsIn(line));
}

/** `( )` and `(/)` before the words, as Signalbox and people write boxes. */
function withoutBox(item: string): string {
  return item.replace(/^\\?\([ /x]?\\?\)\s+/u, "");
}

/** A line without a mark continues the paragraph or item above it. */
function addWords(blocks: Block[], runs: readonly Run[]): void {
  const last = blocks.at(-1);
  if (last === undefined || last === blank || (last.kind !== "paragraph" && last.kind !== "item")) {
    blocks.push({ kind: "paragraph", depth: 0, runs });
  } else blocks[blocks.length - 1] = { ...last, runs: [...last.runs, { text: "\n" }, ...runs] };
}

function rowOf(line: string, before: Block | undefined): Block {
  return { kind: "row", isFirst: before?.kind !== "row", cells: cellsOf(line.trim()).map((cell) => runsIn(cell)) };
}

/** Cells between bars; a bar in a link or after a backslash separates nothing. */
function cellsOf(row: string): readonly string[] {
  const cells = [""];
  const inner = row.replaceAll(/^\|{1,2}|(?<!\\)\|{1,2}$/gu, "");
  for (const [part] of inner.matchAll(/\|{1,2}|\[[^\]\n]*\]|\\.|[^|[\\]+|[[\\]/gu)) {
    if (part.startsWith("|")) cells.push("");
    else cells[cells.length - 1] += part;
  }
  return cells;
}
