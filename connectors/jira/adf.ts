/**
 * The subset of Atlassian Document Format that Signalbox writes. Only this file builds it, so that its rules are in one
 * place.
 */
export type AdfMark =
  | { readonly type: "strong" | "em" | "code" }
  | { readonly type: "link"; readonly attrs: { readonly href: string } }
  | { readonly type: "subsup"; readonly attrs: { readonly type: "sub" } }
  | { readonly type: "textColor"; readonly attrs: { readonly color: string } };

export type AdfNode = {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string | number>>;
  readonly content?: readonly AdfNode[];
  readonly text?: string;
  readonly marks?: readonly AdfMark[];
};

export type AdfDocument = { readonly type: "doc"; readonly version: 1; readonly content: readonly AdfNode[] };

export function adfDocument(content: readonly AdfNode[]): AdfDocument {
  return { type: "doc", version: 1, content };
}

/** Text nodes; none for an empty text, since ADF forbids empty text nodes. */
export function textNodes(text: string, marks: readonly AdfMark[] = []): readonly AdfNode[] {
  const clean = cleanText(text);
  if (clean === "") return [];
  return [marks.length === 0 ? { type: "text", text: clean } : { type: "text", text: clean, marks }];
}

/** A paragraph; without `content` if it is empty, as ADF requires. */
export function paragraph(content: readonly AdfNode[]): AdfNode {
  return content.length === 0 ? { type: "paragraph" } : { type: "paragraph", content };
}

export function node(type: string, content: readonly AdfNode[]): AdfNode {
  return { type, content };
}

/** Printable ASCII, with no two spaces in a row. */
const isClean = /^(?:[!-~]| (?! ))*$/u;

/**
 * One line, without control characters, line and paragraph separators, bidirectional controls and half surrogate pairs.
 */
export function cleanText(text: string): string {
  // Most texts are clean: the check is faster than a replacement without matches.
  if (isClean.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll(/(?:[^\S\u00a0]|[\u2028\u2029])+/gu, " ")
    .replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "");
}
