import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import type { ModelIndex } from "../model/model-index.ts";
import { byText, distinct } from "../ordering.ts";
import type { Rows } from "../tracking/rows.ts";
import { keyed } from "../tracking/tracked.ts";
import { nameOf, oneSidedOrigins, type Link, type WorkItem } from "./work-item.ts";

/**
 * Of an item that several connections to its site read, the record that the first team owns counts. The others are its
 * copies: their dependencies and children are its own. See docs/rules.md, "Ownership".
 */
export type Copies = {
  /** The record that counts: the item's own, unless it is a copy. */
  readonly recordOf: (id: WorkItemId) => WorkItemId;
  /** The link between the records that count. */
  readonly between: (link: Link) => Link;
  /** Whether the text or a remote link of a copy states it. Those of the record that counts say the same. */
  readonly isWrittenByCopy: (link: Link) => boolean;
  /** The record of its parent: as its own connection reads it, else as a copy shows it. */
  readonly parentOf: (item: WorkItem) => WorkItemId | null;
  /** @param own of the items that name it as their parent */
  readonly childIdsOf: (id: WorkItemId, own: readonly WorkItemId[]) => readonly WorkItemId[];
  /** @param own with the item at an end. Adds those that only its copies have. */
  readonly linksOf: (end: LinkEnd, own: readonly Link[]) => readonly Link[];
};

export type CopyFacts = {
  readonly index: Pick<ModelIndex, "records" | "itemOf" | "nodeOf">;
  readonly rows: Rows<LinkEnd>;
  /** Place of the owner among the teams of the train and then of the others, in the file's order; null for none. */
  readonly ownerPlace: (item: WorkItem) => number | null;
};

const none: readonly never[] = [];

/** For a model in which every item is one record. */
const noCopies: Copies = {
  recordOf: (id) => id,
  between: (link) => link,
  isWrittenByCopy: () => false,
  parentOf: ({ parentId }) => parentId,
  childIdsOf: (_id, own) => own,
  linksOf: (_id, own) => own,
};

export function copiesIn({ index, rows, ownerPlace }: CopyFacts): Copies {
  const { records, itemOf } = index;
  if (!records.areShared) return noCopies;
  const placeAt = (id: WorkItemId) => {
    const item = itemOf(id);
    return (item === null ? null : ownerPlace(item)) ?? Infinity;
  };
  const recordOf = keyed(
    rows,
    (id: WorkItemId): WorkItemId => {
      const others = records.of(id).filter((one) => one !== id);
      if (others.length === 0) return id;
      const inOrder = [id, ...others.toSorted(byText)];
      const places = inOrder.map(placeAt);
      const first = Math.min(...places);
      if (first < Infinity) return inOrder[places.indexOf(first)] ?? id;
      // A connection that was dropped has no record any more.
      return inOrder.find((one) => itemOf(one) !== null) ?? id;
    },
    Object.is,
  );
  const recordAt = (end: LinkEnd) => (isKeyRef(end) ? end : recordOf(end));
  const between = (link: Link): Link => ({ ...link, source: recordAt(link.source), target: recordAt(link.target) });
  const copiesOf = (id: WorkItemId) =>
    records
      .of(id)
      .filter((one) => one !== id && recordOf(one) === id)
      .toSorted(byText);
  const parentOf = ({ id, parentId }: WorkItem) => {
    const shown = copiesOf(id).map(itemOf).filter(isShown);
    const parent = [parentId, ...shown.map((copy) => copy.parentId)].find((one) => one !== null);
    return parent === undefined ? null : recordOf(parent);
  };
  const relationsOf = (copy: WorkItemId) => {
    const { item, links } = index.nodeOf(copy);
    return links.filter((one) => isRelation(one, item)).map(between);
  };
  return {
    recordOf,
    between,
    isWrittenByCopy: ({ origin, source, target }) =>
      oneSidedOrigins.has(origin) && [source, target].some((end) => recordAt(end) !== end),
    parentOf,
    childIdsOf(id, own) {
      const named = [...own, ...copiesOf(id).flatMap((copy) => index.nodeOf(copy).childIds)];
      return distinct(named.map(recordOf)).filter((child) => {
        const item = itemOf(child);
        return item !== null && parentOf(item) === id;
      });
    },
    linksOf(end, own) {
      const copies = isKeyRef(end) ? none : copiesOf(end);
      if (copies.length === 0) return own;
      const known = own.map(between);
      const others = new Map(copies.flatMap(relationsOf).map((link) => [nameOf(link), link]));
      for (const link of known) others.delete(nameOf(link));
      return [...known, ...others.values()];
    },
  };
}

/** What a copy that its connection cannot read any more states may be out of date. */
function isShown(copy: WorkItem | null): copy is WorkItem {
  return copy?.presence === "present";
}

/** Whether a copy's link is a relation that stands: GitHub gives it with its consumer, Jira with both ends. */
function isRelation({ origin }: Link, copy: WorkItem | null): boolean {
  return origin === "jira-link" || (isShown(copy) && !oneSidedOrigins.has(origin));
}
