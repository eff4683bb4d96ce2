import type { SprintKind } from "../../src/domain/ids.ts";
import { keyRef, sprintId, type LinkEnd } from "../../src/domain/ids.ts";
import {
  inOrder,
  listChange,
  type HistoryChange,
  type HistoryEvent,
  type StatusValue,
  type TimeboxValue,
  type UnorderedEvent,
} from "../../src/domain/items/history.ts";
import { issueKey } from "../../src/domain/items/issue-key.ts";
import { estimateChanges, estimateFieldOf } from "./estimate-changes.ts";
import { instantOf } from "./instant.ts";
import { linkNamed } from "./link-sentence.ts";
import type { Change, History, Issue } from "./schema.ts";
import { itemIdOf, originOf, projectOf, type MapContext } from "./site.ts";

/** One side of a change: the id or ids, and the words. */
type Side = { readonly id: string | null; readonly words: string | null };

type Reader = (context: MapContext, from: Side, to: Side) => HistoryChange | null;

/** Readers by name in the changelog, which is English on every site. */
const systemFields: ReadonlyMap<string, Reader> = new Map([
  ["status", statuses],
  ["resolution", resolutions],
  ["key", keys],
  ["labels", labels],
  ["component", components],
  ["fix version", (context, from, to) => boxes(boxesOf(context, "version", from), boxesOf(context, "version", to))],
  ["link", links],
  ["parent", parents],
  ["issueparentassociation", parents],
]);

/** Fields that Jira's own apps add. */
const appFields: ReadonlyMap<string, Reader> = new Map([
  ["sprint", sprints],
  ["epic link", parents],
]);

