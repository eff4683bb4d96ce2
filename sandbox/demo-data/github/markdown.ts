import type { Story } from "../story.ts";

/** A description in GitHub's Markdown. */
export function markdownOf({ paragraphs, listTitle, list, references }: Story): string {
  return [
    ...paragraphs,
    ...(listTitle === null ? [] : [`### ${listTitle}`, list.map((line) => `- [ ] ${line}`).join("\n")]),
    ...references,
  ].join("\n\n");
}
