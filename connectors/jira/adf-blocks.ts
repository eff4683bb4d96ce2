import { z } from "zod";
import { mayContainPhrase } from "../../src/domain/references/dependency-phrase.ts";
import type { Block, Run, WrittenText } from "../../src/domain/references/written.ts";
import { markdownBlocks } from "../kit/markdown-blocks.ts";

const Mark = z.object({ type: z.string(), attrs: z.object({ href: z.string() }).optional().catch(undefined) });

const Attributes = z.object({
  url: z.string().optional().catch(undefined),
  data: z
    .object({ url: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  text: z.string().optional().catch(undefined),
  shortName: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  level: z.number().optional().catch(undefined),
  colspan: z.number().optional().catch(undefined),
  rowspan: z.number().optional().catch(undefined),
});

const Node = z.object({
  type: z.string(),
  text: z.string().optional().catch(undefined),
  attrs: Attributes.optional().catch(undefined),
  marks: z.array(Mark).optional().catch(undefined),
  content: z.array(z.unknown()).optional().catch(undefined),
});
type Node = z.infer<typeof Node>;

/** Deep enough for anything people write; keeps hostile nesting from exhausting the stack. */
const deepest = 60;

/**
 * A description as blocks, for finding references; empty if it cannot contain any. From Atlassian's document format, or
 * from a plain string, parsed as Markdown with Jira's old notation.
 */
export function descriptionBlocks(description: unknown): WrittenText {
  if (typeof description === "string") return markdownBlocks(markdownOf(description));
  if (!mayContainPhrase(wordsIn(description, 0))) return [];
  return blocksIn(description, { depth: 0, level: 0, isItem: false });
}

/** Any shape: the words of a document need no schema. */
type Raw = Partial<Record<"text" | "attrs" | "content" | "shortName" | "title" | "url" | "data", unknown>>;

/** All words of a document and its attributes in their order, at a fraction of the cost of its blocks. */
function wordsIn(raw: unknown, level: number): string {
  if (typeof raw !== "object" || raw === null || level > deepest) return "";
  const { text, attrs, content }: Raw = raw;
  let words = typeof text === "string" ? text : "";
  if (attrs !== undefined) words += wordsOfAttributes(attrs);
  if (Array.isArray(content)) for (const child of content) words += wordsIn(child, level + 1);
  return words;
}

function wordsOfAttributes(attrs: unknown): string {
  if (typeof attrs !== "object" || attrs === null) return "";
  const { text, shortName, title, url, data }: Raw = attrs;
  const { url: dataUrl }: Raw = typeof data === "object" && data !== null ? data : {};
  return [text, shortName, title, url, dataUrl].filter((one) => typeof one === "string").join("");
}

const notation: readonly (readonly [RegExp, string])[] = [
  [/\{(code|noformat|quote)(?::[^}\n]{0,200})?\}[\s\S]*?(?:\{\1\}|$)/gu, "\n\n"],
  [/\{\{[^}\n]{0,500}\}\}/gu, " "],
  [/\{color(?::[^}\n]{0,30})?\}/gu, ""],
  [/^bq\. .*$/gmu, ""],
  [/^h[1-6]\. /gmu, "### "],
  [/\[([^\]|\n]{0,500})\|(https?:[^\]|\s]{1,2000})(?:\|[\w-]{1,20})?\]/gu, "[$1]($2)"],
];

/** `||Key||Blocked by||`: the head of a table. */
const tableHead = /^[ \t]{0,4}\|\|(.{1,500}?)\|\|[ \t]*$/gmu;

/** Converts Jira's old notation to Markdown, as far as references depend on it. */
function markdownOf(text: string): string {
  return notation
    .reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text)
    .replace(tableHead, (_, head: string) => {
      const cells = head.split("||");
      return `|${cells.join("|")}|\n|${"-|".repeat(cells.length)}`;
    });
}

type Place = {
  /** Number of enclosing lists. */
  readonly depth: number;
  /** Number of enclosing nodes. */
  readonly level: number;
  /** Whether the next words begin an item. */
  readonly isItem: boolean;
};

function blocksIn(raw: unknown, place: Place): readonly Block[] {
  const node = Node.safeParse(raw).data;
  if (node === undefined || place.level > deepest) return [];
  const { attrs } = node;
  switch (node.type) {
    case "heading":
      return [{ kind: "heading", level: attrs?.level ?? 1, runs: inline(node, place) }];
    case "paragraph":
    case "caption":
      return [wordsAt(place, inline(node, place))];
    case "blockCard":
    case "embedCard":
      return [wordsAt(place, inlineOf(raw, place.level))];
    case "taskItem":
    case "decisionItem":
      return [wordsAt({ ...place, isItem: true }, inline(node, place))];
    case "bulletList":
    case "orderedList":
    case "taskList":
    case "decisionList":
      return inside(node, { ...place, depth: place.depth + 1, isItem: false });
    case "listItem":
    case "blockTaskItem":
      return inside(node, { ...place, isItem: true });
    case "table":
      return rowsOf(node.content ?? [], place);
    case "expand":
    case "nestedExpand":
      return [{ kind: "heading", level: 7, runs: [{ text: attrs?.title ?? "" }] }, ...inside(node, place), end];
    case "codeBlock":
    case "blockquote":
      return [];
    case "rule":
      return [end];
    case "tableRow":
      return rowsOf([raw], place);
    case "layoutColumn":
      return [...inside(node, place), end];
    case "panel":
      return boxed(inside(node, place));
    default:
      return inside(node, place);
  }
}

