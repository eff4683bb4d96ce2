import { once } from "../../../src/domain/tracking/once.ts";
import type { Inline, Tone } from "../../../src/ports/document.ts";
import { webAddress } from "../../kit/web-address.ts";
import { cleanText } from "../adf.ts";
import { escapeInside, escapeWiki } from "./escape.ts";

/** Grey as in the marks: for words that matter least. */
export const quietColor = "#8590a2";

/** Jira's own colours; Data Center has no lozenge of its own, and older databases refuse emoji. */
const badgeColors: Readonly<Record<Tone, string>> = {
  good: "#00875a",
  warning: "#b65c02",
  bad: "#de350b",
  neutral: "#5e6c84",
};

/** One line of wiki markup. Caches per line, since fitting renders the same lines many times. */
export const wikiLine = once((content: readonly Inline[]): string => {
  let line = "";
  const pieces = merged(content);
  for (const [place, piece] of pieces.entries()) {
    const next = pieces[place + 1];
    line += pieceOf(piece, { before: line, after: next?.type === "text" ? cleanText(next.text) : "" });
  }
  return line;
});

/** Adjacent plain texts are one: markup could begin in one and end in the next. */
function merged(content: readonly Inline[]): readonly Inline[] {
  const pieces: Inline[] = [];
  for (const next of content) {
    const last = pieces.at(-1);
    if (next.type === "text" && last?.type === "text") {
      pieces[pieces.length - 1] = { type: "text", text: `${last.text}${next.text}` };
    } else pieces.push(next);
  }
  return pieces;
}

type Around = { readonly before: string; readonly after: string };

function pieceOf(piece: Inline, around: Around): string {
  switch (piece.type) {
    case "text":
      return escapeWiki(piece.text);
    case "strong":
      return strong(piece.text, around);
    case "code": {
      const words = escapeInside(piece.text).trim();
      return words === "" ? "" : `{{${words}}}`;
    }
    case "link":
      return link(piece);
    case "badge":
      return colored(badgeColors[piece.tone], strong(piece.text.trim(), { before: "", after: "" }));
    default:
      return piece satisfies never;
  }
}

/** Jira needs `{*}` instead of `*` beside a letter; spaces belong outside. */
function strong(text: string, { before, after }: Around): string {
  const words = cleanText(text);
  const bare = words.trim();
  if (bare === "") return words;
  const start = words.slice(0, words.indexOf(bare));
  const end = words.slice(start.length + bare.length);
  const isInWord = (start === "" && /[\p{L}\p{N}\\*]$/u.test(before)) || (end === "" && /^[\p{L}\p{N}]/u.test(after));
  const mark = isInWord ? "{*}" : "*";
  return `${start}${mark}${escapeWiki(bare)}${mark}${end}`;
}

export function colored(color: string, markup: string): string {
  return markup === "" ? "" : `{color:${color}}${markup}{color}`;
}

/** `[words|address]`; addresses other than http(s) become text. */
function link({ text, url }: Extract<Inline, { type: "link" }>): string {
  const shown = cleanText(text).trim() === "" ? url : text;
  const address = webAddress(url);
  if (address === null) return escapeWiki(shown);
  return `[${escapeInside(shown).trim()}|${address.href.replaceAll(/[|[\]{}\\^]/gu, percent)}]`;
}

function percent(character: string): string {
  return `%${character.codePointAt(0)?.toString(16).toUpperCase().padStart(2, "0")}`;
}
