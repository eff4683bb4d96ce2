import { destinationOf } from "./address.ts";
import { keyRef, type KeyRef } from "../ids.ts";
import { issueKeyGrammar, keyEnd, numberGrammar, repositoryGrammar } from "../items/issue-key.ts";
import { isRetracted } from "./statement.ts";
import { signMark, type WrittenLine } from "./written-line.ts";

/** A key in a text. `end` is null for a placeholder in a list: a pull request, or a struck-out key. */
export type NamedKey = { readonly end: KeyRef | null; readonly words: string };

const address = String.raw`(?<repo>${repositoryGrammar})#(?<number>${numberGrammar})${keyEnd}`;
const bareNumber = String.raw`(?:#|GH-(?=\d))(?<bare>${numberGrammar})${keyEnd}`;
const url = String.raw`(?<url>https?://(?:(?![,;]https?:)[^\s<>()[\]"'\x60|\uFFFC]){1,2000})`;
const jiraKey = `(?<jira>${issueKeyGrammar})${keyEnd}`;

/** Any way to name an item, anywhere in a text. GH-7 is a number only in a repository. */
export const anyKey = String.raw`(?<![A-Z\d])(?:${url}|(?<![/\w.-])(?:${address}|${bareNumber})|${jiraKey})`;

const keyHere = new RegExp(`(?:(?<sign>\uFFFC)|${url}|${address}|${bareNumber}|${jiraKey})`, "iuy");
/** Punctuation at the end of a sentence is not part of the address before it. */
const trailing = /[.,;:!?*_~'\u2019\u201D\u3002\uFF0C]+$/u;

const opening = String.raw`[[<({*_"']{0,4}`;
const kind = String.raw`(?:(?:jira|github|open)[ ])?(?:issue|ticket|(?:user[ ])?stor(?:y|ie)|(?:sub-?)?task|epic|bug|defect|spike|(?:work[ ])?item|card|feature)s?(?:[ ]no\.?)?:?`;
/** `the tickets`, `both`, `the following issues:`. */
export const thing = String.raw`(?:(?:the|both|either|these:?|those|our)[ ]{1,3}){0,2}(?:following:?[ ]{1,3})?(?:${kind}[ ]{1,3})?`;
const linkers = String.raw`(?:and/or|and|or|as well as|plus|also|&|\+)`;
/** Separators of keys in one sentence; between two keys a space is enough. */
const joint = new RegExp(
  String.raw`(?:[ ]{0,4}[,;][ ]{0,4}\n?[ ]{0,4}(?:${linkers}[ ]{1,3}){0,2}${thing}|[ ]{1,4}(?:${linkers}[ \n]{1,3}){1,2}(?:(?:by|on)[ ]{1,3})?${thing}|[ ]{0,2}/[ ]{0,2}|[ ]{1,4})${opening}`,
  "iuy",
);
/** Text that may follow a key: the end of its markup, the rest of a wiki link. */
const tail = /(?:\|[^\]\n]{0,2000}\])?[\])>}*_"']{0,6}/uy;
/** A title in parentheses, or emoji, if the list continues after it. */
const remark = /(?:[ ]{0,2}(?:\([^()\n]{1,120}\)|\p{Extended_Pictographic})){1,3}(?=[ ]{0,4}(?:[,;&+]|and |or ))/uy;
/** A key followed by these words begins a new sentence. */
const ownSentence =
  /[ ]{1,3}(?:is|are|was|were|has|have|had|will|can|could|should|would|must|may|might|does|did|isn't|doesn't|needs?|depends?|blocks|fixes|adds|looks|seems|waits?)(?!\w)/iuy;

/** No human list is longer; prevents repeated parsing of nested lists. */
export const longestList = 100;

export type ReadKeys = { readonly keys: readonly NamedKey[]; /** The end of the parsed text. */ readonly at: number };

/** Keys from `from` on, for as long as separators join them; none if there is no key at `from`. */
export function keysAt({ text, signs }: WrittenLine, from: number, repo: string | null): ReadKeys {
  const keys: NamedKey[] = [];
  let at = from;
  let end = from;
  while (keys.length < longestList) {
    keyHere.lastIndex = at;
    const match = keyHere.exec(text);
    if (match === null) break;
    const sign = match.groups?.["sign"] === undefined ? undefined : signs.get(match.index);
    const words = sign?.words ?? wordsOf(match);
    const length = sign === undefined ? words.length : 1;
    if (keys.length > 0 && skip(ownSentence, text, at + length) > at + length) break;
    keys.push({ end: sign === undefined ? keyOf(match, words, repo) : sign.end, words });
    end = skip(tail, text, at + length);
    const after = skip(joint, text, skip(remark, text, end));
    // Two smart links may touch each other.
    if (after === end && text[end] !== signMark) break;
    at = after;
  }
  return { keys, at: end };
}

const nextKey = anyKey.replaceAll(/\?<[a-z]+>/gu, "?:");
/** ` - title, ` between two keys that have a title each. */
const titled = new RegExp(
  String.raw`[ ]{1,2}[-\u2013\u2014][ ]{1,2}[^,;.!?()\n]{1,100}[,;][ ]{1,4}(?=(?:${nextKey}|\uFFFC)[ ]{1,2}[-\u2013\u2014][ ])`,
  "iuy",
);

/** The same for the keys of a label, which may have titles: `Blocked by: PAY-1 - the cart, PAY-2 - the form`. */
export function titledKeysAt(line: WrittenLine, from: number, repo: string | null): ReadKeys {
  let read = keysAt(line, from, repo);
  while (read.keys.length > 0 && read.keys.length < longestList) {
    const start = skip(titled, line.text, read.at);
    if (start === read.at) break;
    const next = keysAt(line, start, repo);
    if (next.keys.length === 0 || isRetracted(line.text.slice(next.at))) break;
    read = { keys: [...read.keys, ...next.keys], at: next.at };
  }
  return read;
}

/** The words of a match of `anyKey`: an address without the punctuation that ends the sentence. */
function wordsOf({ 0: words, groups }: RegExpExecArray): string {
  return groups?.["url"] === undefined ? words : words.replace(trailing, "");
}

/** The end of the sticky pattern's match at `from`; else `from`. */
export function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

/** The item that a match of `anyKey` names; null if it is none. */
function keyOf(match: RegExpExecArray, words: string, repo: string | null): KeyRef | null {
  const { jira, url: page, repo: owner, number, bare } = match.groups ?? {};
  if (jira !== undefined) return keyRef("jira", words);
  if (page !== undefined) {
    const leadsTo = destinationOf(words);
    return leadsTo === "pull-request" ? null : leadsTo;
  }
  if (owner !== undefined) return keyRef("github", `${owner}#${number}`);
  if (repo !== null) return keyRef("github", `${repo}#${bare}`);
  // Outside of a repository, GH is a project like any other.
  return words.startsWith("#") ? null : keyRef("jira", words);
}
