import { dependencyPhrasesIn } from "./dependency-phrase.ts";
import { keysAt, longestList, skip, thing, type NamedKey, type ReadKeys } from "./key-list.ts";
import { isRetracted } from "./statement.ts";
import { lineOf, type WrittenLine } from "./written-line.ts";
import type { Block, Run, WrittenText } from "./written.ts";

const bullet = String.raw`(?:(?:[-*+\u2022\u2023\u25E6\u2013\u2014\u2192>]|\d{1,3}[.)])[ ]{1,4}|\p{Extended_Pictographic}[ ]{0,4}|\[[ xX]\][ ]{1,4}){0,3}`;
const lineStart = new RegExp(String.raw`[ ]{0,12}(?<bullet>${bullet})${thing}[[<({*_"']{0,4}`, "iuy");
/** The end of a line that contains only keys, with the start of the next. */
const lineBreak = /[ .,;]{0,4}\n\s{0,4}/uy;

/** Text that may follow the keys of a line without a bullet: nothing, a title after a sign, anything. */
type Titles = "none" | "marked" | "any";

const titles: Readonly<Record<Titles, RegExp>> = {
  none: /^[\s.,;]*$/u,
  marked: /^[\s.,;]*$|^ {0,2}[-\u2013\u2014:(|]/u,
  any: /^/u,
};

type Lines = {
  readonly from: number;
  readonly titles: Titles;
  /** Of the first line, if it may differ from the others. */
  readonly firstTitle?: Titles;
};

/** Keys of the lines that begin with one, from the line break at `from` on, or from the start of the text. */
export function keysInLines(line: WrittenLine, lines: Lines, repo: string | null): readonly NamedKey[] {
  const found: NamedKey[] = [];
  let at = lines.from;
  let title = lines.firstTitle ?? lines.titles;
  while (found.length < longestList) {
    const start = at === 0 ? 0 : skip(lineBreak, line.text, at);
    if (start === at && at > 0) break;
    lineStart.lastIndex = start;
    const begun = lineStart.exec(line.text);
    const { keys, at: end } = keysAt(line, start + (begun?.[0].length ?? 0), repo);
    const lineEnd = endOfLine(line.text, end);
    const rest = line.text.slice(end, lineEnd);
    const isPure = titles.none.test(rest);
    const isListed = (begun?.groups?.["bullet"] ?? "") !== "";
    if (keys.length === 0 || !(isListed || titles[title].test(rest))) break;
    if (!isRetracted(rest)) found.push(...keys);
    at = isPure ? end : lineEnd;
    title = lines.titles;
    if (lineEnd === line.text.length) break;
  }
  return found;
}

const atStart = new RegExp(String.raw`[\s]{0,12}${bullet}[[<({*_"']{0,4}`, "iuy");

/** The keys at the beginning of a sentence, a cell or an item. */
export function keyAtStart(line: WrittenLine, from: number, repo: string | null): ReadKeys {
  return keysAt(line, skip(atStart, line.text, from), repo);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

const word = String.raw`(?:other|another|any|which|the|following|these|those|open|anything|something|someone|nothing|issue|ticket|story|stories|task|item|epic|number|key|link|id|optional|if|or|and|on|external|team|jira|github|list|below|here)s?`;
const labelEnd = /^[ *_"']{0,4}(?:\([^()\n]{0,80}\))?[:=]?[ *_"':.-]{0,8}$/u;
const labelWords = new RegExp(
  String.raw`^[ *_"':?]{0,8}(?:[ ]?\([^()\n]{0,80}\))?(?:[ ]{1,3}${word}(?![\w'])[,:?/.]{0,2}){0,10}[ *_":?.]{0,8}(?:\([^()\n]{0,80}\))?[ :?)]{0,4}$`,
  "iu",
);
const listWords = new RegExp(String.raw`^[ ]{1,3}(?:${word}(?![\w'])[ ,]{0,2}){1,6}:[ *_]{0,4}$`, "iu");

/** Whether the rest of a phrase's line leaves the keys to the blocks below. */
export function isLabelRest(rest: string, isHeading: boolean): boolean {
  return labelEnd.test(rest) || listWords.test(rest) || (isHeading && labelWords.test(rest));
}

type Label = {
  /** Index of the label's block. */
  readonly place: number;
  readonly isLabel: boolean;
};

/** Number of blocks to search below a label. */
const farthest = 100;

/** Keys in the list, the paragraphs or the section below a label; every block or item that counts begins with a key. */
export function keysBelow(text: WrittenText, { place, isLabel }: Label, repo: string | null): readonly NamedKey[] {
  const label = text[place];
  const found: NamedKey[] = [];
  let isList = false;
  for (const block of text.slice(place + 1, place + 1 + farthest)) {
    if (label === undefined || !isBelow(label, block) || found.length >= longestList) break;
    const line = lineOf(runsOf(block));
    // An empty line or a picture between a label and its keys says nothing; behind the list of a label it ends that.
    const canBeBlank = block.kind === "paragraph" && (label.kind === "heading" || !isList);
    if (canBeBlank && line.text.trim() === "") continue;
    if (block.kind === "item") isList = true;
    // A paragraph inside an item is about that item; one after the list is not part of it.
    const isInside = block.kind === "paragraph" && isList && block.depth > depthOf(label);
    if (isInside) continue;
    if (block.kind === "paragraph" && label.kind !== "heading" && (isList || !isLabel)) break;
    const isMarked = block.kind === "paragraph" && label.kind !== "heading";
    const keys = keysInLines(line, { from: 0, titles: isMarked ? "marked" : "any" }, repo);
    // A list may contain other things as well, and below a heading a paragraph may introduce one.
    if (keys.length === 0 && block.kind === "paragraph" && !(label.kind === "heading" && introduces(line))) break;
    found.push(...keys);
  }
  return found;
}

/** Words that begin a list of another kind: `Related:`, `Not blocked by:`, `Blocks:`. */
const otherSort =
  /^[^\w\n]*(?:relat|see|also see|refer|link|note|not(?!\w)|no(?!\w)|none|done|resolved|closed|unblocked|previous|former|parent|child|sub-?task|duplicate|out of scope|follow|next)/iu;

function introduces(line: WrittenLine): boolean {
  return /:\s*$/u.test(line.text) && !otherSort.test(line.text) && dependencyPhrasesIn(line).next().done === true;
}

function runsOf(block: Block): readonly Run[] {
  if (block.kind === "gap") return [];
  return block.kind === "row" ? (block.cells[0] ?? []) : block.runs;
}

function isBelow(label: Block, block: Block): boolean {
  if (block.kind === "gap") return false;
  if (label.kind === "heading") return block.kind !== "heading" || block.level > label.level;
  if (block.kind === "heading" || block.kind === "row") return false;
  return block.kind === "item" ? block.depth > depthOf(label) : block.depth >= depthOf(label);
}

function depthOf(block: Block): number {
  return block.kind === "item" || block.kind === "paragraph" ? block.depth : 0;
}
