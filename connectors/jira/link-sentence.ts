import { keyRef } from "../../src/domain/ids.ts";
import type { LinkValue } from "../../src/domain/items/history.ts";
import { issueKey } from "../../src/domain/items/issue-key.ts";
import { isSystemType } from "./map-links.ts";
import type { LinkType } from "./site.ts";

/** Words of a link type at one end of a link. */
type Wording = { readonly type: LinkType; readonly words: string; readonly direction: "outward" | "inward" };

/** A line of the changelog: the other issue's key, and `This issue is blocked by PAY-12` in the site's language. */
type Line = { readonly key: string; readonly sentence: string };

/**
 * The link that a changelog names. Jira gives neither type nor direction, but the sentence ends with the words of one of
 * the site's types; the longest count, since `is blocked by` of one type may end with `blocked by` of another.
 * @returns null for Jira's own hierarchy, or without a key
 */
export function linkNamed(types: readonly LinkType[], { key, sentence }: Line): LinkValue | null {
  if (!issueKey.test(key)) return null;
  const said = wordsBefore(sentence, key);
  const fitting = types.flatMap(wordingsOf).filter(({ words }) => ` ${said}`.endsWith(` ${words}`));
  const longest = Math.max(...fitting.map(({ words }) => words.length));
  const best = fitting.filter(({ words }) => words.length === longest);
  const [first] = best;
  const isOneType = first !== undefined && best.every(({ type }) => type.id === first.type.id);
  if (isOneType && isSystemType(first.type.name)) return null;
  return {
    origin: "jira-link",
    typeId: isOneType ? first.type.id : null,
    typeName: isOneType ? first.type.name : sentence,
    direction: isOneType && best.length === 1 ? first.direction : null,
    end: keyRef("jira", key),
  };
}

function wordsBefore(sentence: string, key: string): string {
  const said = plain(sentence);
  const end = plain(key);
  return said.endsWith(` ${end}`) ? said.slice(0, -end.length - 1) : said;
}

function wordingsOf(type: LinkType): readonly Wording[] {
  const both = [
    { type, words: plain(type.outward ?? ""), direction: "outward" as const },
    { type, words: plain(type.inward ?? ""), direction: "inward" as const },
  ];
  return both.filter(({ words }) => words !== "");
}

function plain(words: string): string {
  return words.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
}