const end: Block = { kind: "gap" };

function wordsAt({ depth, isItem }: Place, runs: readonly Run[]): Block {
  return { kind: isItem ? "item" : "paragraph", depth, runs };
}

function inside(node: Node, place: Place): readonly Block[] {
  let isItem = place.isItem;
  return (node.content ?? []).flatMap((child) => {
    const blocks = blocksIn(child, { ...place, level: place.level + 1, isItem });
    if (blocks.length > 0) isItem = false;
    return blocks;
  });
}

/** Nothing continues behind a box, unless it holds one line: a heading in colour. */
function boxed(blocks: readonly Block[]): readonly Block[] {
  return blocks.length > 1 ? [...blocks, end] : blocks;
}

/** Wider and longer than any merged cell that people make. */
const widest = 100;

type Covered = { readonly runs: readonly Run[]; readonly rows: number };

/**
 * Rows with a cell for every column, so that each cell stands below its heading: a cell over several rows is in each of
 * them, a heading over several columns above each.
 */
function rowsOf(rows: readonly unknown[], place: Place): readonly Block[] {
  let above: readonly (Covered | undefined)[] = [];
  return rows.flatMap((raw, index): readonly Block[] => {
    const row = Node.safeParse(raw).data;
    if (row?.type !== "tableRow") return [];
    const cells: Covered[] = [];
    const addCovered = () => {
      for (let over = above[cells.length]; over !== undefined && over.rows > 0; over = above[cells.length])
        cells.push({ ...over, rows: over.rows - 1 });
    };
    for (const rawCell of row.content ?? []) {
      const cell = Node.safeParse(rawCell).data;
      addCovered();
      const runs = cell === undefined ? [] : cellRuns(cell, place);
      const { colspan = 1, rowspan = 1 } = cell?.attrs ?? {};
      const rows = Math.min(rowspan, widest) - 1;
      cells.push({ runs, rows });
      for (let more = 1; more < colspan && cells.length < widest; more += 1)
        cells.push({ runs: index === 0 ? runs : [], rows });
    }
    addCovered();
    above = cells;
    return [{ kind: "row", isFirst: index === 0, cells: cells.map(({ runs }) => runs) }];
  });
}

/** A cell as runs: its blocks become lines. */
function cellRuns(cell: Node, place: Place): readonly Run[] {
  return inside(cell, { ...place, level: place.level + 2 }).flatMap((block, index): readonly Run[] => {
    if (block.kind === "gap" || block.kind === "row") return [];
    return index === 0 ? block.runs : [{ text: "\n" }, ...block.runs];
  });
}

function inline(node: Node, { level }: Place): readonly Run[] {
  return (node.content ?? []).flatMap((child) => inlineOf(child, level + 1));
}

function inlineOf(raw: unknown, level: number): readonly Run[] {
  const node = Node.safeParse(raw).data;
  if (node === undefined || level > deepest) return [];
  const { type, attrs, content = [] } = node;
  switch (type) {
    case "text":
      return [textRun(node)];
    case "hardBreak":
      return [{ text: "\n" }];
    case "inlineCard":
    case "blockCard":
    case "embedCard":
      return cardRun(attrs?.url ?? attrs?.data?.url ?? "", node);
    case "status":
      return [{ text: lozenge(attrs?.text ?? " ") }];
    case "emoji":
      return [{ text: attrs?.text ?? attrs?.shortName ?? " " }];
    case "mention":
    case "date":
    case "media":
    case "mediaInline":
    case "placeholder":
      return [{ text: " " }];
    default:
      return content.flatMap((child) => inlineOf(child, level + 1));
  }
}

/** A remark on the words before it, unless it holds the words themselves: `[BLOCKED BY] PAY-1`. */
function lozenge(words: string): string {
  return mayContainPhrase(words) ? words : ` (${words.replaceAll(/[()]/gu, " ")}) `;
}

function cardRun(url: string, { marks = [] }: Node): readonly Run[] {
  const isStruck = marks.some(({ type }) => type === "strike");
  return [{ text: url, href: url, ...(isStruck && { struck: true }) }];
}

/** A text node as a run: omits code; a link's address takes precedence over its words. */
function textRun({ text = "", marks = [] }: Node): Run {
  if (marks.some(({ type }) => type === "code")) return { text: " " };
  const isStruck = marks.some(({ type }) => type === "strike");
  const href = marks.find(({ type }) => type === "link")?.attrs?.href;
  return { text, ...(isStruck && { struck: true }), ...(href !== undefined && href !== text && { href }) };
}
