import type { WorkItemId } from "../domain/ids.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { PulledItem, SourcePage } from "../ports/connector.ts";
import type { PageChange, StoredPage } from "../ports/page-change.ts";
import { allOf } from "./database.ts";
import type { Database, Sql } from "./database.ts";
import { noteContainerNames } from "./known-names.ts";
import { moveComments, noteFormerKeys, noteFormerSprintNames, type FormerKey } from "./save-former-names.ts";
import { saveLinks } from "./save-links.ts";
import { noChange, pageLock, pageLockName, save, saveNoting } from "./save-rows.ts";
import { saveParents, saveStubs } from "./save-stubs.ts";
import { jsonRows } from "./parameters.ts";
import { addSql, nextParameter, upsertNotingSql, upsertSql } from "./table.ts";
import { boxes, historyEvents, pullRequests, workItems } from "./tables.ts";
import { withUnseenFields, withUnseenReferences } from "./unshown-fields.ts";

/** Tolerates a minute, because clocks differ. @param now number of the parameter with now, in epoch milliseconds */
function isOfTheFuture(now: number): string {
  return `t.updated_at > to_timestamp($${now}::double precision / 1000) + interval '1 minute'`;
}

/**
 * The later reading wins; the new one if either lacks a date. A stored date in the future never wins, because it comes
 * from a wrong clock.
 */
const notOlder = `t.updated_at is null or r.updated_at is null or r.updated_at >= t.updated_at
  or ${isOfTheFuture(nextParameter(pullRequests))}`;

/** A comment changes only the item's `updated_at`. */
const saveItems = {
  table: workItems,
  sql: upsertNotingSql(workItems, {
    stamp: { column: "stored_at", value: `to_timestamp($${nextParameter(workItems)}::double precision / 1000)` },
    quiet: "updatedAt",
  }),
};
const savePullRequests = { table: pullRequests, sql: upsertSql(pullRequests, { accept: notOlder }) };

/** Events are immutable: skips known ones. */
const saveHistory = { table: historyEvents, sql: addSql(historyEvents) };

/**
 * A page is small compared to the table: without this, a planner with old statistics scans the whole table for each
 * page. The commit does not wait for the disk: a later commit (of a watermark, a delivery) flushes the page as well.
 */
const beginPageSql = `
  select ${pageLock}, set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('synchronous_commit', 'off', true)`;

/** For known items: whether they were read, are present, are newer than this reading, and their stored key. */
const knownItemsSql = `
  select t.id, t.presence = 'stub' as "isStub", t.key,
    t.presence = 'gone' or t.presence = 'stub' and t.updated_at is not null as "isAbsent",
    coalesce(t.updated_at > to_timestamp(r."updatedAt" / 1000)::timestamptz(3), false) and not ${isOfTheFuture(2)} as newer
  from json_to_recordset($1::json) as r(id text, "updatedAt" double precision)
  join work_item t on t.id = r.id`;

/** `at`: Signalbox's clock; `now`: the tracker's clock if known; `mayBeOld`: see `PageToStore`. */
export type PageOrigin = {
  readonly connection: string;
  readonly at: number;
  readonly now: number;
  readonly mayBeOld: boolean;
};

type WholePage = PageChange & Pick<StoredPage, "absent">;

/**
 * Stores the whole page or nothing. A lock serialises pages of one connection across processes, so that the compared
 * rows do not change meanwhile.
 */
