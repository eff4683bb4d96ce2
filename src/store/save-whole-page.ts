import type { WorkItemId } from "../domain/ids.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { PulledItem, SourcePage } from "../ports/connector.ts";
import type { PageChange, StoredPage } from "../ports/page-change.ts";
import { allOf, planned, type Database, type Sql } from "./database.ts";
import { newContainerNames, noteContainerNames } from "./known-names.ts";
import { isOfTheFuture, lookUp, withoutOurs, type LookUp } from "./look-up-page.ts";
import { compareBoxes, saveBoxes } from "./save-boxes.ts";
import { moveComments, noteFormerKeys, type FormerKey } from "./save-former-keys.ts";
import { mayHideParents, resolveParents, withParents } from "./parents-by-key.ts";
import { observedEvents, type EarlierReadings } from "./observed-links.ts";
import { fewRows } from "./planner.ts";
import { saveHistory } from "./save-history.ts";
import { saveLinks } from "./save-links.ts";
import { noChange, pageLock, pageLockName, save, saveNoting } from "./save-rows.ts";
import { bestById, saveParents, saveStubs } from "./save-stubs.ts";
import { insertSql, nextParameter, upsertNotingSql, upsertSql } from "./table.ts";
import { pullRequests, workItems, type WrittenItem } from "./tables.ts";
import { withUnseenFields } from "./unseen-fields.ts";

/**
 * The later reading wins; the new one if either lacks a date. A stored date in the future never wins, because it comes
 * from a wrong clock.
 */
const notOlder = `t.updated_at is null or r.updated_at is null or r.updated_at >= t.updated_at
  or ${isOfTheFuture(nextParameter(pullRequests))}`;

/** A comment changes only the item's `updated_at`. */
const stamp = { column: "stored_at", value: `to_timestamp($${nextParameter(workItems)}::double precision / 1000)` };
const saveItems = { table: workItems, sql: planned(upsertNotingSql(workItems, { stamp, quiet: "updatedAt" })) };
const addItems = { table: workItems, sql: planned(insertSql(workItems, { stamp })) };
const savePullRequests = { table: pullRequests, sql: planned(upsertSql(pullRequests, { accept: notOlder })) };

/** The commit does not wait for the disk: a later commit (of a watermark, a delivery) flushes the page as well. */
const beginPageSql = planned(
  `select ${pageLock}, ${fewRows}, set_config('synchronous_commit', 'off', true), ${mayHideParents("$2")} as "mayHideParents"`,
);

/**
 * `at`: Signalbox's clock; `now`: the tracker's clock if known; `mayBeOld`: see `PageToStore`; `isPart`: whether an
 * earlier transaction stored another part of the same records.
 */
export type PageOrigin = {
  readonly connection: string;
  readonly at: number;
  readonly now: number;
  readonly mayBeOld: boolean;
  readonly isPart?: true;
};

type Begun = { readonly mayHideParents: boolean };

type WholePage = PageChange & Pick<StoredPage, "absent">;

/**
 * Stores the whole page or nothing. A lock serialises pages of one connection across processes, so that the compared
 * rows do not change meanwhile.
 */
