import type { Description } from "../description.ts";

/** A description in GitHub's Markdown. */
export function markdownOf({ paragraphs, listTitle, list, references }: Description): string {
  return [
    ...paragraphs,
    ...(listTitle === null ? [] : [`### ${listTitle}`, list.map((line) => `- [ ] ${line}`).join("\n")]),
    ...references,
  ].join("\n\n");
}
