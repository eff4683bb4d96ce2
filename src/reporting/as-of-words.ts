import type { Unknown } from "../domain/history/unknown.ts";
import type { Block } from "../ports/document.ts";
import { instantOf } from "./dates.ts";
import type { Evaluation } from "./evaluate.ts";
import { text } from "./item-words.ts";
import { counted } from "../domain/counted.ts";

/** What an answer about another instant than now shows, and what it cannot know: sentences, none about now. */
export function asOfLines({ asOf, view }: Pick<Evaluation, "asOf" | "view">): readonly string[] {
  if (asOf === undefined) return [];
  const at = instantOf(view.at, view.train.timeZone);
  if (asOf.kind === "later") return [`Signalbox shows the items as they are now, under the calendar of ${at}.`];
  const basis = `Signalbox shows the train as it stood on ${at}, as far as the trackers tell. Titles, types, and the dates of sprints, versions and milestones are those of today.`;
  return [basis, ...asOf.unknown.map(unknownWords)];
}

/** The same for a page; nothing about now. */
export function asOfBlocks(evaluation: Pick<Evaluation, "asOf" | "view">): readonly Block[] {
  const lines = asOfLines(evaluation);
  return lines.length === 0 ? [] : [{ type: "panel", tone: "neutral", paragraphs: lines.map((line) => [text(line)]) }];
}

/** The number of things, for one and for several, and what follows for the report. */
type Words = { readonly one: string; readonly many: string; readonly so: string };

const said: Readonly<Record<Unknown["kind"], Words>> = {
  untold: {
    one: "item changed since, and its tracker gives no history of it",
    many: "items changed since, and their tracker gives no history of them",
    so: "Signalbox knows creation, closing and sprint dates: such an item is in a sprint from the sprint's start, and its estimate, labels, parent and project are those of today.",
  },
  closing: {
    one: "item is closed today, and nothing tells since when",
    many: "items are closed today, and nothing tells since when",
    so: "Signalbox counts such an item as open.",
  },
  status: {
    one: "item was closed later, and nothing tells its status before",
    many: "items were closed later, and nothing tells their status before",
    so: "Signalbox counts such an item as to do.",
  },
  "status-words": {
    one: "item had a status whose meaning nothing tells",
    many: "items had a status whose meaning nothing tells",
    so: "Signalbox counts such an item as to do.",
  },
  progress: {
    one: "item is in progress because of a pull request, and nothing tells since when",
    many: "items are in progress because of a pull request, and nothing tells since when",
    so: "Signalbox counts such an item as in progress.",
  },
  timebox: {
    one: "item was in a sprint, version or milestone that Signalbox does not know",
    many: "items were in a sprint, version or milestone that Signalbox does not know",
    so: "Signalbox counts such an item without it.",
  },
  parent: {
    one: "item had a parent that Signalbox does not know",
    many: "items had a parent that Signalbox does not know",
    so: "Signalbox counts such an item without it.",
  },
  "own-dates": {
    one: "item changed since and has dates of its own",
    many: "items changed since and have dates of their own",
    so: "Signalbox uses the dates of today.",
  },
  creation: {
    one: "item has no date of creation",
    many: "items have no date of creation",
    so: "Signalbox counts such an item as there.",
  },
  deletion: {
    one: "item is deleted today, and nothing tells since when",
    many: "items are deleted today, and nothing tells since when",
    so: "Signalbox counts such an item as deleted.",
  },
  "undated-links": {
    one: "dependency has no date",
    many: "dependencies have no date",
    so: "Signalbox shows such a dependency as today.",
  },
  "unclear-links": {
    one: "later change of a link names no type or direction that Signalbox knows",
    many: "later changes of links name no type or direction that Signalbox knows",
    so: "Signalbox could not undo such a change.",
  },
  queries: {
    one: "team owns what its query finds",
    many: "teams own what their queries find",
    so: "Signalbox uses what a query finds today.",
  },
  "unreadable-events": {
    one: "record of the stored history has no form that Signalbox knows",
    many: "records of the stored history have no form that Signalbox knows",
    so: "Signalbox leaves such a record out.",
  },
};

function unknownWords({ kind, count }: Unknown): string {
  const { one, many, so } = said[kind];
  return `${counted(count, one, many)}. ${so}`;
}
