import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import type { Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { decorate } from "./decorate.ts";

/** The sanitiser's own schema is GitHub's. */
const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(rehypeStringify)
  .freeze();

/** Markdown of a repository's issue or comment as GitHub shows it: sanitised HTML with mentions and references. */
export function renderMarkdown(state: HostState, repository: Repository, text: string): string {
  const tree = processor.runSync(processor.parse(text));
  decorate(tree, { state, repository });
  return processor.stringify(tree);
}

/** The words of a Markdown text, without markup. */
export function plainText(state: HostState, repository: Repository, text: string): string {
  return renderMarkdown(state, repository, text)
    .replaceAll(/<[^>]*>/g, "")
    .trim();
}
