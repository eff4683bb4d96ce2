import type { RawRecord } from "../../data.ts";
import { isRecord, listAt, recordsAt, textAt } from "../../record.ts";

/** A document as wiki markup, which is all that Data Center stores. */
function wikiText(document: RawRecord): string {
  return recordsAt(document, "content").map(block).join("\n\n");
}

function block(node: RawRecord): string {
  switch (textAt(node, "type")) {
    case "heading":
      return `h${textAt(node, "attrs", "level") ?? "3"}. ${inline(node)}`;
    case "bulletList":
    case "taskList":
      return items(node, "*");
    case "orderedList":
      return items(node, "#");
    case "codeBlock":
      return `{code}\n${inline(node)}\n{code}`;
    case "blockquote":
      return `{quote}\n${wikiText(node)}\n{quote}`;
    case "panel":
      return `{panel}\n${wikiText(node)}\n{panel}`;
    case "table":
      return recordsAt(node, "content").map(row).join("\n");
    case "rule":
      return "----";
    default:
      return inline(node);
  }
}

function items(list: RawRecord, bullet: string): string {
  return recordsAt(list, "content")
    .flatMap((item) => {
      const [first, ...more] = recordsAt(item, "content").some((child) => textAt(child, "type") === "paragraph")
        ? recordsAt(item, "content").map(block)
        : [inline(item)];
      return [`${bullet} ${first ?? ""}`, ...more.map((part) => part.replaceAll(/^(?=[*#]+ )/gmu, bullet))];
    })
    .join("\n");
}

function row(node: RawRecord): string {
  const cells = recordsAt(node, "content");
  const bar = textAt(cells[0], "type") === "tableHeader" ? "||" : "|";
  return `${bar}${cells.map((cell) => recordsAt(cell, "content").map(inline).join(" ") || " ").join(bar)}${bar}`;
}

function inline(node: RawRecord): string {
  return listAt(node, "content").filter(isRecord).map(words).join("");
}

function words(node: RawRecord): string {
  switch (textAt(node, "type")) {
    case "text":
      return recordsAt(node, "marks").reduce(marked, (textAt(node, "text") ?? "").replaceAll(/[{}[\]|*_]/gu, "\\$&"));
    case "hardBreak":
      return "\n";
    case "inlineCard":
    case "blockCard":
      return textAt(node, "attrs", "url") ?? "";
    default:
      return textAt(node, "attrs", "text") ?? inline(node);
  }
}

function marked(text: string, mark: RawRecord): string {
  switch (textAt(mark, "type")) {
    case "strong":
      return `*${text}*`;
    case "em":
      return `_${text}_`;
    case "strike":
      return `-${text}-`;
    case "code":
      return `{{${text}}}`;
    case "link":
      return `[${text}|${textAt(mark, "attrs", "href") ?? ""}]`;
    default:
      return text;
  }
}

/** A text of a person or of the loaded data: a document becomes wiki markup. */
export function asWiki(text: unknown): unknown {
  return isRecord(text) && textAt(text, "type") === "doc" ? wikiText(text) : text;
}
