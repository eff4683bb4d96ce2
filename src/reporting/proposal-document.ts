import type { Consent } from "../domain/consent.ts";
import type { Rollup } from "../domain/rollup/rollup.ts";
import type { RollupTarget } from "../domain/model/train.ts";
import type { Block, Document, Inline, Task } from "../ports/document.ts";
import type { CommentSubject } from "./comment-subjects.ts";
import type { Evaluation } from "./evaluate.ts";
import { strong, text } from "./item-words.ts";
import { targetName } from "./planned-writes.ts";
import { severeConflicts } from "./proposal-gate.ts";
import { commentsToCome, previewBlock, type PreviewInput } from "./proposal-preview.ts";
import { counted } from "../domain/counted.ts";

export type ProposalInput = PreviewInput & { readonly consent: Consent };

/** The rollup in one of the train's targets, framed by the decision that a person must take. */
export function framedRollup(rollup: Document, input: ProposalInput, target: RollupTarget): Document {
  const shadow = commentsToCome(input, "shadow");
  return {
    ...rollup,
    blocks: [
      ...(input.consent.state === "proposed" ? proposalBlocks(input, target) : []),
      ...rollup.blocks,
      ...(shadow.length === 0
        ? []
        : [previewBlock(input, { title: "Comments that would be written", subjects: shadow, keep: "short" })]),
    ],
  };
}

/** How to consent, and what follows. */
function proposalBlocks(input: ProposalInput, target: RollupTarget): readonly Block[] {
  const toCome = commentsToCome(input, "on");
  const { train } = input.evaluation.view;
  return [
    {
      type: "panel",
      tone: "neutral",
      paragraphs: [
        [
          strong("Proposal: "),
          text(
            `Signalbox reads this train's items and reports here where their plan cannot hold. It has written nothing but this issue${twins(train.rollupTargets, target)}.`,
          ),
        ],
        howToSayYes(train.key),
        ...notReadYet(input.evaluation),
      ],
    },
    { type: "tasks", items: toCome.length === 0 ? [freshBox] : [freshBox, standingBox(input, toCome)] },
    ...(toCome.length === 0
      ? []
      : [
          previewBlock(input, {
            title: "Comments that would follow with the second box",
            subjects: toCome,
            keep: "long",
          }),
        ]),
  ];
}

function twins(targets: readonly RollupTarget[], target: RollupTarget): string {
  const others = targets.filter((other) => other !== target).map(targetName);
  return others.length === 0 ? "" : ` and the same one in ${others.join(", ")}`;
}

function howToSayYes(train: string): readonly Inline[] {
  return [
    strong("Say yes: "),
    text("tick a box below, which everybody may who can edit this issue, or run "),
    { type: "code", text: `signalbox start ${train}` },
    text(". Until then this issue is kept up to date, and nothing else is written."),
  ];
}

/** Consent before the first complete read would make everything look new: it waits. */
function notReadYet({ rollup }: Evaluation): readonly (readonly Inline[])[] {
  const unread = unreadSources(rollup);
  if (unread.length === 0) return [];
  return [
    [text(`A tick counts as soon as ${unread.join(" and ")} ${unread.length === 1 ? "has" : "have"} been read once.`)],
  ];
}

/** Connections that Signalbox never read to the end. */
export function unreadSources({ dataQuality }: Pick<Rollup, "dataQuality">): readonly string[] {
  return dataQuality.sources.filter(({ completedAt }) => completedAt === null).map(({ connection }) => connection);
}

/** Ids of the boxes in the tracker: either is consent. */
const boxes = { fresh: "start", standing: "start-with-standing" } as const;
export const boxIds: readonly string[] = [boxes.fresh, boxes.standing];

const freshBox: Task = {
  id: boxes.fresh,
  content: [text("Start: comment on conflicts that are new from now on")],
  done: false,
};

function standingBox({ evaluation }: ProposalInput, toCome: readonly CommentSubject[]): Task {
  const { newPerRun } = evaluation.view.train.comments;
  const conflicts = new Set(toCome.flatMap(severeConflicts).map(({ fingerprint }) => fingerprint)).size;
  const those = conflicts === 1 ? "the 1 conflict that stands" : `the ${conflicts} conflicts that stand`;
  const pace = toCome.length > newPerRun ? `, at most ${newPerRun} an hour` : "";
  const words = `Start, and comment also on ${those} already: ${counted(toCome.length, "comment")}${pace}`;
  return { id: boxes.standing, content: [text(words)], done: false };
}

/** The answer of the ticked boxes; null for none. */
export function answerOf(ticked: readonly string[]): { readonly withStanding: boolean } | null {
  return ticked.length === 0 ? null : { withStanding: ticked.includes(boxes.standing) };
}
