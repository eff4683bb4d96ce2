import { commentMode } from "../domain/consent.ts";
import type { CommentMode } from "../domain/model/train.ts";
import type { Block, Inline, Keep } from "../ports/document.ts";
import type { PublicationRecord } from "../ports/publication-ledger.ts";
import { commentSubjects, type CommentSubject } from "./comment-subjects.ts";
import { openRecords, type Evaluation } from "./evaluate.ts";
import { strong, teamName, text } from "./item-words.ts";
import { documentOn } from "./plan-comments.ts";
import { severeConflicts } from "./proposal-gate.ts";
import { counted } from "../domain/counted.ts";

export type PreviewInput = { readonly evaluation: Evaluation; readonly publications: readonly PublicationRecord[] };

/** Items of teams in that mode that would get a comment after consent. */
export function commentsToCome(
  { evaluation, publications }: PreviewInput,
  mode: CommentMode,
): readonly CommentSubject[] {
  const { view } = evaluation;
  const begun = new Set(publications.filter(isBegun).map(({ itemId }) => itemId));
  return commentSubjects(view, openRecords(evaluation), begun).filter((subject) => {
    const { item, team } = subject.planned;
    return commentMode(view.train, team) === mode && severeConflicts(subject).length > 0 && !begun.has(item.id);
  });
}

/** It exists and has open conflicts, or may; or a person deleted it. */
function isBegun({ kind, state, resolved }: PublicationRecord): boolean {
  return kind === "comment" && state !== "absent" && !resolved;
}

/** Folded comments: a line for each item, and the whole text of the first. `short` goes first if room is scarce. */
export type Preview = { readonly title: string; readonly subjects: readonly CommentSubject[]; readonly keep: Keep };

export function previewBlock(input: PreviewInput, { title, subjects, keep }: Preview): Block {
  const list = subjects.map((subject) => itemLine(input, subject));
  return {
    type: "details",
    summary: `${title} (${subjects.length})`,
    keep,
    blocks: [
      { type: "list", items: list, omitted: 0 },
      ...subjects.slice(0, 1).flatMap((subject) => exampleOf(input, subject)),
    ],
  };
}

/** Without a link, which takes the room of two lines in Jira: the conflicts below have it. */
function itemLine({ evaluation: { view } }: PreviewInput, subject: CommentSubject): readonly Inline[] {
  const { id, key, title } = subject.planned.item;
  const conflicts = counted(severeConflicts(subject).length, "conflict");
  return [text(`${key} “${title}” (${teamName(view, id)}): ${conflicts}`)];
}

/** Without its link to the rollup, which contains it and does not exist yet at the first write. */
function exampleOf({ evaluation }: PreviewInput, subject: CommentSubject): readonly Block[] {
  const { key } = subject.planned.item;
  const { blocks } = documentOn({ evaluation, publications: [] }, subject, null);
  return [{ type: "paragraph", content: [strong(`The comment on ${key}:`)] }, ...blocks];
}
