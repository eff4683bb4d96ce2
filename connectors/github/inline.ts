import type { Inline, Tone } from "../../src/ports/document.ts";
import { inertMarkdown, inertStart, plainLine } from "./inert.ts";

const badges: Readonly<Record<Tone, string>> = { good: "🟢", warning: "🟡", bad: "🔴", neutral: "⚪" };

/** @param webUrl of the GitHub it is written to. */
export type InlineContext = { readonly webUrl: string };

/** One line of Markdown; never starts a block of its own. */
export function inlineLine(content: readonly Inline[], context: InlineContext): string {
  let line = "";
  for (const inline of joined(content)) line += inlineOf(inline, line, context);
  return inertStart(line.trim());
}

type Piece = Exclude<Inline, { readonly type: "badge" }>;

/** Texts side by side become one: `GH-` and `26` are harmless each for itself only. */
function joined(content: readonly Inline[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const inline of content) {
    const piece: Piece =
      inline.type === "badge" ? { type: "text", text: `${badges[inline.tone]} ${inline.text}` } : inline;
    const last = pieces.at(-1);
    if (piece.type === "text" && last?.type === "text") {
      pieces[pieces.length - 1] = { type: "text", text: last.text + piece.text };
    } else pieces.push(piece);
  }
  return pieces;
}

/** @param before what stands left of it: equal signs that touch each other would be read as one. */
function inlineOf(inline: Piece, before: string, context: InlineContext): string {
  switch (inline.type) {
    case "text":
      return inertMarkdown(inline.text);
    case "strong":
      return strong(inline.text, before);
    case "code":
      return code(inline.text, before);
    case "link":
      return link(inline.text, inline.url, context);
    default:
      return inline satisfies never;
  }
}

/** Asterisks only where they are sure to work: around words, with the space outside. */
function strong(text: string, before: string): string {
  const [, lead = "", core = "", tail = ""] = /^(\s*)(.*?)(\s*)$/su.exec(plainLine(text)) ?? [];
  if (core === "") return lead;
  const isWord = /^[\p{L}\p{N}]/u.test(core) && (/[\p{L}\p{N}]$/u.test(core) || tail !== "");
  const inert = inertMarkdown(core);
  const isApart = lead !== "" || !before.endsWith("*");
  return isWord && isApart ? `${lead}**${inert}**${tail}` : `${lead}<b>${inert}</b>${tail}`;
}

function code(text: string, before: string): string {
  const line = plainLine(text);
  if (line.trim() === "") return line;
  // Inside a code span nothing is alive and nothing can be escaped.
  const isPlain = !/[`|\\]|^\s|\s$/u.test(line) && !before.endsWith("`");
  return isPlain ? `\`${line}\`` : `<code>${inertMarkdown(line)}</code>`;
}

function link(text: string, url: string, context: InlineContext): string {
  const target = targetOf(url, context);
  const inert = inertMarkdown(text).trim();
  if (target === null || inert === "") return inertMarkdown(text);
  return `[${inert}](${target})`;
}

const discussed = /^\/[\w.-]+\/[\w.-]+\/(?:issues|pull|discussions)\/\d+/u;

/**
 * An address as it can stand in a link; null for anything but http and https. A link to an issue on github.com would
 * leave a backlink in that timeline: GitHub's own redirect host leads there without.
 */
function targetOf(address: string, { webUrl }: InlineContext): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (webUrl === "https://github.com" && url.hostname === "github.com" && discussed.test(url.pathname)) {
    url.hostname = "redirect.github.com";
  }
  return url.href.replaceAll(/[()[\]<>|\\*_~`$'"\s]/gu, percent).replaceAll("&", "&amp;");
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
