import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { hung, marked, readableText, stacked, tableLines, type Lines } from "../kit/text-layout.ts";

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

type Node = ReturnType<typeof parser.parse>["children"][number];
type Of<T extends Node["type"]> = Extract<Node, { readonly type: T }>;

/** A rendered body (Markdown) as plain text. */
export function readableMarkdown(body: string): Lines {
  return blocksOf(parser.parse(body).children);
}

/** Indents the blocks between `<details>` and `</details>` below the summary. */
function blocksOf(nodes: readonly Node[]): Lines {
  const end = nodes.findIndex(isEnd);
  const start = nodes.slice(0, Math.max(end, 0)).findLastIndex(isStart);
  if (start === -1) return stacked(nodes.map(blockOf));
  const inside = nodes.slice(start + 1, end);
  const folded = [`> ${shownIn(nodes[start])}`, ...marked("  ", stacked(inside.map(blockOf)))];
  const before = nodes.slice(0, start);
  return stacked([...before.map(blockOf), folded, blocksOf(nodes.slice(end + 1))]);
}

function isStart(node: Node): boolean {
  return node.type === "html" && node.value.startsWith("<details");
}

function isEnd(node: Node): boolean {
  return node.type === "html" && node.value.startsWith("</details");
}

function shownIn(node: Node | undefined): string {
  return node?.type === "html" ? htmlWords(node.value).trim() : "";
}

function blockOf(node: Node): Lines {
  switch (node.type) {
    case "heading":
      return hung(`${"#".repeat(node.depth)} `, linesOf(node));
    case "blockquote":
      return marked("| ", withoutAlert(blocksOf(node.children)));
    case "list":
      return node.children.flatMap(itemOf);
    case "table":
      return tableLines({
        align: (node.align ?? []).map((side) => (side === "right" ? "right" : "left")),
        rows: node.children.map((row) => row.children.map((cell) => linesOf(cell).join(" / "))),
      });
    case "thematicBreak":
      return ["----"];
    case "code":
      return node.value.split("\n");
    default:
      return linesOf(node);
  }
}

function itemOf({ checked, children }: Of<"listItem">): Lines {
  const mark = checked == null ? "- " : checked ? "[x] " : "[ ] ";
  return hung(mark, blocksOf(children));
}

/** Removes `[!CAUTION]`, which GitHub shows as a colour and a word. */
function withoutAlert(lines: Lines): Lines {
  return /^\[!\w+\]$/u.test(lines[0] ?? "") ? lines.slice(1) : lines;
}

function linesOf(node: Node): Lines {
  const words = readableText(wordsOf(node)).trim();
  return words === "" ? [] : words.split("\n").map((line) => line.trim());
}

function wordsOf(node: Node): string {
  if (node.type === "break") return "\n";
  if (node.type === "html") return htmlWords(node.value);
  if ("children" in node) return node.children.map(wordsOf).join("");
  return "value" in node ? node.value : "";
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** The words in a piece of HTML, without comments and tags. */
function htmlWords(html: string): string {
  return html
    .replaceAll(/<!--.*?-->/gsu, "")
    .replaceAll(/<br\s*\/?>/gu, "\n")
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(lt|gt|amp|quot);/gu, (_, name: string) => entities[name] ?? "");
}
