import { cleanText } from "../adf.ts";

/**
 * Escapes foreign text, so that wiki markup contains none of its markup, links, images, mentions or emoticons. A
 * backslash works for the characters that Jira's renderer lists (`BackslashEscapeRendererComponent` of
 * atlassian-renderer) and only in running text; an entity works everywhere (`HtmlEscapeRendererComponent` keeps them).
 */
const special = /&(?=#?\w{1,32};)|\\|[-#*_+?^~|{}[\]()!]|:(?=\/\/)|(?<=\bmailto):|:(?=[DPp])|(?<=\b(?:h[1-6]|bq))\./giu;

const afterBackslash = /[-#*_+?^~|{}[\]()!]/u;

/** Text in a paragraph, an item or a cell: on one line. */
export function escapeWiki(text: string): string {
  return cleanText(text).replaceAll(special, (character) =>
    afterBackslash.test(character) ? `\\${character}` : entity(character),
  );
}

/** Text in a link or in monospace, where Jira shows a backslash. */
export function escapeInside(text: string): string {
  return cleanText(text).replaceAll(special, entity);
}

function entity(character: string): string {
  return character === "&" ? "&amp;" : `&#${character.codePointAt(0)};`;
}

const known: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["nbsp", "\u00a0"],
]);

/** The words behind escaped text. */
export function unescapeWiki(text: string): string {
  return text.replaceAll(/\\[-#*_+?^~|%{}[\]()!@]|&#\d{1,6};|&(?:amp|lt|gt|quot|nbsp);/gu, (escaped) => {
    if (escaped.startsWith("\\")) return escaped.slice(1);
    if (!escaped.startsWith("&#")) return known.get(escaped.slice(1, -1)) ?? escaped;
    return characterAt(Number(escaped.slice(2, -1))) ?? escaped;
  });
}

/** Null for a number that is no character: beyond Unicode, or half a pair. */
function characterAt(point: number): string | null {
  const isCharacter = point <= 0x10_ff_ff && (point < 0xd8_00 || point > 0xdf_ff);
  return isCharacter ? String.fromCodePoint(point) : null;
}
