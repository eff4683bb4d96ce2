/**
 * A rollup or a comment, tracker-neutral. Every `text` is data: a renderer escapes it, so that it contains no active
 * mention, cross-reference, image or markup.
 */
export type Tone = "good" | "warning" | "bad" | "neutral";

export type Inline =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "strong"; readonly text: string }
  | { readonly type: "code"; readonly text: string }
  /** A link to http(s); the GitHub renderer writes it so that GitHub records no backlink. */
  | { readonly type: "link"; readonly text: string; readonly url: string }
  /** A short coloured word: a status lozenge in Jira, an emoji and the word on GitHub. */
  | { readonly type: "badge"; readonly text: string; readonly tone: Tone };

/**
 * A box that people tick. `id` (letters, digits, dashes; unique in a document) identifies it when the sink reads the
 * ticks.
 */
export type Task = { readonly id: string; readonly content: readonly Inline[]; readonly done: boolean };

export type Cell = readonly Inline[];

/**
 * The order in which a renderer cuts a text that does not fit: it drops `short` first, `always` only after everything
 * else.
 */
export type Keep = "always" | "long" | "short";

export type Block =
  | { readonly type: "heading"; readonly level: 2 | 3; readonly content: readonly Inline[] }
  | { readonly type: "paragraph"; readonly content: readonly Inline[] }
  | { readonly type: "panel"; readonly tone: Tone; readonly paragraphs: readonly (readonly Inline[])[] }
  | {
      readonly type: "list";
      /** The nearest first: a renderer cuts a list from its end. */
      readonly items: readonly (readonly Inline[])[];
      readonly omitted: number;
      /** `long` by default. */
      readonly keep?: Keep;
      /**
       * The distance of each item, such as its deciding instant: across all such lists a renderer cuts the greatest
       * first.
       */
      readonly distances?: readonly number[];
    }
  /** A list of boxes. A box that a person ticked stays ticked as long as the document contains its task. */
  | { readonly type: "tasks"; readonly items: readonly Task[] }
  | {
      readonly type: "table";
      readonly columns: readonly { readonly title: string; readonly align: "left" | "right" }[];
      readonly rows: readonly (readonly Cell[])[];
      /** Number of omitted rows; rendered as a last line "+N more". */
      readonly omitted: number;
      /** Whether the last row sums the others: a renderer cuts the table to that row, or not at all. */
      readonly whole?: boolean;
      /**
       * Whether to render only the words, as columns of plain text if the tracker has them, because there is no room
       * for a table.
       */
      readonly plain?: boolean;
      /** `short` by default: a table takes three times the space of a list. */
      readonly keep?: Keep;
    }
  /** Collapsed by default. Contains no other `details`. `keep` applies to all its blocks. */
  | {
      readonly type: "details";
      readonly summary: string;
      readonly blocks: readonly Block[];
      readonly keep?: Keep;
    };

/** Where readers find the whole of a text that a renderer cut. */
export type More = {
  /** A whole sentence. */
  readonly content: readonly Inline[];
  /** Target of "+3 more"; null for no link. */
  readonly url: string | null;
};

export type Document = {
  /** Title of the issue; empty for comments. */
  readonly title: string;
  /**
   * Labels of the issue, plain words such as `at-risk`; empty for comments. A renderer prefixes each with `signalbox-`.
   */
  readonly labels: readonly string[];
  readonly blocks: readonly Block[];
  /** Shown only if a renderer cut the document. Not part of the digest. */
  readonly more?: More;
  /** Size of people's text beside it, in the tracker's unit; it reduces the room for the document. */
  readonly beside?: number;
  /**
   * Last small line, e.g. the time of the figures. Not part of the digest: a change of the stamp alone causes no write.
   */
  readonly stamp: readonly Inline[];
};
