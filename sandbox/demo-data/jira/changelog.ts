import type { RawRecord } from "../../data.ts";
import { hourMs, type Box } from "../calendar.ts";
import type { Draft, DraftState } from "../draft.ts";
import type { Person } from "../people.ts";
import { instant, pointsField, sprintField, statuses, user, resolutions } from "./vocabulary.ts";

type Change = { readonly at: number; readonly author: Person; readonly items: readonly RawRecord[] };

/** Changelog entries of an issue besides its life. */
export type LinkMade = { readonly at: number; readonly otherKey: string; readonly says: string };

/** An issue's changes, oldest first; instants in epoch milliseconds. */
export function changesOf(draft: Draft, links: readonly LinkMade[]): readonly Change[] {
  const author = draft.assignee ?? draft.reporter;
  const changes = [...planning(draft), ...moves(draft), ...transitions(draft)].map((change) => ({ author, ...change }));
  const linking = links.map(({ at, otherKey, says }) => ({
    at,
    author: draft.reporter,
    items: [item(["Link", "jira"], { from: null, to: otherKey }, { from: null, to: says })],
  }));
  return [...changes, ...linking].toSorted((a, b) => a.at - b.at);
}

/** The `changelog` of a single issue: newest first. @param firstId ids are counted on from it */
export function changelogOf(changes: readonly Change[], firstId: number): RawRecord {
  const histories = changes.map(({ at, author, items }, place) => ({
    id: String(firstId + place),
    author: user(author),
    created: instant(at),
    items,
  }));
  return { startAt: 0, maxResults: histories.length, total: histories.length, histories: histories.toReversed() };
}

type Step = Omit<Change, "author">;

function planning({ plannedAt, boxes, points }: Draft): readonly Step[] {
  const [first] = boxes;
  if (plannedAt === null || first === undefined) return [];
  const estimate =
    points === null
      ? []
      : [item(["Story Points", "custom", pointsField], { from: null, to: null }, { from: "", to: String(points) })];
  return [{ at: plannedAt, items: [...estimate, sprintItem([], [first])] }];
}

function moves({ boxes }: Draft): readonly Step[] {
  return boxes.slice(1).map((box, place) => ({
    at: box.startsAt - hourMs,
    items: [sprintItem(boxes.slice(0, place + 1), boxes.slice(0, place + 2))],
  }));
}

function sprintItem(before: readonly Box[], after: readonly Box[]): RawRecord {
  const list = (boxes: readonly Box[], of: (box: Box) => string) => boxes.map(of).join(", ");
  const id = (box: Box) => String(box.id);
  return item(
    ["Sprint", "custom", sprintField],
    { from: list(before, id), to: list(after, id) },
    { from: list(before, ({ name }) => name), to: list(after, ({ name }) => name) },
  );
}

function transitions(draft: Draft): readonly Step[] {
  const { state, startedAt, closedAt } = draft;
  const steps: Step[] = [];
  if (startedAt !== null) steps.push({ at: startedAt, items: [statusItem("todo", "in-progress")] });
  const reviewed = startedAt !== null && state !== "in-progress" && draft.kind !== "feature";
  const reviewAt = Math.max(startedAt ?? 0, (closedAt ?? startedAt ?? 0) - 2 * hourMs);
  if (reviewed) steps.push({ at: reviewAt, items: [statusItem("in-progress", "in-review")] });
  if (closedAt !== null) {
    const before = reviewed ? "in-review" : startedAt === null ? "todo" : "in-progress";
    steps.push({ at: closedAt, items: [resolutionItem(state), statusItem(before, state)] });
  }
  return steps;
}

function statusItem(before: DraftState, after: DraftState): RawRecord {
  const [from, to] = [statuses[before], statuses[after]];
  return item(["status", "jira", "status"], { from: from.id, to: to.id }, { from: from.name, to: to.name });
}

function resolutionItem(state: DraftState): RawRecord {
  const to = resolutions[state];
  return item(
    ["resolution", "jira", "resolution"],
    { from: null, to: to?.id ?? null },
    { from: null, to: to?.name ?? null },
  );
}

type Sides = { readonly from: string | null; readonly to: string | null };

function item([field, fieldtype, fieldId]: readonly string[], ids: Sides, texts: Sides): RawRecord {
  return {
    field,
    fieldtype,
    ...(fieldId !== undefined && { fieldId }),
    from: ids.from,
    fromString: texts.from,
    to: ids.to,
    toString: texts.to,
  };
}
