import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { StatusRef } from "../domain/history/status-categories.ts";
import type { LinkEnd, SprintId, WorkItemId } from "../domain/ids.ts";
import type { HistoryEvent } from "../domain/items/history.ts";
import type { ChangeSpan, KnownHistory } from "../ports/model-store.ts";
import { namedConnections } from "./connections.ts";
import type { Database } from "./database.ts";
import { changedSql, contextSql, eventColumns, lastWithCategory } from "./history-context.ts";

const selected = `
  select id, item_id as "itemId", (extract(epoch from at) * 1000)::double precision as at, ordinal, known_by as "knownBy",
    field, "from", "to"`;

const eventSql = `
  event as (
    select ${eventColumns} from history_event
    where split_part(item_id, ':', 2) in ${namedConnections}
  )`;

/** Of items that are as they were at the instant, no event tells anything. */
const lastStatusSql = `
    (select distinct on (item_id) * from event where not later and field = 'status'
      and (item_id in (select id from changed) or item_id in (select item_id from event where later))
      order by item_id, at desc, ordinal desc, id collate "C" desc)`;

const chosenSql = `
  ${contextSql}
  ${selected} from (select * from chosen union all select * from context) needed`;

const inOrderSql = `order by needed.at, ordinal, id collate "C"`;

/**
 * Of fields with one value only the first change after the instant is sent, since it tells the value at the instant; of
 * the changes before it only links, and the last of each item's status. All changes of the container are sent: a change
 * of a link names the other item by the key that it had then.
 */
const historySql = `
  with ${eventSql}, ${changedSql}, chosen as (
    (select distinct on (item_id, field) * from event
      where later and field in ('status', 'resolution', 'points', 'parent')
      order by item_id, field, at, ordinal, id collate "C")
    union all
    select * from event where later and field in ('timeboxes', 'labels', 'components') or field in ('links', 'container')
    union all ${lastStatusSql}
  ), ${chosenSql}
  ${inOrderSql}`;

/** All later changes: each of them tells the value until it. */
const sinceSql = `
  with ${eventSql}, ${changedSql}, chosen as (
    select * from event where later or field in ('links', 'container')
    union all ${lastStatusSql}
  ), ${chosenSql}
  ${inOrderSql}`;

/** Fields that decide a status. */
const deciding = "'status', 'resolution', 'labels'";

const untilSql = (parameter: string) =>
  `(${parameter}::double precision is null or at <= to_timestamp(${parameter}::double precision / 1000))`;

const statusChangesSql = `
  ${selected} from history_event
  where split_part(item_id, ':', 2) in ${namedConnections} and field in (${deciding})
    and at > to_timestamp($1::double precision / 1000) and ${untilSql("$2")}`;

/** With a limit, PostgreSQL stops at the first event; with `exists` it reads them all. */
const withHistorySql = `
  select key from connection cross join lateral (
    select 1 from history_event where split_part(item_id, ':', 2) = connection.key and known_by = 'tracker' limit 1
  ) event where named`;

const changesOfSql = `
  ${selected} from history_event
  where item_id = any ($1::text[]) and split_part(item_id, ':', 2) in ${namedConnections}
    and (field in (${deciding}) and at <= to_timestamp($2::double precision / 1000)
      or field in ('links', 'container') and ${untilSql("$3")})`;

const categoryChangesSql = `
  with asked as (select * from unnest($1::text[], $2::text[]) as asked (connection, status))
  ${selected} from (${lastWithCategory("asked", "*")}) found`;

const text = z.string();
const words = text.nullable();
const Id = z.custom<WorkItemId>((value) => typeof value === "string" && /^(?:jira|github):/u.test(value));
const End = z.custom<LinkEnd>((value) => typeof value === "string" && /^(?:jira|github|key):/u.test(value));
const Timebox = z.object({ id: z.custom<SprintId>((id) => typeof id === "string").nullable(), name: words });
const category = z.enum(["todo", "in-progress", "done", "cancelled"]).nullable();
const Status = z.object({ id: words, name: words, category }).nullable();
const Resolution = z.object({ id: words, name: words }).nullable();
const Container = z.object({ container: text, key: words }).nullable();
const LinkMember = z.object({
  origin: z.enum(["jira-link", "github-blocked-by", "github-duplicate-of", "text"]),
  typeId: words,
  typeName: text,
  direction: z.enum(["outward", "inward"]).nullable(),
  end: End,
});

function change<Field extends string, Value extends z.ZodType>(field: Field, value: Value) {
  const known = { id: text, itemId: Id, at: z.number(), ordinal: z.number(), knownBy: z.enum(["tracker", "observed"]) };
  return z.object({ ...known, field: z.literal(field), from: value, to: value });
}

const Event = z.discriminatedUnion("field", [
  change("status", Status),
  change("resolution", Resolution),
  change("points", z.union([z.number(), text]).nullable()),
  change("parent", End.nullable()),
  change("container", Container),
  change("timeboxes", z.array(Timebox)),
  change("labels", z.array(text)),
  change("components", z.array(text)),
  change("links", z.array(LinkMember)),
]);

/** What identifies a change. */
const Place = z.object({ itemId: text, id: text });

/** See `ModelReader.history`. */
export async function readHistory(database: Database, at: number): Promise<KnownHistory> {
  return known(await database.query<unknown>(historySql, [at]));
}

/** See `ModelReader.historySince`. */
export async function readHistorySince(database: Database, at: number): Promise<KnownHistory> {
  return known(await database.query<unknown>(sinceSql, [at]));
}

/** See `ModelReader.statusChanges`. */
export async function readStatusChanges(
  database: Database,
  { after, until }: ChangeSpan,
): Promise<KnownHistory & { readonly withHistory: ReadonlySet<string> }> {
  const [rows, connections] = await Promise.all([
    database.query<unknown>(statusChangesSql, [after, until]),
    database.query<{ key: string }>(withHistorySql),
  ]);
  return { ...(await known(rows)), withHistory: new Set(connections.map(({ key }) => key)) };
}

/** See `ModelReader.changesOf`. */
export async function readChangesOf(
  database: Database,
  ids: readonly WorkItemId[],
  { after, until }: ChangeSpan,
): Promise<KnownHistory> {
  return known(ids.length === 0 ? [] : await database.query<unknown>(changesOfSql, [ids, after, until]));
}

/** See `ModelReader.categoryChanges`. */
export async function readCategoryChanges(
  database: Database,
  statuses: readonly StatusRef[],
): Promise<KnownHistory["events"]> {
  if (statuses.length === 0) return [];
  const asked = [statuses.map(({ connection }) => connection), statuses.map(({ status }) => status)];
  return (await known(await database.query<unknown>(categoryChangesSql, asked))).events;
}

/** Rows that are read at once; other work may run before the next ones. */
const partSize = 2000;

async function known(rows: readonly unknown[]): Promise<KnownHistory> {
  const events = new Map<string, HistoryEvent | null>();
  for (let from = 0; from < rows.length; from += partSize) {
    for (const row of rows.slice(from, from + partSize)) {
      const event = Event.safeParse(row).data ?? null;
      const { itemId, id } = event ?? Place.parse(row);
      const place = `${itemId} ${id}`;
      if (!events.has(place)) events.set(place, event);
    }
    await setImmediate();
  }
  const readable = [...events.values()].filter((event) => event !== null);
  return { events: readable, unreadable: events.size - readable.length };
}
