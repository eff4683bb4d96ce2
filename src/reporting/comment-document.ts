import type { Conflict, ConflictRecord } from "../domain/conflict.ts";
import type { LinkEnd } from "../domain/ids.ts";
import type { TrainView } from "../domain/planned-item.ts";
import type { Block, Document, Inline } from "../ports/document.ts";
import { actorNames, conflictSentence, fixWords, label, severityTones } from "./conflict-words.ts";
import {
  datesWords,
  iterationWords,
  plannedOf,
  statusBadge,
  strong,
  teamName,
  text,
  titledLink,
} from "./item-words.ts";

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
  const blocks = input.open.length === 0 ? [resolvedPanel] : input.open.map((record) => conflictPanel(input, record));
  return { title: "", labels: [], blocks: [...blocks, { type: "paragraph", content: whereFrom(input) }], stamp: [] };
}

const resolvedPanel: Block = {
  type: "panel",
  tone: "good",
  paragraphs: [[strong("Resolved."), text(" No dependency of this item is in conflict any more. Nothing to do.")]],
};

/** One conflict, whole: what does not fit, what to do about it, and both ends with their dates. */
function conflictPanel(input: CommentInput, { conflict }: ConflictRecord): Block {
  const { view, increment } = input;
  return {
    type: "panel",
    tone: severityTones[conflict.severity],
    paragraphs: [
      conflictSentence(view, conflict, increment),
      label("Who acts", actorNames(view, conflict)),
      label("Smallest fix", `${fixWords(view, conflict, increment)}.`),
      ...endsOf(conflict).map((end) => endLine(input, end)),
    ],
  };
}

type End = { readonly role: "Waits" | "Comes first"; readonly end: LinkEnd };

function endsOf({ rule, consumer, provider, evidence }: Conflict): readonly End[] {
  if (rule === "cycle") return evidence.cycle.map((end) => ({ role: "Waits", end }));
  const waits: End = { role: "Waits", end: consumer };
  return provider === null ? [waits] : [waits, { role: "Comes first", end: provider }];
}

/** `Waits, 23 Nov – 6 Dec 2026: PAY-1 “Pay with one tap” (Checkout, iteration 3) To Do`: dates first, to be compared. */
function endLine({ view, increment }: CommentInput, { role, end }: End): readonly Inline[] {
  const planned = plannedOf(view, end);
  const item = titledLink(view, end);
  const team = teamName(view, end);
  if (planned === null) return [strong(`${role}: `), ...item, text(` (${team})`)];
  const { iteration } = planned;
  const place = { iteration: iteration?.key ?? null, increment: iteration?.increment ?? null };
  return [
    strong(`${role}, ${datesWords(planned, view.train.timeZone)}: `),
    ...item,
    text(` (${team}, ${iterationWords(place, increment)}) `),
    statusBadge(planned),
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
