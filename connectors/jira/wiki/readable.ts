import { marked, readableText, stacked, tableLines, type Lines } from "../../kit/text-layout.ts";
import { unescapeWiki } from "./escape.ts";

/** A rendered body (wiki markup as Signalbox writes it) as plain text. */
export function readableWiki(body: string): Lines {
  return stacked(blocksIn(body).map(blockOf));
}

/** Blocks apart, as the renderer writes them: a panel and plain columns hold empty lines of their own. */
function blocksIn(body: string): readonly string[] {
  return [...body.matchAll(/\{(panel|noformat)(?::[^}\n]*)?\}\n[\s\S]*?\n\{\1\}|[^\n]+(?:\n[^\n]+)*/gu)].map(
    ([block]) => block,
  );
}

function blockOf(block: string): Lines {
  const [, panel] = /^\{panel:[^}\n]*\}\n([\s\S]*)\n\{panel\}$/u.exec(block) ?? [];
  if (panel !== undefined) return marked("| ", stacked(panel.split("\n\n").map((part) => [wordsOf(part)])));
  const [, columns] = /^\{noformat\}\n([\s\S]*)\n\{noformat\}$/u.exec(block) ?? [];
  if (columns !== undefined) return readableText(columns.replaceAll("\u200b", "")).split("\n");
  const lines = block.split("\n");
  return block.startsWith("|") ? tableLines({ align: [], rows: lines.map(cellsOf) }) : lines.map(lineOf);
}

function lineOf(line: string): string {
  const [, level, heading] = /^h([1-6])\. (.*)$/u.exec(line) ?? [];
  if (heading !== undefined) return `${"#".repeat(Number(level))} ${wordsOf(heading)}`;
  const [, tick, task] = /^\* \((.)\) \{anchor:[^}\n]*\}(.*)$/u.exec(line) ?? [];
  if (task !== undefined) return `${tick === "/" ? "[x]" : "[ ]"} ${wordsOf(task)}`;
  return line.startsWith("* ") ? `- ${wordsOf(line.slice(2))}` : wordsOf(line);
}

function cellsOf(line: string): readonly string[] {
  const cells = [""];
  for (const part of line.replaceAll(/^\|{1,2}|\|{1,2}$/gu, "").match(/\|{1,2}|\[[^\]\n]*\]|\\.|[^|[\\]+|[[\\]/gu) ??
    []) {
    if (part.startsWith("|")) cells.push("");
    else cells[cells.length - 1] += part;
  }
  return cells.map(wordsOf);
}

/** The words of a line: links by their words, badges in brackets, without other markup. */
function wordsOf(markup: string): string {
  const bare = markup
    .replaceAll(/\{color:#(?:00875a|b65c02|de350b|5e6c84)\}\{?\*\}?((?:\\.|[^\\*{])*)\{?\*\}?\{color\}/gu, "\\[$1\\]")
    .replaceAll(/\{color(?::[^}\n]*)?\}/gu, "")
    .replaceAll(/\[([^|\]\n]*)\|[^\]\n]*\]/gu, "$1")
    .replaceAll(/\{\{([^}\n]*)\}\}/gu, "$1")
    .replaceAll(/(?<!\\)(?:\{\*\}|\*)/gu, "");
  return readableText(unescapeWiki(bare)).trim();
}
