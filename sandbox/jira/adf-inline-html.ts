import type { RawRecord } from "../data.ts";
import escaped from "escape-html";
import { recordsAt, textAt } from "../record.ts";

/** References in a text. */
export type Surroundings = {
  /** Shows a link to an issue of the same site as Jira's smart links do; null for any other address. */
  readonly smartLink: (url: string) => string | null;
  /** Zone in which dates are shown. */
  readonly timeZone: string;
};

/** Renders one inline node; a type that is not known shows the words in it. */
export function inlineHtml(node: RawRecord, around: Surroundings): string {
  switch (textAt(node, "type")) {
    case "text":
      return marked(node);
    case "hardBreak":
      return "<br>";
    case "status":
      return lozenge(textAt(node, "attrs", "text") ?? "", textAt(node, "attrs", "color") ?? "neutral");
    case "inlineCard":
    case "blockCard":
    case "embedCard":
      return card(textAt(node, "attrs", "url") ?? "", around);
    case "mention":
      return `<span class="mention">${escaped(textAt(node, "attrs", "text") ?? `@${textAt(node, "attrs", "id") ?? ""}`)}</span>`;
    case "emoji":
      return escaped(textAt(node, "attrs", "text") ?? textAt(node, "attrs", "shortName") ?? "");
    case "date":
      return `<span class="date">${day(Number(textAt(node, "attrs", "timestamp")), around.timeZone)}</span>`;
    default:
      return recordsAt(node, "content")
        .map((child) => inlineHtml(child, around))
        .join("");
  }
}

function day(at: number, timeZone: string): string {
  return Number.isNaN(at) ? "" : new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone }).format(at);
}

const COLORS: ReadonlySet<string> = new Set(["neutral", "purple", "blue", "red", "yellow", "green"]);

/** A short coloured word. */
function lozenge(text: string, color: string): string {
  return `<span class="lozenge ${COLORS.has(color) ? color : "neutral"}">${escaped(text)}</span>`;
}

const CATEGORY_COLORS: Readonly<Record<string, string>> = { new: "neutral", indeterminate: "blue", done: "green" };

/** The lozenge of a status, coloured by its category. */
export function statusLozenge(status: unknown): string {
  const color = CATEGORY_COLORS[textAt(status, "statusCategory", "key") ?? ""] ?? "neutral";
  return lozenge(textAt(status, "name") ?? "", color);
}

function card(url: string, around: Surroundings): string {
  return around.smartLink(url) ?? `<a class="card" href="${safeHref(url)}">${escaped(url)}</a>`;
}

const TAGS: Readonly<Record<string, string>> = {
  strong: "strong",
  em: "em",
  code: "code",
  strike: "s",
  underline: "u",
};

function marked(node: RawRecord): string {
  let html = escaped(textAt(node, "text") ?? "");
  for (const mark of recordsAt(node, "marks")) {
    const type = textAt(mark, "type") ?? "";
    const tag = Object.hasOwn(TAGS, type) ? TAGS[type] : undefined;
    const color = textAt(mark, "attrs", "color") ?? "";
    if (tag !== undefined) {
      html = `<${tag}>${html}</${tag}>`;
    } else if (type === "link") {
      html = `<a href="${safeHref(textAt(mark, "attrs", "href") ?? "")}">${html}</a>`;
    } else if (type === "subsup") {
      const small = textAt(mark, "attrs", "type") === "sup" ? "sup" : "sub";
      html = `<${small}>${html}</${small}>`;
    } else if ((type === "textColor" || type === "backgroundColor") && /^#[0-9a-f]{3,8}$/i.test(color)) {
      html = `<span style="${type === "textColor" ? "color" : "background"}:${color}">${html}</span>`;
    }
  }
  return html;
}

/** An address for `href`, escaped; `#` if it is not http(s), mailto or relative. */
function safeHref(url: string): string {
  return /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i.test(url) ? escaped(url) : "#";
}
