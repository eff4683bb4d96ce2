import { element, text, type HtmlNode } from "./html-node.ts";

const ALERT = /^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/i;

/** A quotation that starts with `[!WARNING]` on a line of its own becomes an alert; other quotations stay unchanged. */
export function alertIn(quote: HtmlNode): HtmlNode {
  const children = quote.children ?? [];
  const first = children.find((child) => child.tagName === "p");
  const opening = first?.children?.[0];
  const match = ALERT.exec(opening?.value ?? "");
  if (first === undefined || opening === undefined || match === null) return quote;
  const kind = (match[1] ?? "").toLowerCase();
  const [, ...words] = first.children ?? [];
  const rest = (opening.value ?? "").slice(match[0].length);
  const lead = rest === "" ? words.filter((word, index) => index > 0 || word.tagName !== "br") : [text(rest), ...words];
  const title = element("p", { className: ["markdown-alert-title"] }, [
    text(kind.charAt(0).toUpperCase() + kind.slice(1)),
  ]);
  const body = children.filter((child) => child !== first);
  const opened = lead.length === 0 ? [] : [element("p", {}, lead)];
  return element("div", { className: ["markdown-alert", `markdown-alert-${kind}`] }, [title, ...opened, ...body]);
}