export function saveWholePage(database: Database, pulledPage: SourcePage, origin: PageOrigin): Promise<WholePage> {
  return database.transaction(async (tx) => {
    await tx.query(beginPageSql, [pageLockName(origin.connection)]);
    const page = await withoutOurs(tx, pulledPage, origin.connection);
    const newest = newestById(page.items);
    const renamed = await noteContainerNames(tx, newest);
    const items = newest.map(({ item }) => item);
    const onPage = new Set(items.map(({ id }) => id));
    // A stub from another item's link has no date: an item on the page itself takes precedence.
    const told = stubsOf([...newest, ...page.edges]).filter(({ id }) => !onPage.has(id));
    const stored = await knownItems(tx, [...items, ...told], origin.now);
    const known = new Map([...stored].filter(([, { isStub }]) => !isStub));
    const isAbsent = ({ id }: WorkItem) => origin.mayBeOld && stored.get(id)?.isAbsent === true;
    // An older reading does not change links and parents either.
    const pulled = await withUnseenFields(
      tx,
      newest.filter(({ item }) => known.get(item.id)?.newer !== true && !isAbsent(item)),
    );
    const edged = [...pulled, ...page.edges];
    const read = pulled.map(({ item }) => item);
    const readIds = new Set(read.map(({ id }) => id));
    const unchanged = page.items.length - pulled.length;
    const stubs = stubsOf(edged).filter(({ id }) => !known.has(id) && !readIds.has(id));
    const moved = formerKeys(stored, read);
    await moveComments(tx, moved);
    await noteFormerKeys(tx, pulled, [...moved, ...formerKeys(stored, stubs)]);
    await noteFormerSprintNames(tx, [...page.sprints, ...(page.mentions ?? [])]);
    const changes = await allOf([
      saveNoting(tx, saveItems, { rows: read, at: origin.at }),
      saveStubs(tx, stubs, origin.at).then(async (change) =>
        total([change, await saveParents(tx, page.edges, origin.at)]),
      ),
      saveLinks(tx, edged),
      save(tx, saveHistory, { rows: newest.flatMap(({ history }) => history) }),
      saveBoxes(tx, page, origin.connection),
      save(tx, savePullRequests, {
        rows: await withUnseenReferences(tx, page.pullRequests),
        at: origin.now,
      }),
    ]);
    const absent = items.filter(isAbsent).map(({ handle }) => handle);
    return { ...total([{ ...noChange, written: renamed, unchanged }, ...changes]), absent };
  });
}

/**
 * Rollup issues are not work items, whatever their author and text: the ledger identifies them by the tracker's id.
 * Deletes those stored before.
 */
const oursSql = `
  with ours as (
    select r.id from json_to_recordset($1::json) as r(id text, "nativeId" text)
    join publication p on p.connection = $2 and p.remote_id = r."nativeId" and p.kind = 'rollup'
  ), dropped as (delete from work_item where id in (select id from ours) and presence <> 'stub')
  select distinct id from ours`;

async function withoutOurs(tx: Sql, page: SourcePage, connection: string): Promise<SourcePage> {
  if (page.items.length === 0) return page;
  const ids = page.items.map(({ item: { id, nativeId } }) => ({ id, nativeId }));
  const rows = await tx.query<{ id: WorkItemId }>(oursSql, [jsonRows(ids), connection]);
  if (rows.length === 0) return page;
  const ours = new Set(rows.map(({ id }) => id));
  return {
    ...page,
    items: page.items.filter(({ item }) => !ours.has(item.id)),
    edges: page.edges.filter(({ itemId }) => !ours.has(itemId)),
  };
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

type KnownItem = {
  readonly id: WorkItemId;
  readonly key: string;
  readonly isStub: boolean;
  /** Whether it was read, and is gone or hidden. */
  readonly isAbsent: boolean;
  readonly newer: boolean;
};

async function knownItems(
  tx: Sql,
  items: readonly WorkItem[],
  now: number,
): Promise<ReadonlyMap<WorkItemId, KnownItem>> {
  if (items.length === 0) return new Map();
  const ages = items.map(({ id, updatedAt }) => ({ id, updatedAt }));
  const rows = await tx.query<KnownItem>(knownItemsSql, [jsonRows(ages), now]);
  return new Map(rows.map((row) => [row.id, row]));
}

function formerKeys(stored: ReadonlyMap<WorkItemId, KnownItem>, items: readonly WorkItem[]): readonly FormerKey[] {
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

const saveAll = { table: boxes, sql: upsertSql(boxes, { accept: "r.listed or not t.listed" }) };

const unlistSql = `
  update sprint set listed = false
  where connection = $1 and kind = $2::sprint_kind and listed and id <> all ($3::text[])`;

type Boxes = Pick<SourcePage, "sprints" | "wholeList" | "mentions">;

/** Stores timeboxes. A listed one replaces an earlier listed one; a mention in an issue never does. */
async function saveBoxes(
  tx: Sql,
  { sprints, wholeList, mentions = [] }: Boxes,
  connection: string,
): Promise<PageChange> {
  const rows = [
    ...mentions.map((box) => ({ ...box, listed: false })),
    ...sprints.map((box) => ({ ...box, listed: true })),
  ];
  const change = await save(tx, saveAll, { rows });
  if (wholeList !== undefined) await tx.execute(unlistSql, [connection, wholeList, sprints.map(({ id }) => id)]);
  return change;
}
