import type { Inline } from "../../src/ports/document.ts";
import { badges } from "../kit/badges.ts";
import { webAddress } from "../kit/web-address.ts";
import { escapeMarkdown, escapeStart, plainLine } from "./escape.ts";

export type InlineContext = {
  /** Web address of the GitHub of the text. */
  readonly webUrl: string;
  /** Address of Signalbox's redirect to issues; null if people cannot reach Signalbox. */
  readonly through: string | null;
};

/** One line of Markdown; never starts a block of its own. */
export function inlineLine(content: readonly Inline[], context: InlineContext): string {
  let line = "";
  for (const piece of joined(content.map((inline) => pieceOf(inline, context)))) line += markdownOf(piece, line);
  return escapeStart(line.trim());
}

type Piece = { readonly type: "text" | "strong" | "code"; readonly text: string } | Link;
type Link = { readonly type: "link"; readonly text: string; readonly target: string };

/** Keeps a badge's emoji on the line of its word. */
const together = "\u00a0";

/** A badge becomes an emoji and its word; a link without a valid target, or with invisible text, becomes text. */
function pieceOf(inline: Inline, context: InlineContext): Piece {
  if (inline.type === "badge") return { type: "text", text: `${badges[inline.tone]}${together}${inline.text}` };
  const { text } = inline;
  if (plainLine(text).trim() === "") return { type: "text", text };
  if (inline.type !== "link") return inline;
  const target = targetOf(inline.url, context);
  return target === null ? { type: "text", text } : { type: "link", text, target };
}

/** Joins adjacent texts before escaping: `GH-` and `26` are harmless only separately. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (piece.type === "text" && last?.type === "text") {
      whole[whole.length - 1] = { type: "text", text: last.text + piece.text };
    } else whole.push(piece);
  }
  return whole;
}

/** @param before the text to the left: GitHub would merge adjacent equal markup characters */
function markdownOf(piece: Piece, before: string): string {
  switch (piece.type) {
    case "text":
      return escapeMarkdown(piece.text);
    case "strong":
      return strong(piece.text, before);
    case "code":
      return code(piece.text, before);
    case "link":
      return `[${escapeMarkdown(piece.text).trim()}](${piece.target})`;
    default:
      return piece satisfies never;
  }
}

/** Bold by asterisks only if they certainly work: around words, with the spaces outside. */
function strong(text: string, before: string): string {
  const [, lead = "", core = "", tail = ""] = /^(\s*)(.*?)(\s*)$/su.exec(plainLine(text)) ?? [];
  const isWord = /^[\p{L}\p{N}]/u.test(core) && (/[\p{L}\p{N}]$/u.test(core) || tail !== "");
  const words = escapeMarkdown(core);
  const isApart = lead !== "" || !before.endsWith("*");
  return isWord && isApart ? `${lead}**${words}**${tail}` : `${lead}<b>${words}</b>${tail}`;
}

function code(text: string, before: string): string {
  const line = plainLine(text);
  // A code span needs no escapes, and supports none.
  const isPlain = !/[`|\\]|^\s|\s$/u.test(line) && !before.endsWith("`");
  return isPlain ? `\`${line}\`` : `<code>${escapeMarkdown(line)}</code>`;
}

/** A link target; null for addresses other than http and https, and if GitHub would record a backlink. */
function targetOf(address: string, context: InlineContext): string | null {
  const url = webAddress(address);
  const target = url === null ? null : withoutBacklink(url, context);
  return target === null ? null : escaped(target);
}

const discussed = /^\/[\w.-]+\/[\w.-]+\/(?:issues|pull|discussions)\/\d+/u;
const issue = /^\/[\w.-]+\/[\w.-]+\/issues\/\d+$/u;

/**
 * A link to an issue of the same GitHub would add a backlink to that issue's timeline with every report. github.com has
 * a redirect host that avoids it; for an Enterprise Server, Signalbox's redirect can. Null without either.
 */
function withoutBacklink(url: URL, { webUrl, through }: InlineContext): URL | null {
  const site = new URL(webUrl);
  const root = site.pathname.replace(/\/$/u, "");
  if (url.host !== site.host || !url.pathname.startsWith(root)) return url;
  const within = url.pathname.slice(root.length);
  if (!discussed.test(within)) return url;
  if (url.hostname !== "github.com") return through !== null && issue.test(within) ? new URL(through + within) : null;
  url.hostname = "redirect.github.com";
  return url;
}

function escaped(url: URL): string {
  return url.href.replaceAll(/[()[\]<>|\\*_~`$'"\s]/gu, percent).replaceAll("&", "&amp;");
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
