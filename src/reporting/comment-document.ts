import type { Conflict, ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Mention } from "../domain/items/dependency.ts";
import type { LinkEnd, WorkItemId } from "../domain/ids.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Block, Document, Inline } from "../ports/document.ts";
import { answerWords } from "./answer-words.ts";
import { cycleFrom, label, plain, sentenceForReader, severityTones } from "./conflict-sentence.ts";
import { instantOf, lastDayBefore } from "./dates.ts";
import { edgeWords } from "./decision-section.ts";
import { datesWords, iterationWords, keyLink, plannedOf, statusBadge, strong, text } from "./item-words.ts";
import { endedLine } from "./ended-words.ts";
import { stepsByTeam } from "./remedy-words.ts";
import { quoted } from "./step-words.ts";

export type CommentInput = {
  readonly view: TrainView;
  /** The item of the comment; its text calls it "this item". */
  readonly reader: WorkItemId;
  /** Open conflicts of the item, the most pressing first; empty once all are resolved. */
  readonly open: readonly ConflictRecord[];
  /** Ended conflicts that the comment reported, the newest first. */
  readonly ended: readonly ConflictRecord[];
  /** The train's rollup, for details; null if there is none. */
  readonly rollup: { readonly key: string; readonly url: string } | null;
  /** The increment that the text does not name. */
  readonly increment: string;
};

/** For a team, to read in ten seconds: the conflict, who does what by when, and the place of the dependency. */
export function commentDocument(input: CommentInput): Document {
  const unanswered = input.open.filter(({ answer }) => answer === null).map((record) => conflictPanel(input, record));
  const blocks = [...unanswered, ...answeredBlocks(input), ...endedBlocks(input), footer(input)];
  return { title: "", labels: [], blocks, stamp: [] };
}

/** People know of these: one line each, which does not change while the answer holds. */
function answeredBlocks({ open, view }: CommentInput): readonly Block[] {
  const items = open.flatMap(({ answer, conflict }) =>
    answer === null
      ? []
      : [[strong(`${answerWords(answer, view.train.timeZone)}: `), ...edgeWords(view, conflict), text(".")]],
  );
  return items.length === 0 ? [] : [{ type: "list", items, omitted: 0 }];
}

/** One conflict in full. */
function conflictPanel(input: CommentInput, { conflict, unseenSince }: ConflictRecord): Block {
  const { view, reader, increment: home } = input;
  const context = { view, conflict, home, reader };
  return {
    type: "panel",
    tone: unseenSince === null ? severityTones[conflict.severity] : "neutral",
    paragraphs: [
      ...(unseenSince === null ? [] : [unseenWords(view, unseenSince)]),
      sentenceForReader(context, reader),
      ...(conflict.fix.length === 0 ? [] : [label(`What to do${byWhen(view, conflict)}`, `${stepsByTeam(context)}.`)]),
      endsFrom(conflict, reader).flatMap((end, place) => endWords(input, end, place)),
      ...recordedAs(input, conflict),
    ],
  };
}

/** The date of what follows: an absence takes nothing back. */
function unseenWords({ train }: TrainView, since: number): readonly Inline[] {
  return [
    strong(`As last seen on ${instantOf(since, train.timeZone)}`),
    text(": something of this cannot be read since then, so it may be out of date."),
  ];
}

/** The last day before the conflict takes effect; nothing without any date. */
function byWhen({ train, at }: TrainView, { dueAt }: Conflict): string {
  if (dueAt === null) return "";
  return dueAt > at ? ` by ${lastDayBefore(dueAt, train.timeZone)}` : " now";
}

/** The reader's own item first. */
function endsFrom(conflict: Conflict, reader: WorkItemId): readonly LinkEnd[] {
  if (conflict.rule === "cycle") return cycleFrom(conflict, reader);
  const { consumer, provider, evidence } = conflict;
  if (provider === null) return [consumer];
  const ends = provider === reader ? [provider, consumer] : [consumer, provider];
  return [...ends, ...(evidence.chain?.items.slice(1) ?? [])];
}

