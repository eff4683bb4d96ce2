import type { KeyRef } from "../ids.ts";
import { anyKey, keyOf, wordsOf } from "./key-list.ts";
import { authoredText } from "./authored-text.ts";

const anywhere = new RegExp(anyKey, "giu");
/**
 * Every key in a text, whatever it says: for a pull request's title, branch and body.
 * @param repo `owner/repo` of a bare `#7`; without it, skips bare numbers
 * @returns in the order of the text, without repeats. Words like `UTF-8` look the same as keys: compare with known
 * projects.
 */
export function mentionedKeys(text: string, repo: string | null = null): readonly KeyRef[] {
  const keys = new Set<KeyRef>();
  for (const match of authoredText(text).matchAll(anywhere)) {
    for (const words of readingsOf(match)) {
      const key = keyOf(match, words, repo);
      if (key !== null) keys.add(key);
    }
  }
  return [...keys];
}

/**
 * Branches put words before a key: `fix_PAY-12` is PAY-12, because no key mixes cases; `fix_pay-12` is ambiguous, so it
 * gives both.
 */
function readingsOf(match: RegExpExecArray): readonly string[] {
  const whole = wordsOf(match);
  if (match.groups?.["jira"] === undefined || !whole.includes("_")) return [whole];
  const last = whole.slice(whole.lastIndexOf("_") + 1);
  if (isUpper(last) || !isLower(last)) return [inOneCase(whole)];
  return isLower(whole) ? [whole, last] : [last];
}

/** The last words in upper case: `PAY_X-12` of `fix_PAY_X-12`. */
function inOneCase(whole: string): string {
  const parts = whole.split("_");
  const from = parts.findLastIndex((part) => !isUpper(part));
  return parts.slice(from === parts.length - 1 ? from : from + 1).join("_");
}

function isUpper(text: string): boolean {
  return text === text.toUpperCase();
}

function isLower(text: string): boolean {
  return text === text.toLowerCase();
}
