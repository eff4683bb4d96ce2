import type { Marker } from "../../../src/ports/connector.ts";
import { beginWords, endLine, isMarkOf, markIn, type Mark } from "../markers.ts";
import { escapeWiki, unescapeWiki } from "./escape.ts";
import { colored, quietColor } from "./inline.ts";
import { keepTicks } from "./ticks.ts";

/** The same two lines as at Jira Cloud: wiki markup has no comments that could hide a mark either. */
export function withWikiMarks(markup: string, marker: Marker): string {
  const mark = (words: string) => colored(quietColor, escapeWiki(words));
  return [mark(beginWords), ...(markup === "" ? [] : [markup]), mark(endLine(marker))].join("\n\n");
}

/**
 * Replaces the managed part, keeps its ticks, and keeps every character that people wrote around it.
 * @returns null if the marks are missing, duplicated or out of order, because people edited them
 */
export function replaceManaged(text: string, managed: string, marker: Marker): string | null {
  const parts = partsOf(text, marker);
  return parts === null ? null : parts.before + keepTicks(managed, parts.ours) + parts.after;
}

/** The managed part of a text, including the marks; empty without exactly one. */
export function managedPart(text: string, marker: Marker): string {
  return partsOf(text, marker)?.ours ?? "";
}

/** Length of people's text around the managed part; 0 without exactly one managed part. */
export function besideIn(text: string, marker: Marker): number {
  const parts = partsOf(text, marker);
  return parts === null ? 0 : parts.before.length + parts.after.length;
}

export function isMarked(text: string): boolean {
  return marksIn(text).some(({ kind }) => kind === "end");
}

/** A mark with the place of its line. */
type PlacedMark = Mark & { readonly from: number; readonly to: number };

function partsOf(text: string, marker: Marker) {
  const marks = marksIn(text);
  const pairs: { readonly begin: PlacedMark; readonly end: PlacedMark }[] = [];
  for (let place = 0; place < marks.length; place += 2) {
    const [begin, end] = [marks[place], marks[place + 1]];
    // People may have copied other managed parts into the text: all parts must be complete.
    if (begin?.kind !== "begin" || end?.kind !== "end") return null;
    pairs.push({ begin, end });
  }
  const [part, ...more] = pairs.filter(({ end }) => isMarkOf(end, marker));
  if (part === undefined || more.length > 0) return null;
  const { from } = part.begin;
  const { to } = part.end;
  return { before: text.slice(0, from), ours: text.slice(from, to), after: text.slice(to) };
}

/** Macros around text that is not part of the description: quotations, and text shown as it is. */
const macro = /(?<!\\)\{(quote|code|noformat)(?::[^}\n]{0,200})?\}/gu;

function marksIn(text: string): readonly PlacedMark[] {
  const marks: PlacedMark[] = [];
  let open: string | null = null;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/gu)) {
    const mark = open === null ? markIn(wordsOf(line)) : null;
    if (mark !== null) marks.push({ ...mark, from: index, to: index + line.length });
    for (const [, name = ""] of line.matchAll(macro)) {
      if (open === null) open = name;
      else if (open === name) open = null;
    }
  }
  return marks;
}

/** The words of a line, whatever format people or Jira's editor gave it; empty for items, rows and quotations. */
function wordsOf(line: string): string {
  if (/^\s*(?:[*#|]|-\s|bq\.)/u.test(line)) return "";
  return unescapeWiki(line.replaceAll(/\{(?:color(?::[^}\n]{0,30})?|[*_~^+-])\}/gu, ""))
    .replaceAll(/^[\s*_~^+]+|[\s*_~^+]+$/gu, "")
    .replaceAll(/\s+/gu, " ");
}
