import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { authoredText } from "../../src/domain/references/authored-text.ts";
import { mayContainPhrase } from "../../src/domain/references/dependency-phrase.ts";
import type { Block, Run, WrittenText } from "../../src/domain/references/written.ts";
import { readTags, runsOf, untagged, type TagState } from "./inline-tags.ts";
import { boundedParts } from "./markdown-bounds.ts";
import { plainGroups } from "./plain-paragraphs.ts";

const processor = unified().use(remarkParse).use(remarkGfm).freeze();

type Root = ReturnType<typeof processor.parse>;
type Nodes = Root | Root["children"][number];
type Parents = Extract<Nodes, { children: readonly unknown[] }>;

/** Every key contains a number. */
const mayName = /\d/u;

/**
 * A Markdown body as blocks, for finding references; empty if it cannot contain any. Removes code, quotations and
 * comments first, line by line, so that a quotation ends with its lines, whatever follows.
 */
export function markdownBlocks(markdown: string): WrittenText {
  if (!mayContainPhrase(markdown) || !mayName.test(markdown)) return [];
  return boundedParts(authoredText(markdown))
    .flatMap(plainGroups)
    .flatMap((group) => ("plain" in group ? group.plain : parsedBlocks(group.markup)));
}

/** The blocks of a text by the parser alone, which takes a hundred times as long as a search for its words. */
export function parsedBlocks(markdown: string): readonly Block[] {
  return blocksOf(processor.parse(markdown));
}

type Context = {
  /** Targets of the definitions: `[1]: https://…`. */
  readonly targets: ReadonlyMap<string, string>;
  /** Open HTML tags, which span blocks. */
  tags: TagState;
};

function blocksOf(root: Root): readonly Block[] {
  const targets = new Map(
    root.children.flatMap((node) => (node.type === "definition" ? [[node.identifier, node.url]] : [])),
  );
  return below(root, { depth: 0, isItem: false }, { targets, tags: untagged });
}

type Place = {
  readonly depth: number;
  /** Whether the next paragraph begins the item. */ readonly isItem: boolean;
};

/** `boundedParts` limits the depth of this recursion. */
function below(parent: Parents, place: Place, context: Context): readonly Block[] {
  let isItem = place.isItem;
  return parent.children.flatMap((node) => {
    const blocks = blocksIn(node, { ...place, isItem }, context);
    if (blocks.length > 0) isItem = false;
    return blocks;
  });
}

function blocksIn(node: Nodes, { depth, isItem }: Place, context: Context): readonly Block[] {
  switch (node.type) {
    case "heading":
      return [{ kind: "heading", level: node.depth, runs: inline(node, context) }];
    case "paragraph":
      return [{ kind: isItem ? "item" : "paragraph", depth, runs: inline(node, context) }];
    case "html":
      return [{ kind: isItem ? "item" : "paragraph", depth, runs: tagged(node.value, context) }];
    case "list":
      return below(node, { depth: depth + 1, isItem: false }, context);
    case "listItem":
      return below(node, { depth, isItem: true }, context);
    case "table":
      return node.children.map((row, index) => ({
        kind: "row",
        isFirst: index === 0,
        cells: row.children.map((cell) => inline(cell, context)),
      }));
    case "thematicBreak":
      return [{ kind: "gap" }];
    default:
      return [];
  }
}

function tagged(html: string, context: Context): readonly Run[] {
  const { runs, state } = readTags(html, context.tags);
  context.tags = state;
  return runs;
}

/** The runs of a block; HTML tags span the nodes between them. */
function inline(parent: Parents, context: Context): readonly Run[] {
  const walk = (node: Nodes, over: TagState): readonly Run[] => {
    switch (node.type) {
      case "text":
        return runsOf(node.value, joined(over, context.tags));
      case "break":
        return [{ text: "\n" }];
      case "html":
        return tagged(node.value, context);
      case "inlineCode":
      case "image":
      case "imageReference":
      case "footnoteReference":
        return [{ text: " " }];
      case "delete":
        return inside(node, { ...over, struck: over.struck + 1 });
      case "link":
        return inside(node, { ...over, href: isBare(node.children, node.url) ? over.href : node.url });
      case "linkReference":
        return inside(node, { ...over, href: context.targets.get(node.identifier) ?? over.href });
      default:
        return "children" in node ? inside(node, over) : [];
    }
  };
  const inside = (node: Parents, over: TagState) => joinedRuns(node.children.flatMap((child) => walk(child, over)));
  return inside(parent, untagged);
}

function joined(over: TagState, tags: TagState): TagState {
  return { struck: over.struck + tags.struck, hidden: over.hidden + tags.hidden, href: over.href ?? tags.href };
}

/** Joins adjacent runs of the same kind, so that a link with emphasis inside is one link. */
function joinedRuns(runs: readonly Run[]): readonly Run[] {
  const kept: Run[] = [];
  for (const run of runs) {
    const last = kept.at(-1);
    if (last !== undefined && last.href === run.href && last.struck === run.struck) {
      kept[kept.length - 1] = { ...last, text: last.text + run.text };
    } else kept.push(run);
  }
  return kept;
}

/** Whether a link is a bare address in the text; the reference finder decides where it ends. */
function isBare(children: Parents["children"], url: string): boolean {
  const [only] = children;
  return children.length === 1 && only?.type === "text" && only.value === url;
}
