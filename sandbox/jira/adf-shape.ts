import type { RawRecord } from "../data.ts";
import { isRecord, listAt, recordAt, recordsAt, textAt, without } from "../record.ts";

const INLINE = "text hardBreak mention emoji date status inlineCard";
const SIMPLE =
  "paragraph bulletList orderedList codeBlock heading rule taskList decisionList blockCard mediaSingle mediaGroup";
const BLOCK = `${SIMPLE} blockquote panel table expand extension embedCard`;

/** Allowed children by type. Jira refuses types that are missing here. */
const CONTENT: Readonly<Record<string, ReadonlySet<string> | null>> = {
  doc: words(BLOCK),
  paragraph: words(INLINE),
  heading: words(INLINE),
  codeBlock: words("text"),
  blockquote: words("paragraph bulletList orderedList codeBlock mediaSingle mediaGroup extension"),
  panel: words(`${SIMPLE} extension`),
  bulletList: words("listItem"),
  orderedList: words("listItem"),
  listItem: words("paragraph bulletList orderedList codeBlock mediaSingle taskList extension"),
  taskList: words("taskItem taskList"),
  taskItem: words(INLINE),
  decisionList: words("decisionItem"),
  decisionItem: words(INLINE),
  table: words("tableRow"),
  tableRow: words("tableCell tableHeader"),
  tableCell: words(`${SIMPLE} blockquote panel nestedExpand extension embedCard`),
  tableHeader: words(`${SIMPLE} blockquote panel nestedExpand extension embedCard`),
  expand: words(`${SIMPLE} blockquote panel table nestedExpand extension embedCard`),
  nestedExpand: words(`${SIMPLE} blockquote panel extension`),
  mediaSingle: words("media caption"),
  mediaGroup: words("media"),
  caption: words(INLINE),
  ...Object.fromEntries(`${INLINE} rule media blockCard embedCard extension`.split(" ").map((type) => [type, null])),
};

/** Types that must hold at least one node. */
const FILLED = words(
  "bulletList orderedList listItem taskList decisionList table expand nestedExpand panel blockquote mediaSingle mediaGroup",
);

const MARKS = words(
  "strong em code strike underline subsup textColor backgroundColor link annotation border alignment indentation breakout fragment",
);
const PANELS = words("info note tip warning error success custom");
const COLORS = words("neutral purple blue red yellow green");

/** Attributes without which Jira refuses a node. */
const REQUIRED: Readonly<Record<string, (attrs: RawRecord) => boolean>> = {
  heading: (attrs) => [1, 2, 3, 4, 5, 6].some((level) => level === attrs["level"]),
  panel: (attrs) => PANELS.has(textAt(attrs, "panelType") ?? ""),
  status: (attrs) => (textAt(attrs, "text") ?? "") !== "" && COLORS.has(textAt(attrs, "color") ?? ""),
  inlineCard: (attrs) => typeof attrs["url"] === "string" || isRecord(attrs["data"]),
  blockCard: (attrs) => typeof attrs["url"] === "string" || isRecord(attrs["data"]) || isRecord(attrs["datasource"]),
  date: (attrs) => typeof attrs["timestamp"] === "string" && attrs["timestamp"] !== "",
  mention: (attrs) => typeof attrs["id"] === "string",
  emoji: (attrs) => typeof attrs["shortName"] === "string",
  taskList: (attrs) => typeof attrs["localId"] === "string",
  taskItem: (attrs) => typeof attrs["localId"] === "string" && (attrs["state"] === "TODO" || attrs["state"] === "DONE"),
  decisionList: (attrs) => typeof attrs["localId"] === "string",
  decisionItem: (attrs) => typeof attrs["localId"] === "string" && typeof attrs["state"] === "string",
};

const REQUIRED_LINK = /^(?:https?:|mailto:|\/|#)/i;

/**
 * Whether a value is a document the editor could show: known types at allowed places, with their required attributes.
 * Returns the path of the first error, or null.
 */
export function adfProblem(document: unknown): string | null {
  if (
    !isRecord(document) ||
    document["type"] !== "doc" ||
    document["version"] !== 1 ||
    !Array.isArray(document["content"])
  ) {
    return "doc";
  }
  return childrenProblem(document, "doc");
}

function childrenProblem(node: RawRecord, path: string): string | null {
  const type = textAt(node, "type") ?? "";
  const allowed = CONTENT[type];
  const children = listAt(node, "content");
  if (allowed === null || allowed === undefined) return children.length > 0 ? `${path}.content` : null;
  if (children.length === 0 && FILLED.has(type)) return `${path}.content`;
  for (const [index, child] of children.entries()) {
    const at = `${path}.content[${index}]`;
    if (!isRecord(child) || !allowed.has(textAt(child, "type") ?? "")) return at;
    const problem = nodeProblem(child, at) ?? childrenProblem(child, at);
    if (problem !== null) return problem;
  }
  return null;
}

function nodeProblem(node: RawRecord, path: string): string | null {
  const type = textAt(node, "type") ?? "";
  const attrs = recordAt(node, "attrs") ?? {};
  const complete = REQUIRED[type];
  if (complete !== undefined && !complete(attrs)) return `${path}.attrs`;
  if (type === "text" && (typeof node["text"] !== "string" || node["text"] === "")) return `${path}.text`;
  const wrong = listAt(node, "marks").some((mark) => !isRecord(mark) || !MARKS.has(textAt(mark, "type") ?? ""));
  const href = recordsAt(node, "marks").find((mark) => mark["type"] === "link");
  return wrong || (href !== undefined && !REQUIRED_LINK.test(textAt(href, "attrs", "href") ?? ""))
    ? `${path}.marks`
    : null;
}

/**
 * Nodes to which Jira adds a `localId` when it stores a document, so that the stored document differs from the sent
 * one.
 */
const IDENTIFIED = words("table status expand nestedExpand panel");

const ADDED_ID = "sandbox-";

/** The document as Jira stores it. */
export function storedAdf(node: RawRecord, nextId: () => string): RawRecord {
  const content = node["content"];
  const children = Array.isArray(content)
    ? { content: content.map((child: unknown) => (isRecord(child) ? storedAdf(child, nextId) : child)) }
    : {};
  const attrs = recordAt(node, "attrs");
  const needsId = IDENTIFIED.has(textAt(node, "type") ?? "") && textAt(attrs, "localId") === null;
  return { ...node, ...(needsId ? { attrs: { ...attrs, localId: `${ADDED_ID}${nextId()}` } } : {}), ...children };
}

/** A stored document as its author sent it: without the ids the editor added. */
export function withoutLocalIds(node: unknown): unknown {
  if (!isRecord(node)) return node;
  const attrs = recordAt(node, "attrs");
  const added = textAt(attrs, "localId")?.startsWith(ADDED_ID) === true;
  const kept = attrs === null || !added ? attrs : without(attrs, "localId");
  const bare =
    added && kept !== null && Object.keys(kept).length === 0
      ? without(node, "attrs")
      : added
        ? { ...node, attrs: kept }
        : node;
  const content = bare["content"];
  return Array.isArray(content) ? { ...bare, content: content.map((child: unknown) => withoutLocalIds(child)) } : bare;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
