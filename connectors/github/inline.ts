import type { Inline, Tone } from "../../src/ports/document.ts";
import { inertMarkdown, inertStart, plainLine } from "./inert.ts";

const badges: Readonly<Record<Tone, string>> = { good: "🟢", warning: "🟡", bad: "🔴", neutral: "⚪" };

/** @param webUrl of the GitHub it is written to. */
export type InlineContext = { readonly webUrl: string };

/** One line of Markdown; never starts a block of its own. */
export function inlineLine(content: readonly Inline[], context: InlineContext): string {
  const parts = content.map((inline) => inlineOf(inline, context));
  return inertStart(parts.join("").trim());
}

function inlineOf(inline: Inline, context: InlineContext): string {
  switch (inline.type) {
    case "text":
      return inertMarkdown(inline.text);
    case "strong":
      return strong(inline.text);
    case "code":
      return code(inline.text);
    case "link":
      return link(inline.text, inline.url, context);
    case "badge":
      return `${badges[inline.tone]} ${inertMarkdown(inline.text)}`;
    default:
      return inline satisfies never;
  }
}

/** Asterisks only where they are sure to work: around words, with the space outside. */
function strong(text: string): string {
  const [, before = "", core = "", after = ""] = /^(\s*)(.*?)(\s*)$/su.exec(plainLine(text)) ?? [];
  if (core === "") return before;
  const isWord = /^[\p{L}\p{N}]/u.test(core) && (/[\p{L}\p{N}]$/u.test(core) || after !== "");
  const inert = inertMarkdown(core);
  return isWord ? `${before}**${inert}**${after}` : `${before}<b>${inert}</b>${after}`;
}

function code(text: string): string {
  const line = plainLine(text);
  if (line.trim() === "") return line;
  // Inside a code span nothing is alive and nothing can be escaped.
  return /[`|\\]|^\s|\s$/u.test(line) ? `<code>${inertMarkdown(line)}</code>` : `\`${line}\``;
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
