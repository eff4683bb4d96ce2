import { destinationOf } from "./address.ts";
import type { KeyRef } from "../ids.ts";
import type { Run } from "./written.ts";

/** The words of one block; one sign replaces a link to an item, or struck-out words. */
export type WrittenLine = { readonly text: string; readonly signs: ReadonlyMap<number, Sign> };

/** `end` is null for a pull request, and for struck-out text: it keeps a place in a list, and means nothing. */
export type Sign = { readonly end: KeyRef | null; readonly words: string; readonly isStruck: boolean };

/** The character for a sign in the text. */
export const signMark = "\uFFFC";

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\r\n?/gu, "\n"],
  [/\u200B|\u200C|\u200D|\u2060|\uFEFF|\uFE0F|\uFFFC/gu, ""],
  [/[\t\u00A0\u2000-\u200A\u202F\u3000]/gu, " "],
  [/\uFF1A/gu, ":"],
  [/[\uFF0C\u3001]/gu, ","],
  [/\uFF1B/gu, ";"],
  [/\uFF1F/gu, "?"],
  [/\u3002/gu, "."],
  [/[\u2018-\u201B\u02BC]/gu, "'"],
  [/[\u201C-\u201F\u00AB\u00BB]/gu, '"'],
  // An emoji by its name: `:white_check_mark:`.
  [/(?<![\w:/]):[a-z+-][\w+-]{0,40}:(?![\w/])/gu, "\u25AA"],
  [/[\u2010\u2011]/gu, "-"],
];

/** Labels look at the blocks below them: each line is made once. */
const known = new WeakMap<readonly Run[], WrittenLine>();

export function lineOf(runs: readonly Run[]): WrittenLine {
  const line = known.get(runs) ?? made(runs);
  known.set(runs, line);
  return line;
}

function made(runs: readonly Run[]): WrittenLine {
  let text = "";
  const signs = new Map<number, Sign>();
  for (const run of runs) {
    const sign = signOf(run);
    if (sign === null) {
      text += plain(run.text);
      continue;
    }
    // A space at either end of a link is not part of it.
    const { before = "", behind = "" } = spaces.exec(run.text)?.groups ?? {};
    text += before;
    signs.set(text.length, sign);
    text += signMark + behind;
  }
  return { text, signs };
}

const spaces = /^(?<before>\s*)\S(?:.*\S)?(?<behind>\s*)$/su;

/** What one of the replacements may find: most texts have nothing of it. */
const replaceable = /[^\n -~]|:[a-z+-]/u;

function plain(text: string): string {
  if (!replaceable.test(text)) return text;
  return replacements.reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text);
}

function signOf({ text, href, struck = false }: Run): Sign | null {
  if (struck) return { end: null, words: text, isStruck: true };
  const leadsTo = href === undefined || text.trim() === "" ? null : destinationOf(href);
  if (leadsTo === null) return null;
  return { end: leadsTo === "pull-request" ? null : leadsTo, words: href ?? text, isStruck: false };
}
