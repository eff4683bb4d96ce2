import escaped from "escape-html";
import type { Block, Document, Inline, Tone } from "../../src/ports/document.ts";
import { webAddress } from "../kit/web-address.ts";

const panelColours: Readonly<Record<Tone, string>> = {
  good: "#dff3e4",
  warning: "#fff3cd",
  bad: "#fde2e1",
  neutral: "#eef0f3",
};
const badgeColours: Readonly<Record<Tone, string>> = {
  good: "#1a7f37",
  warning: "#7d5700",
  bad: "#b42318",
  neutral: "#57606a",
};

/** A document as HTML for a mail, with inline styles, because mail programs drop all others. */
export function htmlOf({ title, blocks, stamp }: Document): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:16px;font:15px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#1f2328;background:#ffffff">
<div style="max-width:680px;margin:0 auto;overflow-wrap:anywhere">
<h1 style="font-size:20px;margin:0 0 12px">${escaped(title)}</h1>
${blocks.map(blockOf).join("\n")}
<p style="font-size:12px;color:#57606a">${inlines(stamp)}</p>
</div>
</body>
</html>
`;
}

function blockOf(block: Block): string {
  switch (block.type) {
    case "heading":
      return `<h${block.level} style="font-size:${block.level === 2 ? 17 : 15}px;margin:20px 0 6px">${inlines(block.content)}</h${block.level}>`;
    case "paragraph":
      return `<p style="margin:6px 0">${inlines(block.content)}</p>`;
    case "panel":
      return `<div style="background:${panelColours[block.tone]};border-radius:6px;padding:8px 12px">${block.paragraphs.map((content) => `<p style="margin:4px 0">${inlines(content)}</p>`).join("")}</div>`;
    case "list":
      return `<ul style="margin:6px 0;padding-left:20px">${[...block.items.map((item) => `<li style="margin:4px 0">${inlines(item)}</li>`), omitted(block.omitted, "li")].join("")}</ul>`;
    // Boxes appear only in the rollup: a mail cannot send a tick back.
    case "tasks":
      return "";
    case "table":
      return tableOf(block);
    case "details":
      return `<p style="margin:12px 0 4px"><b>${escaped(block.summary)}</b></p>${block.blocks.map(blockOf).join("\n")}`;
    default:
      return block satisfies never;
  }
}

function omitted(count: number, element: "li" | "p"): string {
  return count > 0 ? `<${element}>+${count} more</${element}>` : "";
}

function tableOf({ columns, rows, omitted: left }: Extract<Block, { type: "table" }>): string {
  const align = (place: number) =>
    `padding:4px 8px;border-bottom:1px solid #d1d9e0;text-align:${columns[place]?.align ?? "left"}`;
  const head = columns.map(({ title }, place) => `<th style="${align(place)}">${escaped(title)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((cell, place) => `<td style="${align(place)}">${inlines(cell)}</td>`).join("")}</tr>`,
  );
  return `<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:13px"><tr>${head}</tr>${body.join("")}</table></div>${omitted(left, "p")}`;
}

function inlines(content: readonly Inline[]): string {
  return content.map(inlineOf).join("");
}

function inlineOf(inline: Inline): string {
  const text = escaped(inline.text);
  switch (inline.type) {
    case "text":
      return text;
    case "strong":
      return `<b>${text}</b>`;
    case "code":
      return `<code>${text}</code>`;
    case "badge":
      return `<b style="color:${badgeColours[inline.tone]}">${text}</b>`;
    case "link":
      return webAddress(inline.url) !== null
        ? `<a href="${escaped(inline.url)}" style="color:#0969da">${text}</a>`
        : text;
    default:
      return inline satisfies never;
  }
}
