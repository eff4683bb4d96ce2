import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import type { Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(rehypeStringify)
  .freeze();

/** Markdown as GitHub shows it: HTML, made safe. */
export function renderMarkdown(_state: HostState, _repository: Repository, text: string): string {
  return String(processor.processSync(text));
}

/** The words of a Markdown text alone. */
export function plainText(state: HostState, repository: Repository, text: string): string {
  return renderMarkdown(state, repository, text)
    .replaceAll(/<[^>]*>/g, "")
    .trim();
}
