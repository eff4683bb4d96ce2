import { anyKey } from "./key-list.ts";
import { sentenceBefore } from "./statement.ts";
import { signMark, type WrittenLine } from "./written-line.ts";

/** The words that give the direction: `Blocked by`, `Depends on`, `Blocks`. */
export type DependencyPhrase = {
  readonly means: "blocked-by" | "blocks";
  readonly words: string;
  /** The text before it in its block, as far as a sentence can reach. */
  readonly before: string;
  /** Its start. */
  readonly start: number;
  /** Its end. */
  readonly at: number;
  /** Nothing of its sentence precedes it: `Blocked by:`. */
  readonly isLabel: boolean;
};

const pattern =
  /(?<![\w-])(?:blocked[ \n_-]{1,3}(?:by|on|upon)|depend(?:s|ent)?[ \n_-]{1,3}(?:up)?on|blocks|blocking)(?![\w-])/giu;

const stem = /block(?:ed|s|ing)|depend|[\u200B\u200C\u2060\uFEFF\uFFFC]|\u200D|\uFE0F/iu;

/**
 * Whether a text may contain a connector, before anything has parsed it: most texts contain none. Signs without width
 * may divide the word.
 */
export function mayContainPhrase(text: string): boolean {
  return stem.test(text);
}

/** `is blocking`, or `Blocking` as the first word; not `a blocking issue`. */
const beforeBlocking = /(?:^|(?:(?<!\w)(?:is|are|am|be|now|also|still|\w+ly)|'s|'re) )$/iu;
const blockingThing = /^ (?:issue|ticket|stor|task|epic|bug|item|problem|pr|question|work)/iu;
/** `code blocks`, `the blocks`: nouns, not a verb. */
const beforeNoun = /(?<!\w)(?:code|building|text|time|road|the|these|those|some|all|of|two|three) $/iu;
const enough = 240;

const label = /^[ *_"']{0,4}(?:[:=\u2192]|-{1,2}>|[ ][-\u2013\u2014][ ])/u;

const key = `(?:${anyKey.replaceAll(/\?<[a-z]+>/gu, "?:")}|${signMark})`;
/** A whole line such as `closes #3`, `part of #3`, `see PAY-3`, `blocks #8 and #9`, `Epic: PAY-3`, and a line break. */
const lineOfItsOwn = new RegExp(
  String.raw`(?:^|\n)[ *_-]*(?:[a-z][\w -]{0,20}:|(?:close|fix(?:e)?|resolve)[sd]?|part of|(?:child|split|follow-?up|relat\w+|refer\w*) (?:of|from|to)|refs?|see(?: also)?|block(?:s|ed by)|depends? on)[ *_]{1,4}${key}(?:[ ,]{1,3}(?:and )?${key}){0,9}[ .*_]*\n *$`,
  "iu",
);

/** A line that begins with `Blocked by`, or with `blocked by:`, does not continue the sentence of the line above. */
function wordsBefore(text: string, { 0: words, index }: RegExpExecArray): string {
  const before = text.slice(Math.max(0, index - enough), index);
  if (!/\n *$/u.test(before)) return before;
  const isOfItsOwn = /^[A-Z]/u.test(words) || label.test(text.slice(index + words.length, index + words.length + 8));
  return isOfItsOwn || lineOfItsOwn.test(before) ? "" : before;
}

/** `Blocks / blocked by`, `blocks or is blocked by`: what joins two phrases into a label for both. */
const between = /^[ *_"'()]{0,4}(?:\/|\||,|&|or|and)?[ *_"'()]{0,4}(?:(?:or|and|is|are|be) ){0,2}$/iu;

/** Every phrase of a block, whatever its sentence says; none of those with an open direction. */
export function* dependencyPhrasesIn(line: WrittenLine): Generator<DependencyPhrase> {
  let last: DependencyPhrase | null = null;
  let isOpen = false;
  for (const phrase of everyPhrase(line)) {
    const isJoined = last !== null && between.test(line.text.slice(last.at, phrase.start));
    const isOtherWay = isJoined && last?.means !== phrase.means;
    if (last !== null && !isOpen && !isOtherWay) yield last;
    isOpen = isOtherWay || (isOpen && isJoined);
    last = phrase;
  }
  if (last !== null && !isOpen) yield last;
}

function* everyPhrase({ text }: WrittenLine): Generator<DependencyPhrase> {
  for (const match of text.matchAll(pattern)) {
    const verb = match[0].toLowerCase();
    const before = wordsBefore(text, match);
    const at = match.index + match[0].length;
    const sentence = sentenceBefore(before);
    if (verb === "blocking" && !(beforeBlocking.test(sentence) && !blockingThing.test(text.slice(at, at + 20))))
      continue;
    if (verb === "blocks" && beforeNoun.test(sentence)) continue;
    yield {
      means: /^block(?:s|ing)$/u.test(verb) ? "blocks" : "blocked-by",
      words: match[0].replaceAll(/\s+/gu, " "),
      before,
      start: match.index,
      at,
      isLabel: sentence.trim() === "",
    };
  }
}
