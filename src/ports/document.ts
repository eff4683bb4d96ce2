/**
 * A rollup or a comment, tracker-neutral. Every `text` is data: a renderer makes sure nothing of it comes alive
 * (no mention, cross-reference, image or markup), whoever wrote it.
 */
export type Tone = "good" | "warning" | "bad" | "neutral";

export type Inline =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "strong"; readonly text: string }
  | { readonly type: "code"; readonly text: string }
  /** A link to http(s); on GitHub written so that it leaves no backlink. */
  | { readonly type: "link"; readonly text: string; readonly url: string }
  /** A short coloured word: a status lozenge in Jira, an emoji and the word on GitHub. */
  | { readonly type: "badge"; readonly text: string; readonly tone: Tone };

/** A box that people tick. `id` names it in what is read back: letters, digits, dashes; once in a document. */
export type Task = { readonly id: string; readonly content: readonly Inline[]; readonly done: boolean };

export type Cell = readonly Inline[];

/**
 * How long a part stays in a text that does not fit: `short` goes first, `always` stays as long as there is anything else
 * to leave out.
 */
export type Keep = "always" | "long" | "short";

export type Block =
  | { readonly type: "heading"; readonly level: 2 | 3; readonly content: readonly Inline[] }
  | { readonly type: "paragraph"; readonly content: readonly Inline[] }
  | { readonly type: "panel"; readonly tone: Tone; readonly paragraphs: readonly (readonly Inline[])[] }
  | {
      readonly type: "list";
      /** The nearest first: a list is cut from its end. */
      readonly items: readonly (readonly Inline[])[];
      readonly omitted: number;
      /** `long` by default. */
      readonly keep?: Keep;
      /** For each item how far it is, such as the instant that decides it: over all such lists the greatest goes first. */
      readonly distances?: readonly number[];
    }
  /** A list of boxes. One that a person ticked stays ticked for as long as the document has its task. */
  | { readonly type: "tasks"; readonly items: readonly Task[] }
  | {
      readonly type: "table";
      readonly columns: readonly { readonly title: string; readonly align: "left" | "right" }[];
      readonly rows: readonly (readonly Cell[])[];
      /** Rows left out; rendered as a last line "+N more". */
      readonly omitted: number;
      /** True where the rows mean something only together and the last sums the others: they are cut to that one, or not at all. */
      readonly whole?: boolean;
      /** True where there is no room for more than its words: columns of plain text, if the tracker has such. */
      readonly plain?: boolean;
      /** `short` by default: a table takes three times the space of a list. */
      readonly keep?: Keep;
    }
  /** Folded away. Holds no other `details`. `keep` holds for all that is in it. */
  | {
      readonly type: "details";
      readonly summary: string;
      readonly blocks: readonly Block[];
      readonly keep?: Keep;
    };

/** Where all of a text stands that had to be cut. */
export type More = {
  /** A whole sentence. */
  readonly content: readonly Inline[];
  /** Where "+3 more" leads; null for nowhere. */
  readonly url: string | null;
};

export type Document = {
  /** Title of the issue; empty for comments. */
  readonly title: string;
  /** Labels of the issue, plain words such as `at-risk`; empty for comments. A renderer puts `signalbox-` before each. */
  readonly labels: readonly string[];
  readonly blocks: readonly Block[];
  /** Shown only where the document had to be cut. Not part of the digest. */
  readonly more?: More;
  /** What people's text beside it takes where it stands, in the tracker's own unit: so much less room there is. */
  readonly beside?: number;
  /** Last small line, e.g. when the figures were taken. Not part of the digest: it alone never causes a write. */
  readonly stamp: readonly Inline[];
};
