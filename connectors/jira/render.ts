import { once } from "../../src/domain/tracking/once.ts";
import type { Marker, Rendered } from "../../src/ports/connector.ts";
import type { Block, Document, Inline, Task, Tone } from "../../src/ports/document.ts";
import { webAddress } from "../kit/web-address.ts";
import { omittedWords } from "../kit/cuts.ts";
import { fitDocument } from "../kit/fit.ts";
import { ownLabels } from "../kit/own-labels.ts";
import { clip } from "../kit/http-failure.ts";
import { adfDocument, cleanText, node, paragraph, textNodes, type AdfDocument, type AdfNode } from "./adf.ts";
import { withMarks } from "./markers.ts";
import { plainTable } from "./plain-table.ts";
import { budget, budgetBeside, longestTitle, titleOf } from "./text-limits.ts";
import { taskId } from "./ticks.ts";

/** The managed part including the marks: title, and the whole document as JSON text. Pure. */
export function renderJira(document: Document, marker: Marker): Rendered {
  const markedUp = (candidate: Document) => JSON.stringify(adfDocument(withMarks(nodesOf(candidate), marker)));
  const fitted = fitDocument(document, (candidate) => markedUp(candidate).length, budgetBeside(document.beside));
  return { title: titleOf(document.title), body: markedUp(fitted), labels: ownLabels(document.labels) };
}

/** A document without marks, within Jira's size limit. */
export function renderAdf(document: Document): AdfDocument {
  const fitted = fitDocument(document, (candidate) => JSON.stringify(nodesOf(candidate)).length, budget);
  return adfDocument(nodesOf(fitted));
}

function nodesOf({ blocks, stamp }: Document): readonly AdfNode[] {
  const small = inlines(stamp).map(smaller);
  return [...blocks.flatMap(blockNodes), ...(small.length === 0 ? [] : [paragraph(small)])];
}

/** Small text; not for code, which allows no other mark than a link. */
function smaller(inline: AdfNode): AdfNode {
  const marks = inline.marks ?? [];
  if (inline.type !== "text" || marks.some(({ type }) => type === "code")) return inline;
  return { ...inline, marks: [...marks, { type: "subsup", attrs: { type: "sub" } }] };
}

function blockNodes(block: Block): readonly AdfNode[] {
  switch (block.type) {
    case "heading":
      return [{ type: "heading", attrs: { level: block.level }, content: inlines(block.content) }];
    case "paragraph":
      return [paragraph(inlines(block.content))];
    case "panel":
      return [panel(block.tone, block.paragraphs)];
    case "list":
      return list(block);
    case "tasks":
      return taskList(block.items);
    case "table":
      return tableOrText(block);
    case "details":
      return [details(block)];
    default:
      return block satisfies never;
  }
}

const panelTypes: Readonly<Record<Tone, string>> = {
  good: "success",
  warning: "warning",
  bad: "error",
  neutral: "info",
};

/** A panel: ADF allows only paragraphs in it, at least one, and neither tables nor other panels. */
function panel(tone: Tone, paragraphs: readonly (readonly Inline[])[]): AdfNode {
  const content = paragraphs.length === 0 ? [paragraph([])] : paragraphs.map((content) => paragraph(inlines(content)));
  return { type: "panel", attrs: { panelType: panelTypes[tone] }, content };
}

function list({ items, omitted }: Extract<Block, { type: "list" }>): readonly AdfNode[] {
  const shown = items.map((item) => node("listItem", [paragraph(inlines(item))]));
  const all =
    omitted > 0 ? [...shown, node("listItem", [paragraph(textNodes(omittedWords(shown.length, omitted)))])] : shown;
  return all.length === 0 ? [] : [node("bulletList", all)];
}

/** A task list: ADF requires an id on list and items; fixed ones, so that the same document gives the same bytes. */
function taskList(items: readonly Task[]): readonly AdfNode[] {
  if (items.length === 0) return [];
  const content = items.map((item) => ({
    type: "taskItem",
    attrs: { localId: taskId(item.id), state: item.done ? "DONE" : "TODO" },
    content: inlines(item.content),
  }));
  return [{ type: "taskList", attrs: { localId: "signalbox-tasks" }, content }];
}

type Table = Extract<Block, { type: "table" }>;

function tableOrText(block: Table): readonly AdfNode[] {
  if (block.columns.length === 0) return [];
  if (block.plain !== true) return [table(block)];
  const text = plainTable(block);
  return text.trim() === "" ? [] : [{ type: "codeBlock", content: [{ type: "text", text }] }];
}

/** Aligns numbers to the left: an alignment mark in each cell would take a third of the table's size. */
function table({ columns, rows, omitted }: Table): AdfNode {
  const header = node(
    "tableRow",
    columns.map(({ title }) => node("tableHeader", [paragraph(textNodes(title))])),
  );
  const body = rows.map((row) =>
    node(
      "tableRow",
      columns.map((_, n) => node("tableCell", [paragraph(inlines(row[n] ?? []))])),
    ),
  );
  const rest: AdfNode = {
    type: "tableCell",
    attrs: { colspan: columns.length },
    content: [paragraph(textNodes(omittedWords(rows.length, omitted)))],
  };
  return node("table", [header, ...body, ...(omitted > 0 ? [node("tableRow", [rest])] : [])]);
}

function details({ summary, blocks }: Extract<Block, { type: "details" }>): AdfNode {
  const content = blocks.flatMap((block) => (block.type === "details" ? [] : blockNodes(block)));
  return {
    type: "expand",
    attrs: { title: clip(cleanText(summary), longestTitle).toWellFormed() },
    content: content.length === 0 ? [paragraph([])] : content,
  };
}

/** Joins adjacent plain texts into one node. Caches per line, since fitting renders the same lines many times. */
const inlines = once((content: readonly Inline[]): readonly AdfNode[] => {
  const nodes: AdfNode[] = [];
  for (const next of content.flatMap(inlineNodes)) {
    const last = nodes.at(-1);
    if (isPlain(next) && last !== undefined && isPlain(last)) {
      nodes[nodes.length - 1] = { type: "text", text: `${last.text ?? ""}${next.text ?? ""}` };
    } else nodes.push(next);
  }
  return nodes;
});

function isPlain({ type, marks }: AdfNode): boolean {
  return type === "text" && marks === undefined;
}

const badgeColors: Readonly<Record<Tone, string>> = {
  good: "green",
  warning: "yellow",
  bad: "red",
  neutral: "neutral",
};

function inlineNodes(inline: Inline): readonly AdfNode[] {
  switch (inline.type) {
    case "text":
      return textNodes(inline.text);
    case "strong":
      return textNodes(inline.text, [{ type: "strong" }]);
    case "code":
      return textNodes(inline.text, [{ type: "code" }]);
    case "link":
      return link(inline);
    case "badge": {
      const text = cleanText(inline.text).trim();
      return text === "" ? [] : [{ type: "status", attrs: { text, color: badgeColors[inline.tone] } }];
    }
    default:
      return inline satisfies never;
  }
}

/** A link mark on text, since a smart link would replace the title. Addresses other than http(s) become text. */
function link({ text, url }: Extract<Inline, { type: "link" }>): readonly AdfNode[] {
  const shown = cleanText(text).trim() === "" ? url : text;
  const address = webAddress(url);
  return textNodes(shown, address === null ? [] : [{ type: "link", attrs: { href: address.href } }]);
}
