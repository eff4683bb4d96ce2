import type { WorkItemId } from "../domain/ids.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { PulledItem } from "../ports/connector.ts";
import { planned, type Sql } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { nextParameter, recordsSql, type Table } from "./table.ts";

/** What the database holds about an item of a page. */
type StoredItem = {
  readonly id: WorkItemId;
  readonly key: string;
  readonly isStub: boolean;
  /** Whether it was read, and is gone or hidden. */
  readonly isAbsent: boolean;
  readonly isGone: boolean;
  /** Whether it is newer than the page's reading. */
  readonly newer: boolean;
  readonly updatedAt: number | null;
};

export type LookUp = {
  readonly stored: ReadonlyMap<WorkItemId, StoredItem>;
  /**
   * Rollup issues of Signalbox. They are not work items, whatever their author and text: the ledger identifies them by
   * the tracker's id.
   */
  readonly ours: ReadonlySet<WorkItemId>;
};

/** An item that was read, or a stub: then without `nativeId`. */
type Asked = { readonly id: WorkItemId; readonly nativeId: string | null; readonly updatedAt: number | null };

const asked: Table<Asked> = {
  name: "work_item",
  key: ["id"],
  columns: { id: "text", nativeId: "text", updatedAt: "instant" },
};

/** Tolerates a minute, because clocks differ. @param now number of the parameter with now, in epoch milliseconds */
export function isOfTheFuture(now: number): string {
  return `t.updated_at > to_timestamp($${now}::double precision / 1000) + interval '1 minute'`;
}

const nowAt = nextParameter(asked);

// `limit` makes the planner look each record up: it would read all publications of the connection instead.
const lookUpSql = planned(`
  select r.id, t.presence = 'stub' as "isStub", t.key,
    (extract(epoch from t.updated_at) * 1000)::double precision as "updatedAt",
    t.presence = 'gone' or t.presence = 'stub' and t.updated_at is not null as "isAbsent",
    t.presence = 'gone' as "isGone",
    coalesce(t.updated_at > r.updated_at, false) and not ${isOfTheFuture(nowAt)} as newer,
    p.marker is not null as "isOurs"
  from (${recordsSql(asked)}) r
  left join work_item t on t.id = r.id
  left join lateral (
    select marker from publication where connection = $${nowAt + 1} and remote_id = r.native_id and kind = 'rollup' limit 1
  ) p on true
  where t.id is not null or p.marker is not null`);

type Row = { readonly id: WorkItemId; readonly isOurs: boolean } & (StoredItem | { readonly key: null });

/** `now`: the tracker's clock. */
export type LookedAt = { readonly connection: string; readonly now: number };

/** Looks up the items of a page, and the stubs that it describes. */
export async function lookUp(
  tx: Sql,
  { items, stubs }: { readonly items: readonly PulledItem[]; readonly stubs: readonly WorkItem[] },
  { connection, now }: LookedAt,
): Promise<LookUp> {
  const all = new Map<WorkItemId, Asked>();
  for (const { id } of stubs) all.set(id, { id, nativeId: null, updatedAt: null });
  for (const { item } of items) all.set(item.id, item);
  if (all.size === 0) return { stored: new Map(), ours: new Set() };
  const rows = await tx.query<Row>(lookUpSql, [...columnLists(asked, [...all.values()]), now, connection]);
  return {
    stored: new Map(rows.flatMap((row) => (row.key === null ? [] : [[row.id, row]]))),
    ours: new Set(rows.flatMap(({ id, isOurs }) => (isOurs ? id : []))),
  };
}

/** Deletes rollup issues that were stored before Signalbox recognised them. @returns the others */
export async function withoutOurs(tx: Sql, { stored, ours }: LookUp): Promise<LookUp["stored"]> {
  const taken = [...ours].filter((id) => stored.get(id)?.isStub === false);
  if (taken.length === 0) return stored;
  await tx.execute("delete from work_item where id = any ($1::text[]) and presence <> 'stub'", [taken]);
  return new Map([...stored].filter(([id]) => !taken.includes(id)));
}