/** `This item: 23 Nov – 6 Dec 2026, iteration 3, To Do`, then the others: readers compare the dates. */
function endWords({ view, increment }: CommentInput, end: LinkEnd, place: number): readonly Inline[] {
  const name = place === 0 ? [strong("This item: ")] : [text("; "), keyLink(view, end), text(": ")];
  const planned = plannedOf(view, end);
  if (planned === null || planned.item.presence === "stub") return [...name, text("not readable")];
  if (planned.item.presence === "gone") return [...name, text("no longer in its tracker")];
  return [...name, text(`${planWords(planned, view.train.timeZone, increment)}, `), statusBadge(planned)];
}

function planWords(planned: PlannedItem, timeZone: string, home: string): string {
  const { iteration, startsAt, endsAt } = planned;
  if (iteration === null) return startsAt === null && endsAt === null ? "not planned" : datesWords(planned, timeZone);
  return `${datesWords(planned, timeZone)}, ${iterationWords({ iteration: iteration.key, increment: iteration.increment }, home)}`;
}

/** The place of the dependency. A cycle has many places; the step names the one to change. */
function recordedAs(input: CommentInput, { rule, evidence }: Conflict): readonly (readonly Inline[])[] {
  if (rule === "cycle" || evidence.written.length === 0) return [];
  const mentions = evidence.written.map((mention) => mentionWords(input, mention));
  const different = [...new Map(mentions.map((words) => [plain(words), words])).values()];
  const places = different.flatMap((words, place) => [...(place === 0 ? [] : [text("; ")]), ...words]);
  return [[strong("Recorded as: "), ...places]];
}

function mentionWords(input: CommentInput, mention: Mention): readonly Inline[] {
  const { names } = mention;
  const duplicate = names === undefined ? [] : [text(" to "), keyLink(input.view, names), text(", a closed duplicate")];
  return [...placeWords(input, mention), ...duplicate];
}

function placeWords({ view, reader }: CommentInput, { origin, words, in: writer }: Mention): readonly Inline[] {
  if (origin === "jira-link") return [text(`Jira link ${quoted(words)}`)];
  if (origin === "github-blocked-by") return [text("GitHub relation “blocked by”")];
  const isRemote = origin === "jira-remote-link";
  const stated = isRemote ? `Jira remote link ${quoted(words)}` : quoted(words);
  if (writer === null) return [text(stated)];
  const own = isRemote ? "this item" : "this item's text";
  return [text(`${stated} in `), writer === reader ? text(own) : keyLink(view, writer)];
}

/** The outcome of reported conflicts, so that people's replies below keep their context. */
function endedBlocks(input: CommentInput): readonly Block[] {
  const lines = input.ended.map((record) => endedLine(input, record));
  if (input.open.length > 0) {
    return lines.length === 0 ? [] : [{ type: "list", items: lines.map(({ words }) => words), omitted: 0 }];
  }
  if (lines.length === 0) return [{ type: "panel", tone: "good", paragraphs: [nothingOpen] }];
  const tone = lines.every(({ certain }) => certain) ? "good" : "neutral";
  return [{ type: "panel", tone, paragraphs: lines.map(({ words }) => words) }];
}

const nothingOpen: readonly Inline[] = [
  strong("Resolved."),
  text(" No dependency of this item is in conflict any more. Nothing to do."),
];

function footer({ view, rollup }: CommentInput): Block {
  const name = `Release train ${view.train.name}`;
  if (rollup === null) return { type: "paragraph", content: [text(`${name}.`)] };
  const link: Inline = { type: "link", text: `rollup ${rollup.key}`, url: rollup.url };
  return { type: "paragraph", content: [text(`${name}: `), link, text(". Signalbox keeps this comment up to date.")] };
}
