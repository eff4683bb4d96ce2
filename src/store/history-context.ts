import { namedConnections } from "./connections.ts";

/** The columns of `history_event` that `read-history.ts` chooses from, and whether the change is after the instant. */
export const eventColumns = `item_id, id, at, ordinal, field, known_by, "from", "to",
  at > to_timestamp($1::double precision / 1000) as later`;

/** Items that may be others than at the instant, as far as they tell it themselves. */
export const changedSql = `
  changed as (
    select id from work_item where split_part(id, ':', 2) in ${namedConnections} and (
      updated_at is null
      or greatest(updated_at, created_at, closed_at) > to_timestamp($1::double precision / 1000))
  )`;

/** @param asked relation with the columns `connection` and `status` @returns SQL for the last change that has the category of each */
export function lastWithCategory(asked: string, columns: string): string {
  return `
    select event.* from ${asked} cross join lateral (
      select ${columns} from history_event
      where split_part(item_id, ':', 2) = ${asked}.connection and field = 'status' and (
        "from" ->> 'id' = ${asked}.status and "from" ->> 'category' is not null
        or "to" ->> 'id' = ${asked}.status and "to" ->> 'category' is not null)
      order by at desc, ordinal desc, id collate "C" desc limit 1
    ) event`;
}

/**
 * Changes by which others are read, whenever they happened; each may be chosen twice. Of the items that changed after the
 * instant (`changed`): their first change, since they existed then, and one that the tracker gave; one such change of each
 * connection; and of each status without a category that a chosen change (`chosen`) left, the last change that has it.
 */
export const contextSql = `
  lacking as (
    select distinct split_part(item_id, ':', 2) as connection, "from" ->> 'id' as status from chosen
    where later and field = 'status' and "from" ->> 'id' is not null and "from" ->> 'category' is null
  ), context as (
    select event.* from changed cross join lateral (
      select ${eventColumns} from history_event where item_id = changed.id order by at, ordinal, id collate "C" limit 1
    ) event
    union all
    select event.* from changed cross join lateral (
      select ${eventColumns} from history_event where item_id = changed.id and known_by = 'tracker' limit 1
    ) event
    union all
    select event.* from connection cross join lateral (
      select ${eventColumns} from history_event
      where split_part(item_id, ':', 2) = connection.key and known_by = 'tracker' limit 1
    ) event where connection.named
    union all
    ${lastWithCategory("lacking", eventColumns)}
  )`;
