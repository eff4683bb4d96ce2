import type { Block } from "../../src/domain/references/written.ts";

/** One group of a text's paragraphs: those that Markdown reads as they are, or those that need its parser. */
export type Group = { readonly plain: readonly Block[] } | { readonly markup: string };

/** What may be markup within a paragraph, and what a parser turns into a link by itself. */
const inlineMarkup = /[*_`[\]<&\\~|@\t\r\0]|www\./iu;
/** A line that may begin a block of another kind, or ends with spaces: two of them break the line. */
const unusualLine = /(?:^|\n)(?!\p{L})| \n/u;
const emptyLines = /\n(?:[ \t]*\n)+/u;
/** HTML, definitions and fences reach across empty lines; a byte order mark counts at the beginning only. */
const farReaching = /<|\]:|~~~|```|\uFEFF/u;

/**
 * Splits a Markdown text at its empty lines, so that only paragraphs with markup need the parser: people write most of
 * a text as plain sentences. A plain paragraph ends every list before it, hence the groups are independent.
 */
export function plainGroups(markdown: string): readonly Group[] {
  if (farReaching.test(markdown)) return [{ markup: markdown }];
  const groups: Group[] = [];
  let markup: string[] = [];
  const endMarkup = () => {
    if (markup.length > 0) groups.push({ markup: markup.join("\n\n") });
    markup = [];
  };
  for (const paragraph of markdown.split(emptyLines)) {
    const text = paragraph.replace(/[ \n]{1,200}$/u, "");
    if (text === "" || inlineMarkup.test(text) || unusualLine.test(text)) {
      markup.push(paragraph);
    } else {
      endMarkup();
      groups.push({ plain: [{ kind: "paragraph", depth: 0, runs: [{ text }] }] });
    }
  }
  endMarkup();
  return groups;
}
