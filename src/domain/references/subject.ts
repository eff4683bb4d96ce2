import type { KeyRef } from "../ids.ts";
import { anyKey, keysAt, type NamedKey } from "./key-list.ts";
import { keyAtStart } from "./keys-below.ts";
import type { Block } from "./written.ts";
import { signMark, type WrittenLine } from "./written-line.ts";

/** The item whose text it is. */
export type Writer = {
  /** `owner/repo` of a bare `#7`; null if there is none. */
  readonly repo: string | null;
  /** Whether a key names the item whose text it is. */
  readonly isOwn: (end: KeyRef) => boolean;
};

/** A phrase in its line, and the start of its sentence. */
export type Said = { readonly line: WrittenLine; readonly from: number; readonly start: number; readonly verb: string };

/** Words that make the item itself the subject, whatever was named before. */
const ownSubject = /(?<![\w'])(?:this|these|we|i|our|my|us)(?!\w)/iu;

const adverbs = String.raw`(?:\s(?:also|still|now|itself|already|only|too|again|both|all|currently|[a-z]{2,12}ly))*`;
/** `#7 depends on`: between the key and a verb of its own. */
const beforeVerb = new RegExp(String.raw`^(?:\s\([^()\n]{1,60}\))?${adverbs}\s$`, "iu");
/** `#7 is still blocked by`: between the key and an adjective that needs a verb. */
const beforeState = new RegExp(
  String.raw`^(?:'s|(?:\s\([^()\n]{1,60}\))?${adverbs}\s(?:is|are|gets|get|will be|has been|have been))${adverbs}\s$`,
  "iu",
);
/** `#7, which is blocked by`, `#7 (blocked by`. */
const beforeAside = new RegExp(
  String.raw`^(?:,?\s(?:which|that)(?:\s(?:is|are))?|\s?\((?:which\s)?(?:is|are)?\s?)${adverbs}\s?$`,
  "iu",
);

/**
 * Whether a sentence is about another item: it begins with that item's key (`#12 the page (depends on`), or the key is
 * its subject (`so PAY-7 depends on`, `see PAY-7, which is blocked by`).
 */
export function isAboutAnother(said: Said, writer: Writer): boolean {
  const { line, from, start } = said;
  const first = keyAtStart(line, from, writer.repo);
  const hasFirst = first.keys.length > 0 && first.at <= start;
  if (hasFirst && isOfAnother(first.keys, writer) && !isOwnFrom(line, first.at, start)) return true;
  const last = lastKeyIn({ ...said, from: hasFirst ? first.at : from }, writer.repo);
  if (last === null || joined.test(line.text.slice(hasFirst ? first.at : from, last.start))) return false;
  return isOfAnother(last.keys, writer) && isSubject(line.text.slice(last.at, start), said.verb);
}

/** `PAY-1 and PAY-2 depend on`, `this and PAY-2 depend on`. */
const joined = /(?:^|(?<!\w)(?:this(?: \w+)?|we))[\s,]*(?:and|or|&|\/)\s*$/iu;

/** Whether text that begins with a key is about that item. */
export function beginsWithAnother(line: WrittenLine, writer: Writer): boolean {
  return isOfAnother(keyAtStart(line, 0, writer.repo).keys, writer);
}

/** Whether words make the text's own item their subject. */
export function isOwnFrom(line: WrittenLine, from: number, to: number): boolean {
  return ownSubject.test(line.text.slice(from, to));
}

function isSubject(between: string, verb: string): boolean {
  return beforeAside.test(between) || (isState(verb) ? beforeState : beforeVerb).test(between);
}

/** An adjective, which needs a verb of its own. */
function isState(verb: string): boolean {
  return /^(?:blocked|blocking|dependent)/iu.test(verb);
}

/** The item of the text as the object that ends a sentence: `#7 blocks this story`. */
const thisAlone =
  /^ (?:this|us)(?: (?:issue|ticket|(?:user )?story|(?:sub-?)?task|epic|bug|feature|card|(?:work )?item|work|one))?(?=[ *_]{0,4}(?:[.;!]|\n|$))/iu;

/**
 * The keys with which a sentence begins, if they are its subject and this item is all of its object.
 * @param at the end of the verb
 * @returns the keys, the words from the verb on, and their end; null for another sentence
 */
export function keysThatBlockThis({ line, from, start, verb }: Said, at: number, writer: Writer) {
  const object = thisAlone.exec(line.text.slice(at, at + 40))?.[0];
  const { keys, at: end } = keyAtStart(line, from, writer.repo);
  const between = line.text.slice(end, start);
  if (object === undefined || end > start || !isOfAnother(keys, writer) || !isSubject(between, verb)) return null;
  return { keys, words: `${between}${verb}${object}`.trim(), end: at + object.length };
}

const thing =
  "(?:work )?(?:issue|ticket|task|sub-?task|item|epic|bug|feature|card|team|service|project|user|person|one|pr)";
const others = String.raw`(?<!(?<![\w'])(?:our|my|its|(?:this|it)(?: is|'s)) (?:\w+ )?)(?<![\w'])(?:${thing}s|(?:sub-?)?stories|people|those|others|(?:every|any)(?:thing|body|one)|(?:an?|any|every|each|another) (?:\w+ )?(?:${thing}|story))`;
/** `all stories that depend on`, `everyone who also depends on`. */
const othersWho = new RegExp(String.raw`${others} (?:that|which|who)${adverbs}\s$`, "iu");
/** `issues blocked by`, `a story that is blocked by`; not `the stories are blocked by`. */
const othersInState = new RegExp(
  String.raw`${others}(?: (?:that|which|who)${adverbs}(?: (?:is|are|gets|get|will be))?)?${adverbs}\s$`,
  "iu",
);

/** Whether a phrase tells which other things are meant, and nothing of the item: `re-estimate all stories that depend on`. */
export function isAboutOthers({ line, from, start, verb }: Said): boolean {
  return (isState(verb) ? othersInState : othersWho).test(line.text.slice(from, start));
}

const named = new RegExp(`${anyKey}|${signMark}`, "giu");

function lastKeyIn({ line, from, start }: Said, repo: string | null) {
  const last = [...line.text.slice(from, start).matchAll(named)].at(-1);
  return last === undefined ? null : { start: from + last.index, ...keysAt(line, from + last.index, repo) };
}

/** Words such as `phase-2` look the same as keys: as a subject a Jira key counts in upper case only. */
function isOfAnother(keys: readonly NamedKey[], { isOwn }: Writer): boolean {
  const certain = keys.filter(({ end, words }) =>
    end === null ? /\/pull\/\d/u.test(words) : /[#/]/u.test(words) || words === words.toUpperCase(),
  );
  return certain.length > 0 && !certain.some(({ end }) => end !== null && isOwn(end));
}

/** The list items around a block, during a walk through a text. */
export class OuterItems {
  /** By depth, whether the item there begins with another item's key. */
  readonly #items: boolean[] = [];
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Whether the block is an item that begins with another item's key, or is inside one. */
  enter(block: Block, line: WrittenLine): boolean {
    const depth = block.kind === "item" || block.kind === "paragraph" ? block.depth : 0;
    this.#items.length = Math.min(this.#items.length, block.kind === "item" ? depth : depth + 1);
    if (block.kind === "item") this.#items[depth] = beginsWithAnother(line, this.#writer);
    return depth > 0 && this.#items.some(Boolean);
  }
}
