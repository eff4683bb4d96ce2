import { z } from "zod";

const Mark = z.object({ type: z.string(), attrs: z.object({ href: z.string() }).optional().catch(undefined) });

const Node = z.object({
  type: z.string(),
  text: z.string().optional().catch(undefined),
  attrs: z.object({ url: z.string().optional() }).optional().catch(undefined),
  marks: z.array(Mark).optional().catch(undefined),
  content: z.array(z.unknown()).optional().catch(undefined),
});
type Node = z.infer<typeof Node>;

/** Deep enough for anything people write; keeps hostile nesting from exhausting the stack. */
const deepest = 60;

/** What is quoted or code says nothing about this issue. */
const leftOut = new Set(["codeBlock", "blockquote", "mention", "emoji", "media"]);
const lineEnds = new Set(["paragraph", "heading", "tableRow", "panel", "expand", "rule", "bulletList", "orderedList"]);

/**
 * A description as plain text, for finding references in it: lists as lines that begin with a dash, links and smart
 * links as their address where that names an issue. Takes Atlassian's document format or a plain (wiki) string.
 */
export function plainText(description: unknown): string {
  if (typeof description === "string") return description;
  return textOf(description, 0).trim();
}

function textOf(raw: unknown, depth: number): string {
  const parsed = Node.safeParse(raw);
  if (!parsed.success || depth > deepest) return "";
  const node = parsed.data;
  if (leftOut.has(node.type)) return "";
  if (node.type === "hardBreak") return "\n";
  if (node.type === "text") return linkedText(node);
  if (node.attrs?.url !== undefined) return node.attrs.url;
  const inner = (node.content ?? []).map((child) => textOf(child, depth + 1)).join("");
  if (node.type === "listItem") return `- ${inner.trim()}\n`;
  if (node.type === "tableCell" || node.type === "tableHeader") return `${inner.trim()} | `;
  return lineEnds.has(node.type) ? `${inner}\n` : inner;
}

/** A title that was pasted as a link names its issue only in the address. */
function linkedText({ text = "", marks = [] }: Node): string {
  if (marks.some(({ type }) => type === "code" || type === "strike")) return " ";
  const href = marks.find(({ type }) => type === "link")?.attrs?.href;
  return href !== undefined && /\/browse\/|\/issues\//.test(href) ? href : text;
}
