/**
 * A text as the tree that its author built, whatever he wrote it in (Markdown, Atlassian's document format), reduced to
 * what a finder of references looks at. Code, quotations, pictures and comments are not in it.
 */
export type WrittenText = readonly Block[];

/**
 * Blocks in the order of the text. `depth` is how many lists the block is inside of. A `gap` stands where something
 * was that ends what was begun (a rule, the end of a box): nothing goes on behind it.
 */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: "paragraph"; readonly depth: number; readonly runs: readonly Run[] }
  | { readonly kind: "item"; readonly depth: number; readonly runs: readonly Run[] }
  | { readonly kind: "row"; readonly isFirst: boolean; readonly cells: readonly (readonly Run[])[] }
  | { readonly kind: "gap" };

/** Words of one sort. Lines within a block end with `\n`. */
export type Run = {
  readonly text: string;
  /** Struck out: no longer said. */
  readonly struck?: boolean;
  /** Where the words lead. */
  readonly href?: string;
};
