import { z } from "zod";
import { hung, marked, readableText, stacked, tableLines, type Lines } from "../kit/text-layout.ts";

const word = z.string().catch("");
const Attrs = z.object({ text: word, title: word, state: word, align: word, level: z.number().catch(1) });
const noAttrs = { text: "", title: "", state: "", align: "", level: 1 };

type Node = {
  readonly type: string;
  readonly text: string;
  readonly attrs: z.infer<typeof Attrs>;
  readonly marks: readonly { readonly attrs: z.infer<typeof Attrs> }[];
  readonly content: readonly Node[];
};

const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.string(),
    text: word,
    attrs: Attrs.default(noAttrs),
    marks: z.array(z.object({ attrs: Attrs.default(noAttrs) })).default([]),
    content: z.array(Node).default([]),
  }),
);

/** A rendered body (Atlassian's document format as JSON text) as plain text. */
export function readableAdf(body: string): Lines {
  return blocksOf(Node.parse(JSON.parse(body)));
}

function blocksOf({ content }: Node): Lines {
  return stacked(content.map(blockOf));
}

function blockOf(node: Node): Lines {
  const { type, attrs, content } = node;
  switch (type) {
    case "heading":
      return hung(`${"#".repeat(attrs.level)} `, linesOf(node));
    case "panel":
    case "blockquote":
      return marked("| ", blocksOf(node));
    case "bulletList":
    case "orderedList":
      return content.flatMap((item) => hung("- ", blocksOf(item)));
    case "taskList":
      return content.flatMap((item) => hung(item.attrs.state === "DONE" ? "[x] " : "[ ] ", linesOf(item)));
    case "table":
      return tableLines({ align: content[0]?.content.map(alignOf) ?? [], rows: content.map(cellsOf) });
    case "expand":
    case "nestedExpand":
      return [`> ${attrs.title}`, ...marked("  ", blocksOf(node))];
    case "codeBlock":
      return wordsOf(node).split("\n");
    case "rule":
      return ["----"];
    default:
      return linesOf(node);
  }
}

function cellsOf({ content }: Node): readonly string[] {
  return content.map((cell) => blocksOf(cell).filter(Boolean).join(" / "));
}

function alignOf({ content }: Node): "left" | "right" {
  return content[0]?.marks.some(({ attrs }) => attrs.align === "end") === true ? "right" : "left";
}

/** Lines of a paragraph, or of another node with words. */
function linesOf(node: Node): Lines {
  const words = readableText(wordsOf(node)).trim();
  return words === "" ? [] : words.split("\n");
}

function wordsOf({ type, text, attrs, content }: Node): string {
  if (type === "hardBreak") return "\n";
  if (type === "status") return `[${attrs.text}]`;
  return text + content.map(wordsOf).join("");
}
