/**
 * A text as the tree that its author built, in Markdown or Atlassian's document format, reduced to what the search for
 * references needs. Without code, quotations, pictures and comments.
 */
export type WrittenText = readonly Block[];

/**
 * Blocks in the order of the text. `depth` is the number of lists around the block. A `gap` marks the place of
 * something that ends a list or section (a rule, the end of a box): nothing continues after it.
 */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: "paragraph"; readonly depth: number; readonly runs: readonly Run[] }
  | { readonly kind: "item"; readonly depth: number; readonly runs: readonly Run[] }
  | { readonly kind: "row"; readonly isFirst: boolean; readonly cells: readonly (readonly Run[])[] }
  | { readonly kind: "gap" };

/** Words of one format. Lines within a block end with `\n`. */
export type Run = {
  readonly text: string;
  /** Struck out: no longer stated. */
  readonly struck?: boolean;
  /** The target of the link. */
  readonly href?: string;
};
