import { dependencyPhrasesIn, type DependencyPhrase } from "./dependency-phrase.ts";
import type { KeyRef } from "../ids.ts";
import { keysAt, skip, thing, titledKeysAt, type NamedKey } from "./key-list.ts";
import { isLabelRest, keysBelow, keysInLines } from "./keys-below.ts";
import { isStated, startOfSentence } from "./statement.ts";
import {
  beginsWithAnother,
  isAboutAnother,
  isAboutOthers,
  isOwnFrom,
  keysThatBlockThis,
  OuterItems,
  type Writer,
} from "./subject.ts";
import { labelOf, type Columns } from "./table-labels.ts";
import { lineOf, type WrittenLine } from "./written-line.ts";
import type { Block, WrittenText } from "./written.ts";

/** A statement about the text's item: it waits for `end`, or `end` waits for it. */
export type Reference = {
  readonly means: "blocked-by" | "blocks";
  readonly end: KeyRef;
  /** The original words: the phrase and the key. */
  readonly phrase: string;
};

/**
 * Dependencies in a text: `Blocked by PAY-12`, `Depends on acme/api#7 and #8`, a heading `Blocked by` with keys below
 * it. Denials, questions, suppositions, past statements and statements about another item do not count. See
 * docs/rules.md, "Text".
 * @returns in the order of the text, one per direction and key; includes the item's own key
 */
export function findReferences(text: WrittenText, writer: Writer): readonly Reference[] {
  const found = new Map<string, Reference>();
  for (const { phrase, keys, isBefore = false } of keysSaidIn(text, writer)) {
    for (const { end, words } of keys) {
      const id = `${phrase.means} ${end}`;
      if (end === null || found.has(id)) continue;
      const original = isBefore ? `${words} ${phrase.words}` : `${phrase.words} ${words}`;
      found.set(id, { means: phrase.means, end, phrase: original });
    }
  }
  return [...found.values()];
}

type Said = {
  readonly phrase: Pick<DependencyPhrase, "means" | "words">;
  readonly keys: readonly NamedKey[];
  /** Whether the keys precede the phrase: `#7 blocks this`. */
  readonly isBefore?: true;
};

function* keysSaidIn(text: WrittenText, writer: Writer): Generator<Said> {
  let columns: Columns = new Map();
  const outer = new OuterItems(writer);
  for (const [place, block] of text.entries()) {
    if (block.kind === "gap") continue;
    if (block.kind !== "row") {
      const at = { text, place, block, line: lineOf(block.runs) };
      yield* keysSaidInBlock({ ...at, isOfAnother: outer.enter(block, at.line) }, writer);
      continue;
    }
    const cells = block.cells.map(lineOf);
    if (block.isFirst) columns = new Map(cells.flatMap((cell, column) => labelled(cell, column)));
    else yield* keysSaidInColumns(cells, columns, writer);
    yield* keysSaidInRow(cells, writer);
  }
}

function labelled(cell: WrittenLine, column: number): [number, DependencyPhrase][] {
  const label = labelOf(cell);
  return label === null ? [] : [[column, label]];
}

/** Keys below a column's heading, unless the row is about another item. */
function* keysSaidInColumns(cells: readonly WrittenLine[], columns: Columns, writer: Writer): Generator<Said> {
  const [first] = cells;
  const isOfAnother = !columns.has(0) && first !== undefined && beginsWithAnother(first, writer);
  for (const [column, phrase] of isOfAnother ? [] : columns) {
    const cell = cells[column];
    if (cell !== undefined) yield { phrase, keys: keysInLines(cell, { from: 0, titles: "any" }, writer.repo) };
  }
}

/** A row that begins with a label has the keys in its other cells; otherwise each cell counts by itself. */
function* keysSaidInRow(cells: readonly WrittenLine[], writer: Writer): Generator<Said> {
  const [first, ...others] = cells;
  const label = first === undefined ? null : labelOf(first);
  if (label !== null) {
    yield {
      phrase: label,
      keys: others.flatMap((cell) => keysInLines(cell, { from: 0, titles: "any" }, writer.repo)),
    };
    return;
  }
  const isOfAnother = first !== undefined && beginsWithAnother(first, writer);
  for (const line of cells) yield* keysSaidInBlock({ text: [], place: 0, block: paragraph, line, isOfAnother }, writer);
}

const paragraph: Block = { kind: "paragraph", depth: 0, runs: [] };

type Place = {
  readonly text: WrittenText;
  readonly place: number;
  readonly block: Block;
  readonly line: WrittenLine;
  /** It is in an item or a row that begins with another item's key. */
  readonly isOfAnother: boolean;
};

