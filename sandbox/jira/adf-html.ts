import type { RawRecord } from "../data.ts";
import { inlineHtml, type Surroundings } from "./adf-inline-html.ts";
import escaped from "escape-html";
import { isRecord, listAt, numberAt, recordsAt, textAt } from "../record.ts";

/**
 * Renders rich text as Jira shows it. Everything in it is data: only the tags written here come out.
 * Older records hold plain text instead of a document; it is shown with its line breaks.
 */
export function richText(value: unknown, around: Surroundings): string {
  if (typeof value === "string") return `<p>${escaped(value).replaceAll("\n", "<br>")}</p>`;
  return isRecord(value) ? blocks(value, around) : "";
}

type Renderer = (node: RawRecord, around: Surroundings) => string;

const BLOCKS: Readonly<Record<string, Renderer>> = {
  paragraph: (node, around) => `<p>${inline(node, around)}</p>`,
  heading: (node, around) => {
    const level = Math.min(6, Math.max(1, numberAt(node, "attrs", "level") ?? 1));
    return `<h${level}>${inline(node, around)}</h${level}>`;
  },
  bulletList: (node, around) => `<ul>${blocks(node, around)}</ul>`,
  orderedList: (node, around) => `<ol start="${numberAt(node, "attrs", "order") ?? 1}">${blocks(node, around)}</ol>`,
  listItem: (node, around) => `<li>${blocks(node, around)}</li>`,
  taskList: (node, around) => `<ul class="tasks">${blocks(node, around)}</ul>`,
  taskItem: (node, around) =>
    `<li><input type="checkbox" disabled${textAt(node, "attrs", "state") === "DONE" ? " checked" : ""}> ${inline(node, around)}</li>`,
  decisionList: (node, around) => `<ul class="decisions">${blocks(node, around)}</ul>`,
  decisionItem: (node, around) => `<li>${inline(node, around)}</li>`,
  blockquote: (node, around) => `<blockquote>${blocks(node, around)}</blockquote>`,
  rule: () => "<hr>",
  codeBlock: (node) =>
    `<pre><code>${recordsAt(node, "content")
      .map((child) => escaped(textAt(child, "text") ?? ""))
      .join("")}</code></pre>`,
  panel,
  expand,
  nestedExpand: expand,
  table: (node, around) => `<div class="table"><table>${blocks(node, around)}</table></div>`,
  tableRow: (node, around) => `<tr>${blocks(node, around)}</tr>`,
  tableHeader: (node, around) => cell("th", node, around),
  tableCell: (node, around) => cell("td", node, around),
  mediaSingle: () => `<p class="media">Attached image</p>`,
  mediaGroup: () => `<p class="media">Attached files</p>`,
};

const PANEL_ICONS: Readonly<Record<string, string>> = {
  info: "i",
  note: "✎",
  success: "✓",
  tip: "✓",
  warning: "!",
  error: "✕",
  custom: "•",
};

function panel(node: RawRecord, around: Surroundings): string {
  const given = textAt(node, "attrs", "panelType") ?? "info";
  const type = Object.hasOwn(PANEL_ICONS, given) ? given : "info";
  return `<div class="panel ${type}"><span class="icon">${PANEL_ICONS[type]}</span><div>${blocks(node, around)}</div></div>`;
}

function expand(node: RawRecord, around: Surroundings): string {
  const title = textAt(node, "attrs", "title") ?? "";
  return `<details class="expand"><summary>${escaped(title === "" ? "Click here to expand…" : title)}</summary><div>${blocks(node, around)}</div></details>`;
}

function cell(tag: "td" | "th", node: RawRecord, around: Surroundings): string {
  const spans = (["colspan", "rowspan"] as const).map((name) => {
    const span = numberAt(node, "attrs", name) ?? 1;
    return span > 1 ? ` ${name}="${span}"` : "";
  });
  const background = textAt(node, "attrs", "background") ?? "";
  const style = /^(?:#[0-9a-f]{3,8}|[a-z]+)$/i.test(background) ? ` style="background:${background}"` : "";
  return `<${tag}${spans.join("")}${style}>${blocks(node, around)}</${tag}>`;
}

function blocks(node: RawRecord, around: Surroundings): string {
  return listAt(node, "content")
    .filter(isRecord)
    .map((child) => {
      const render = BLOCKS[textAt(child, "type") ?? ""];
      return render === undefined ? inlineHtml(child, around) : render(child, around);
    })
    .join("");
}

function inline(node: RawRecord, around: Surroundings): string {
  return recordsAt(node, "content")
    .map((child) => inlineHtml(child, around))
    .join("");
}