/** The changes that Signalbox stores, oldest first, with ids that do not depend on the request. */
export function mapHistory(
  context: MapContext,
  { id: nativeId, fields }: Pick<Issue, "id"> & { readonly fields: Readonly<Record<string, unknown>> },
  histories: readonly History[],
): HistoryEvent[] {
  const dated = histories.flatMap((history) => {
    const at = instantOf(history.created);
    return at === null ? [] : { ...history, at };
  });
  const once = [...new Map(dated.map((history) => [history.id, history])).values()];
  const entries = once.toSorted((a, b) => a.at - b.at || byNumber(a.id, b.id));
  const changes = entries.flatMap(({ items }) => items);
  const estimates = estimateChanges(context.facts.pointsFields, fields, changes);
  const around = { ...context, estimates };
  const events = entries.flatMap((entry) => eventsOf(around, nativeId, entry));
  const ordered = inOrder(withoutRepeatedParents(events));
  return ordered.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Ids are numbers that may be too long for one. */
export function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

type Dated = History & { readonly at: number };
type WithEstimates = MapContext & { readonly estimates: ReturnType<typeof estimateChanges> };

function eventsOf(context: WithEstimates, nativeId: string, { id, at, items }: Dated): readonly UnorderedEvent[] {
  const counts = new Map<string, number>();
  return items.flatMap((change) => {
    const name = change.field.toLowerCase();
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const read = changeIn(context, change);
    if (read == null) return [];
    // One save may change a field several times, as one line for each version that it adds.
    const eventId = `jira:${context.connection.key}:history:${id}:${name}${count === 0 ? "" : `:${count}`}`;
    return { id: eventId, itemId: itemIdOf(context.connection, nativeId), at, knownBy: "tracker" as const, ...read };
  });
}

function changeIn(context: WithEstimates, change: Change): HistoryChange | null {
  if (estimateFieldOf(change, context.facts.pointsFields) !== null) return context.estimates.get(change) ?? null;
  const from = { id: change.from || null, words: change.fromString || null };
  const to = { id: change.to || null, words: change.toText || null };
  return readerOf(context, change)?.(context, from, to) ?? null;
}

/** A site may have own fields with the names of Jira's. */
function readerOf({ facts }: MapContext, { field, fieldId }: Change): Reader | undefined {
  const name = field.toLowerCase();
  if (!fieldId?.startsWith("customfield_")) return systemFields.get(name) ?? appFields.get(name);
  return fieldId === facts.sprintField ? sprints : appFields.get(name);
}

/** Jira notes one change of a parent under several names, within a moment, sometimes in separate entries. */
function withoutRepeatedParents(events: readonly UnorderedEvent[]): readonly UnorderedEvent[] {
  let last: UnorderedEvent | null = null;
  return events.filter((event) => {
    if (event.field !== "parent") return true;
    const isRepeated = last !== null && last.from === event.from && last.to === event.to;
    last = event;
    return !isRepeated;
  });
}

function statuses({ statuses: categories }: MapContext, from: Side, to: Side): HistoryChange {
  const valueOf = ({ id, words }: Side): StatusValue | null =>
    id === null && words === null
      ? null
      : { id, name: words, category: id === null ? null : (categories.get(id) ?? null) };
  return { field: "status", from: valueOf(from), to: valueOf(to) };
}

function resolutions(_: MapContext, from: Side, to: Side): HistoryChange {
  const valueOf = ({ id, words }: Side) => (id === null && words === null ? null : { id, name: words });
  return { field: "resolution", from: valueOf(from), to: valueOf(to) };
}

function keys(_: MapContext, from: Side, to: Side): HistoryChange {
  const valueOf = ({ words: key }: Side) => (key === null ? null : { container: projectOf(key), key });
  return { field: "container", from: valueOf(from), to: valueOf(to) };
}

function labels(_: MapContext, from: Side, to: Side): HistoryChange | null {
  const change = listChange(wordsIn(from), wordsIn(to), (label) => label);
  return isNothing(change) ? null : { field: "labels", ...change };
}

/** Jira's labels contain no spaces. */
function wordsIn({ words }: Side): readonly string[] {
  return (words ?? "").split(/\s+/u).filter((word) => word !== "");
}

function components(_: MapContext, from: Side, to: Side): HistoryChange | null {
  const change = { from: from.words === null ? [] : [from.words], to: to.words === null ? [] : [to.words] };
  return isNothing(change) ? null : { field: "components", ...change };
}

function sprints(context: MapContext, from: Side, to: Side): HistoryChange | null {
  return boxes(boxesOf(context, "sprint", from), boxesOf(context, "sprint", to));
}

function boxes(before: readonly TimeboxValue[], after: readonly TimeboxValue[]): HistoryChange | null {
  const change = listChange(before, after, ({ id }) => id);
  return isNothing(change) ? null : { field: "timeboxes", ...change };
}

/** Names may contain commas: only a list of as many names as ids has each one's name. */
function boxesOf({ connection }: MapContext, kind: SprintKind, { id, words }: Side): readonly TimeboxValue[] {
  const ids = (id ?? "").split(",").map((one) => one.trim());
  const names = ids.length === 1 ? [words] : (words ?? "").split(",").map((name) => name.trim());
  return ids.flatMap((one, place) => {
    const name = names.length === ids.length ? (names[place] ?? null) : null;
    return /^\d+$/u.test(one) ? { id: sprintId(originOf(connection), kind, one), name } : [];
  });
}

function parents(context: MapContext, from: Side, to: Side): HistoryChange | null {
  const change = { from: parentOf(context, from), to: parentOf(context, to) };
  return change.from === change.to ? null : { field: "parent", ...change };
}

function parentOf({ connection }: MapContext, { id, words }: Side): LinkEnd | null {
  if (id !== null && /^\d+$/u.test(id)) return itemIdOf(connection, id);
  return words !== null && issueKey.test(words) ? keyRef("jira", words) : null;
}

function links({ facts }: MapContext, from: Side, to: Side): HistoryChange | null {
  const valueOf = ({ id, words }: Side) => {
    const link = id === null ? null : linkNamed(facts.linkTypes, { key: id, sentence: words ?? "" });
    return link === null ? [] : [link];
  };
  const change = { from: valueOf(from), to: valueOf(to) };
  return isNothing(change) ? null : { field: "links", ...change };
}

function isNothing({ from, to }: { readonly from: readonly unknown[]; readonly to: readonly unknown[] }): boolean {
  return from.length === 0 && to.length === 0;
}