function* keysSaidInBlock(at: Place, writer: Writer): Generator<Said> {
  for (const phrase of dependencyPhrasesIn(at.line)) {
    const { keys, end } = keysAfter(at, phrase, writer.repo);
    const isHeading = at.block.kind === "heading";
    if (
      keys.length > 0 &&
      isStated({ before: phrase.before, after: at.line.text.slice(end, end + 300), isHeading }) &&
      !isInQuotes(at.line.text, phrase) &&
      !isSaidOfAnother(at, { phrase, end }, writer)
    ) {
      yield { phrase, keys };
    }
    if (keys.length === 0) yield* keysSaidOfThis(at, phrase, writer);
  }
}

/** The provider's side of a dependency, in an item's own text: `#7 blocks this`. */
function* keysSaidOfThis(
  { line, block, isOfAnother }: Place,
  phrase: DependencyPhrase,
  writer: Writer,
): Generator<Said> {
  const { before, start, at, words: verb, means } = phrase;
  // Inside an item about another one, `this` is that one.
  if (means !== "blocks" || (isOfAnother && !(block.kind === "item" && block.depth === 1))) return;
  const from = start - startOfSentence(before).length;
  const found = keysThatBlockThis({ line, from, start, verb }, at, writer);
  if (found === null || isInQuotes(line.text, phrase)) return;
  if (!isStated({ before, after: line.text.slice(found.end, found.end + 300), isHeading: false })) return;
  yield { phrase: { means: "blocked-by", words: found.words }, keys: found.keys, isBefore: true };
}

const quoteOpens = /(?:^|[\s(:])(?<quote>["'])[^"'\n]{0,60}$/u;

/**
 * `the label "blocked by #7"`: a quotation, not a statement. If the quotation ends after the phrase, it is a label
 * in quotes.
 */
function isInQuotes(text: string, { start, at }: DependencyPhrase): boolean {
  const quote = quoteOpens.exec(text.slice(Math.max(0, start - 80), start))?.groups?.["quote"];
  if (quote === undefined) return false;
  const [within = "", closing] = text.slice(at, at + 240).split(quote, 2);
  return closing !== undefined && !within.includes("\n") && /[\d\uFFFC]/u.test(within);
}

/** @param end of the keys: a label such as `Tickets blocked by:` may have them below it. */
function isSaidOfAnother(
  { line, isOfAnother }: Place,
  { phrase, end }: { readonly phrase: DependencyPhrase; readonly end: number },
  writer: Writer,
): boolean {
  const { start, at, before, words } = phrase;
  const from = start - startOfSentence(before).length;
  const said = { line, from, start, verb: words };
  const hasKeys = /^[^\n]*[\d\uFFFC]/u.test(line.text.slice(at, end));
  return (
    (isOfAnother && !isOwnFrom(line, from, start)) || (hasKeys && isAboutOthers(said)) || isAboutAnother(said, writer)
  );
}

/** The text between the phrase and the first key of the same line. */
const lead = new RegExp(
  String.raw`[ *_"']{0,4}(?:\([^()\n]{1,80}\)(?=[ *_]{0,4}:)[ *_]{0,4})?(?::|={1,2}>?|-{1,2}>|\u2192|\u2013|\u2014|-(?=[ ]))?[ *_]{0,8}(?:\p{Extended_Pictographic}[ ]{0,3}){0,2}(?:@[\w-]{1,40}[:,]?[ ]{1,3})?${thing}[[<({*_"']{0,4}`,
  "iuy",
);

type After = { readonly keys: readonly NamedKey[]; readonly end: number };

function keysAfter({ text, place, block, line }: Place, phrase: DependencyPhrase, repo: string | null): After {
  const isLabel = phrase.isLabel || /^[ *_"']{0,4}:/u.test(line.text.slice(phrase.at, phrase.at + 6));
  const { keys, at } = (isLabel ? titledKeysAt : keysAt)(line, skip(lead, line.text, phrase.at), repo);
  if (keys.length > 0) {
    const more = keysInLines(line, { from: at, titles: "none" }, repo);
    return { keys: [...keys, ...more], end: at };
  }
  const lineEnd = line.text.indexOf("\n", phrase.at);
  const rest = line.text.slice(phrase.at, lineEnd === -1 ? undefined : lineEnd);
  if (!isLabelRest(rest, block.kind === "heading")) return { keys: [], end: phrase.at };
  if (lineEnd !== -1) {
    const lines = { from: lineEnd, titles: phrase.isLabel ? "any" : "none", firstTitle: "any" } as const;
    const below = keysInLines(line, lines, repo);
    if (below.length > 0) return { keys: below, end: line.text.length };
  }
  if (line.text.slice(phrase.at + rest.length).trim() !== "") return { keys: [], end: phrase.at };
  return {
    keys: keysBelow(text, { place, isLabel: phrase.isLabel || /:\s*$/u.test(rest) }, repo),
    end: line.text.length,
  };
}
