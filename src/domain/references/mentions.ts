import type { KeyRef } from "../ids.ts";
import { anyKey, keyOf, wordsOf } from "./key-list.ts";
import { proseOf } from "./prose.ts";

const anywhere = new RegExp(anyKey, "giu");
/**
 * Every key a text names, whatever it says of it: for a pull request's title, branch and body.
 * @param repo `owner/repo` that a bare `#7` belongs to; without it, bare numbers are left out.
 * @returns in the order of the text, without repeats. Words like `UTF-8` look the same as keys: compare with known projects.
 */
export function mentionedKeys(text: string, repo: string | null = null): readonly KeyRef[] {
  const keys = new Set<KeyRef>();
  for (const match of proseOf(text).matchAll(anywhere)) {
    for (const words of readingsOf(match)) {
      const key = keyOf(match, words, repo);
      if (key !== null) keys.add(key);
    }
  }
  return [...keys];
}

/**
 * Branches put words before a key: `fix_PAY-12` is PAY-12, since no key mixes cases; `fix_pay-12` may be either, so both
 * are named.
 */
function readingsOf(match: RegExpExecArray): readonly string[] {
  const whole = wordsOf(match);
  if (match.groups?.["jira"] === undefined || !whole.includes("_")) return [whole];
  const last = whole.slice(whole.lastIndexOf("_") + 1);
  if (isUpper(last) || !isLower(last)) return [inOneCase(whole)];
  return isLower(whole) ? [whole, last] : [last];
}

/** The last words that are in upper case: `PAY_X-12` of `fix_PAY_X-12`. */
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
