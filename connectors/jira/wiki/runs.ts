import type { Run } from "../../../src/domain/references/written.ts";
import { unescapeWiki } from "./escape.ts";

/** What stands for more than its letters: a link, monospace, an image, an address, struck out words. */
const special = new RegExp(
  [
    String.raw`\\[-#*_+?^~|%{}[\]()!@\\]`,
    String.raw`\[(?<link>[^\]\n]{1,2500})\]`,
    String.raw`\{\{(?<code>[^}\n]{0,500})\}\}`,
    String.raw`(?<![\w!])!(?<image>[^\s!|][^!\n]{0,500})!(?!\w)`,
    String.raw`(?<url>https?:\/\/[^\s|\]{}<>"]{1,2000})`,
    String.raw`(?:(?<![\p{L}\p{N}\\-])-|\{-\})(?=[^\s-])(?<struck>[^\n]{1,1000}?)(?<=[^\s-])(?:-(?![\p{L}\p{N}-])|\{-\})`,
  ].join("|"),
  "gu",
);

/** The words of a line, in runs of one format. */
export function runsIn(line: string, struck = false): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const match of line.matchAll(special)) {
    if (match[0].startsWith("\\")) continue;
    runs.push(...plain(line.slice(from, match.index), struck), ...runsOf(match.groups ?? {}, struck));
    from = match.index + match[0].length;
  }
  return [...runs, ...plain(line.slice(from), struck)];
}

function runsOf({ link, url, struck: words }: Record<string, string | undefined>, struck: boolean): readonly Run[] {
  const strike: Struck = struck && { struck: true };
  if (words !== undefined) return runsIn(words, true);
  // An address as it is: none of its letters is markup.
  if (url !== undefined) return [{ text: url, ...strike }];
  if (link === undefined) return [{ text: " " }];
  return linkRuns(link, strike);
}

/** `[words|address]`, `[address]`; mentions `[~user]`, attachments `[^file]` and anchors `[#place]` say nothing. */
type Struck = false | { readonly struck: true };

function linkRuns(link: string, strike: Struck): readonly Run[] {
  const parts = link.split("|");
  const [words = "", target = words] = parts;
  if (/^[~^#]/u.test(target)) return [{ text: parts.length > 1 ? unescapeWiki(words) : " ", ...strike }];
  const href = target.trim();
  if (/^(?:https?|mailto):/iu.test(href)) return [{ text: unescapeWiki(words), href, ...strike }];
  // No link: words in brackets.
  return [{ text: unescapeWiki(`[${link}]`), ...strike }];
}

/** `(!)`, `(/)`: Jira's own emoji, without the question mark. */
const emoticon = /(?<![\p{L}\p{N}\\])\((?:[!/xi+yn-]|on|off|\*[rgby]?)\)/gu;

/** Without the marks of bold, italic, underlined and small words, as far as they stand at a word's edge. */
function plain(text: string, struck: boolean): readonly Run[] {
  const bare = text
    .replaceAll(emoticon, "\u25AA")
    .replaceAll(/(?<!\\)\{[*_+^~]\}/gu, "")
    .replaceAll(/(?<![\p{L}\p{N}\\])(?:[*_+^~]|\?\?)(?=\S)|(?<=[^\s\\])(?:[*_+^~]|\?\?)(?![\p{L}\p{N}])/gu, "")
    .replaceAll(/\\\\/gu, "\n");
  return bare === "" ? [] : [{ text: unescapeWiki(bare), ...(struck && { struck: true }) }];
}
