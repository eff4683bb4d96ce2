import rehypeRaw from "rehype-raw";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

/** A page as GitHub makes it of Markdown, before its own filters look at the text. */
export type PageNode = {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly PageNode[];
};

const reader = unified().use(remarkParse).use(remarkGfm).use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw);

export function pageOf(markdown: string): PageNode {
  return reader.runSync(reader.parse(markdown));
}

/** Every node, in the order of reading, with the elements around it. */
export function* nodesOf(node: PageNode, around: readonly string[] = []): Generator<[PageNode, readonly string[]]> {
  yield [node, around];
  const inside = node.tagName === undefined ? around : [...around, node.tagName];
  for (const child of node.children ?? []) yield* nodesOf(child, inside);
}

export function textOf(node: PageNode): string {
  return [...nodesOf(node)].map(([inner]) => (inner.type === "text" ? inner.value : "")).join("");
}

/** What GitHub's filters would make of the text of a page: everything outside links and code. */
export function aliveIn(page: PageNode): readonly string[] {
  const alive =
    /(?<![\w`])@[a-z\d][\w-]*|#\d+|\bgh-\d+|\bhttps?:\/\/\S+|\bwww\.\S+|\b(?:mailto|xmpp):[^\s\u200B]+|:[\w+-]+:|(?<!\w)[\da-f]{7,40}(?!\w)|\$\S+\$/giu;
  return [...nodesOf(page)].flatMap(([node, around]) => {
    if (node.type !== "text" || around.includes("a") || around.includes("code")) return [];
    return (node.value ?? "").match(alive) ?? [];
  });
}
