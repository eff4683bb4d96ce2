import type { Conflict, ConflictRecord } from "../domain/conflict.ts";
import type { LinkEnd } from "../domain/ids.ts";
import type { TrainView } from "../domain/planned-item.ts";
import type { Block, Cell, Document, Inline } from "../ports/document.ts";
import { actorNames, conflictSentence, fixWords, label } from "./conflict-words.ts";
import { datesWords, itemCell, iterationWords, plannedOf, statusBadge, strong, teamName, text } from "./item-words.ts";

export type CommentInput = {
  readonly view: TrainView;
  /** Open conflicts that touch the item, the gravest first; empty once all are resolved. */
  readonly open: readonly ConflictRecord[];
  /** The train's rollup, for more; null while there is none. */
  readonly rollup: { readonly key: string; readonly url: string } | null;
  /** The increment that needs no naming. */
  readonly increment: string;
};

/** What a team has to know in ten seconds: what does not fit, both dates, who acts, the smallest fix. */
export function commentDocument(input: CommentInput): Document {
  const blocks =
    input.open.length === 0 ? [resolvedPanel] : input.open.flatMap((record) => conflictBlocks(input, record));
  return { title: "", blocks: [...blocks, { type: "paragraph", content: whereFrom(input) }], stamp: [] };
}

const resolvedPanel: Block = {
  type: "panel",
  tone: "good",
  paragraphs: [[strong("Resolved."), text(" No dependency of this item is in conflict any more. Nothing to do.")]],
};

function conflictBlocks({ view, increment }: CommentInput, { conflict }: ConflictRecord): readonly Block[] {
  return [
    {
      type: "panel",
      tone: conflict.severity === "conflict" ? "bad" : "warning",
      paragraphs: [
        conflictSentence(view, conflict, increment),
        label("Who acts", actorNames(view, conflict)),
        label("Smallest fix", `${fixWords(view, conflict, increment)}.`),
      ],
    },
    {
      type: "table",
      columns: ["", "Item", "Team", "Status", "Planned for", "Dates"].map((title) => ({ title, align: "left" })),
      rows: endsOf(conflict).map(([role, end]) => [[text(role)], ...endCells(view, end, increment)]),
      omitted: 0,
      whole: true,
    },
  ];
}

function endsOf(conflict: Conflict): readonly (readonly [role: string, end: LinkEnd])[] {
  if (conflict.rule === "cycle") return conflict.evidence.cycle.map((id) => ["Waits for the next", id]);
  const needs = ["Waits", conflict.consumer] as const;
  return conflict.provider === null ? [needs] : [needs, ["Comes first", conflict.provider]];
}

function endCells(view: TrainView, end: LinkEnd, increment: string): readonly Cell[] {
  const planned = plannedOf(view, end);
  if (planned === null) return [itemCell(view, end), [text(teamName(view, end))], [], [], []];
  const { iteration } = planned;
  const place = { iteration: iteration?.key ?? null, increment: iteration?.increment ?? null };
  return [
    itemCell(view, end),
    [text(teamName(view, end))],
    [statusBadge(planned)],
    [text(iterationWords(place, increment))],
    [text(datesWords(planned, view.train.timeZone))],
  ];
}

function whereFrom({ view, rollup }: CommentInput): readonly Inline[] {
  const name = `Release train ${view.train.name}`;
  if (rollup === null) return [text(`${name}.`)];
  return [
    text(`${name}: `),
    { type: "link", text: `rollup ${rollup.key}`, url: rollup.url },
    text(". This comment is kept up to date."),
  ];
}