export function saveWholePage(database: Database, page: SourcePage, origin: PageOrigin): Promise<WholePage> {
  const asked = { items: newestById(page.items), stubs: stubsOf([...page.items, ...page.edges]) };
  return database.transaction(async (tx) => {
    const [[begun], found, names, compared] = await allOf([
      tx.query<Begun>(beginPageSql, [pageLockName(origin.connection), origin.connection]),
      lookUp(tx, asked, origin),
      newContainerNames(tx, page.items),
      compareBoxes(tx, page),
    ]);
    const others = await withoutOurs(tx, found);
    const items = page.items.filter(({ item }) => !found.ours.has(item.id));
    const newest = asked.items.filter(({ item }) => !found.ours.has(item.id));
    const edges = page.edges.filter(({ itemId }) => !found.ours.has(itemId));
    const renamed = await noteContainerNames(tx, newest, names);
    const stored = renamed === 0 ? others : (await lookUp(tx, asked, origin)).stored;
    const known = new Map([...stored].filter(([, { isStub }]) => !isStub));
    const isAbsent = ({ id }: WorkItem) => origin.mayBeOld && stored.get(id)?.isAbsent === true;
    // An older reading does not change links and parents either.
    const pulled = await withUnseenFields(
      tx,
      newest.filter(({ item }) => known.get(item.id)?.newer !== true && !isAbsent(item)),
    );
    const edged = [...pulled, ...edges];
    const read = await withParents(tx, pulled, origin.connection);
    const readIds = new Set(read.map(({ id }) => id));
    const unchanged = items.length - pulled.length;
    const stubs = stubsOf(edged).filter(({ id }) => !known.has(id) && !readIds.has(id));
    const isNew = ({ id }: Pick<WorkItem, "id">) => !stored.has(id);
    const moved = formerKeys(stored, read);
    const movedStubs = formerKeys(stored, stubs);
    await moveComments(tx, moved);
    await noteFormerKeys(tx, pulled, [...moved, ...movedStubs]);
    const earlier = earlierReadings(stored);
    const first = new Set(newest.flatMap(({ item }) => (earlier.has(item.id) ? [] : item.id)));
    const readings = { isRead: (id: WorkItemId) => earlier.has(id), isFirst: (id: WorkItemId) => first.has(id) };
    const called = [...[...read, ...stubs].filter(isNew), ...[...moved, ...movedStubs].map(({ item }) => item)];
    const changes = await allOf([
      addNew(tx, { items: read.filter(isNew), stubs: bestById(stubs.filter(isNew)) }, origin.at),
      saveNoting(tx, saveItems, { rows: read.filter((item) => !isNew(item)), at: origin.at }),
      saveStubs(tx, bestById(stubs.filter((stub) => !isNew(stub))), origin.at),
      saveParents(tx, edges, origin.at),
      saveLinks(tx, edged).then(async ({ links, ...change }) => {
        if (origin.isPart === true) return change;
        const observed = observedEvents(pulled, links, { earlier, now: origin.now });
        return total([change, await saveHistory(tx, observed, readings)]);
      }),
      saveHistory(
        tx,
        [...newest, ...edges].flatMap(({ history }) => history),
        readings,
      ),
      saveBoxes(tx, compared, { ...page, connection: origin.connection }),
      save(tx, savePullRequests, { rows: page.pullRequests, at: origin.now }),
      // After the items: statements run in the order in which they are sent.
      resolveParents(tx, begun?.mayHideParents === true ? called.map(({ id }) => id) : [], origin),
    ]);
    // A tracker shows no link to a deleted item: one that is gone may be visible again.
    const isGone = ({ id }: WorkItem) => origin.mayBeOld && stored.get(id)?.isGone === true && !readIds.has(id);
    const absent = [...newest.map(({ item }) => item).filter(isAbsent), ...stubsOf(edged).filter(isGone)];
    const handles = [...new Set(absent.map(({ handle }) => handle))];
    return { ...total([{ ...noChange, written: renamed, unchanged }, ...changes]), absent: handles };
  });
}

type NewRows = { readonly items: readonly WrittenItem[]; readonly stubs: readonly WorkItem[] };

/** Inserts what the database lacks, in one statement. */
async function addNew(tx: Sql, { items, stubs }: NewRows, at: number): Promise<PageChange> {
  const { written, unchanged } = await save(tx, addItems, { rows: [...items, ...stubs], at });
  return { written, unchanged, changed: items.map(({ id }) => id) };
}

function stubsOf(edged: readonly Pick<PulledItem, "stubs">[]): readonly WorkItem[] {
  return edged.flatMap(({ stubs }) => stubs);
}

function newestById(pulled: readonly PulledItem[]): readonly PulledItem[] {
  const newest = new Map<string, PulledItem>();
  for (const one of pulled) {
    const known = newest.get(one.item.id)?.item.updatedAt ?? -Infinity;
    if ((one.item.updatedAt ?? Infinity) >= known) newest.set(one.item.id, one);
  }
  return [...newest.values()];
}

/** A hidden item was read, a stub was not. */
function earlierReadings(stored: LookUp["stored"]): EarlierReadings {
  const read = [...stored].filter(([, { isStub, isAbsent }]) => !isStub || isAbsent);
  return new Map(read.map(([id, { updatedAt }]) => [id, updatedAt]));
}

function formerKeys(stored: LookUp["stored"], items: readonly WrittenItem[]): readonly FormerKey[] {
  return items.flatMap((item) => {
    const key = stored.get(item.id)?.key;
    return key === undefined || key === item.key ? [] : { item, key };
  });
}

export function total(changes: readonly PageChange[]): PageChange {
  return {
    written: changes.reduce((sum, { written }) => sum + written, 0),
    unchanged: changes.reduce((sum, { unchanged }) => sum + unchanged, 0),
    changed: [...new Set(changes.flatMap(({ changed }) => changed))],
  };
}
