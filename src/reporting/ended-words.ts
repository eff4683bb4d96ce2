import type { Conflict, ConflictRecord } from "../domain/conflicts/conflict.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../domain/ids.ts";
import type { Edge } from "../domain/conflicts/visibility.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Inline } from "../ports/document.ts";
import { clausesOf } from "./conflict-clauses.ts";
import { endingsOf, type Ending } from "./ended-reason.ts";
import { cycleFrom, opening, readersName } from "./conflict-sentence.ts";
import { dayOf, lastDayBefore } from "./dates.ts";
import { iterationWords, keyLink, keyOf, strong, text } from "./item-words.ts";

type Reading = { readonly view: TrainView; readonly reader: WorkItemId; readonly increment: string };

/** What an ended conflict was, how it ended and when. Not `certain`: it went out of sight, so its outcome is unknown. */
export type EndedLine = { readonly words: readonly Inline[]; readonly certain: boolean };

/** `Resolved on 27 Nov 2026: this item needed acme/api#7, planned too late (iteration 4). acme/api#7 was moved to iteration 2.` */
export function endedLine(reading: Reading, { conflict, stateSince }: ConflictRecord): EndedLine {
  const endings = endingsOf(reading.view, conflict);
  const certain = !endings.some(({ kind }) => kind === "out-of-sight");
  const day = dayOf(stateSince, reading.view.train.timeZone);
  const head = certain ? `Resolved on ${day}: ` : `Can no longer be checked since ${day}: `;
  const how =
    endings.length === 0
      ? [text(" That is no longer a conflict.")]
      : endings.flatMap((ending) => [text(" "), ...endingWords(reading, ending)]);
  return { words: [strong(head), ...whatItWas(reading, conflict), ...how], certain };
}

function whatItWas({ view, reader, increment: home }: Reading, conflict: Conflict): readonly Inline[] {
  const name = (end: LinkEnd) => (isKnown(view, end) ? readersName(view, end, reader) : [text("another item")]);
  if (conflict.rule === "cycle") {
    const [first, ...others] = cycleFrom(conflict, reader);
    if (others.length === 0) return [...name(first), text(" needed itself.")];
    const chain = others.flatMap((id) => [...name(id), text(", which needed ")]);
    return [...name(first), text(" needed "), ...chain, text("this item.")];
  }
  const { wrong } = clausesOf({ view, conflict, home }, conflict.rule);
  const provider = conflict.provider === null ? [text("an unknown item")] : name(conflict.provider);
  return conflict.provider === reader
    ? [text(`this item, ${wrong}, blocked `), ...name(conflict.consumer), text(".")]
    : [...name(conflict.consumer), text(" needed "), ...provider, text(`, ${wrong}.`)];
}

function endingWords(reading: Reading, ending: Ending): readonly Inline[] {
  if (ending.kind === "removed") return removedWords(reading, ending.of);
  if (ending.kind === "left-the-train") return [text("Neither item belongs to a team of this train any more.")];
  if (!isKnown(reading.view, ending.end)) return [text(`It ${predicate(reading, ending)}.`)];
  return opening([...shortName(reading, ending.end), text(` ${predicate(reading, ending)}.`)]);
}

/** Of a cycle, which of its dependencies. */
function removedWords(reading: Reading, edge: Edge | null): readonly Inline[] {
  if (edge === null) return [text("The dependency was removed.")];
  const [consumer, ...providers] = edge;
  const needed = providers.flatMap((end) => (end === consumer ? [text("itself")] : shortName(reading, end)));
  return opening([...shortName(reading, consumer), text(" no longer needs "), ...needed, text(".")]);
}

/** The line has its title already. */
function shortName({ view, reader }: Reading, end: LinkEnd): readonly Inline[] {
  return end === reader ? readersName(view, end, reader) : [keyLink(view, end)];
}

/** An item of a dropped connection has no key any more. */
function isKnown(view: TrainView, end: LinkEnd): boolean {
  return isKeyRef(end) || view.items.has(end);
}

function predicate(reading: Reading, ending: Exclude<Ending, { readonly kind: "removed" | "left-the-train" }>): string {
  switch (ending.kind) {
    case "out-of-sight":
      return "can no longer be read by Signalbox";
    case "done":
      return "is done";
    case "cancelled":
      return "was cancelled";
    case "reopened":
      return "was reopened";
    case "back":
      return "is in its tracker again";
    case "duplicate":
      return `was closed as a duplicate of ${ending.of.map((end) => keyOf(reading.view, end)).join(" and ")}, which ${ending.of.length === 1 ? "counts" : "count"} instead`;
    case "paused":
      return "is no longer in progress";
    case "moved":
      return movedWords(reading, ending);
  }
}

/** Its present place: its iteration, if that changed, else its dates. */
function movedWords({ view, increment }: Reading, { was, now }: Extract<Ending, { readonly kind: "moved" }>): string {
  const { iteration, startsAt, endsAt } = now;
  const { timeZone } = view.train;
  if (iteration !== null && (iteration.key !== was.iteration || iteration.increment !== was.increment)) {
    const place = iterationWords({ iteration: iteration.key, increment: iteration.increment }, increment);
    // An item that others plan stays where it is in its tracker; so does one around which the calendar changed.
    const isSameTime = endsAt !== null && endsAt === was.endsAt && startsAt === was.startsAt;
    const isMoved = now.through === null && !isSameTime;
    if (was.iteration !== null) return `${isMoved ? "was moved to" : "is now planned for"} ${place}`;
    return was.startsAt === null && was.endsAt === null ? `was planned for ${place}` : `is now planned for ${place}`;
  }
  if (endsAt !== null && endsAt !== was.endsAt) return `is now planned until ${lastDayBefore(endsAt, timeZone)}`;
  if (startsAt !== null && startsAt !== was.startsAt) return `now starts on ${dayOf(startsAt, timeZone)}`;
  return iteration === null && endsAt === null && startsAt === null
    ? "is no longer planned"
    : "no longer has dates of its own";
}
