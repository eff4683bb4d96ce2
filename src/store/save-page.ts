import type { PulledItem, SourcePage } from "../ports/connector.ts";
import type { PageChange } from "../ports/store.ts";
import type { Database, Sql } from "./database.ts";
import { saveLinks } from "./save-links.ts";
import { saveParents, saveStubs } from "./save-stubs.ts";
import { save } from "./save.ts";
import { jsonRows, upsertSql } from "./table.ts";
import { historyEvents, pullRequests, sprints, workItems } from "./tables.ts";

/** A later reading wins; where one side does not know its age, the new one does. */
const notOlder = "t.updated_at is null or r.updated_at is null or r.updated_at >= t.updated_at";

const saveItemsSql = upsertSql(workItems, {
  stamp: { column: "stored_at", value: "to_timestamp($2::double precision / 1000)" },
});
const saveSprintsSql = upsertSql(sprints);
const savePullRequestsSql = upsertSql(pullRequests, { accept: notOlder });

/** What happened cannot change: an event that is known is left alone. */
const saveHistorySql = upsertSql(historyEvents, { accept: "false" });

const olderItemsSql = `
  select t.id from jsonb_to_recordset($1::jsonb) as r(id text, "updatedAt" double precision)
  join work_item t on t.id = r.id
  where t.presence <> 'stub' and t.updated_at > to_timestamp(r."updatedAt" / 1000)::timestamptz(3)`;

/**
 * See `Store.savePage`. Pages of one connection are stored one after the other, also when several processes read it,
 * so that what is compared here does not change meanwhile.
 */
export function savePage(
  database: Database,
  page: SourcePage,
  origin: { readonly connection: string; readonly at: number },
): Promise<PageChange> {
  return database.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`signalbox page ${origin.connection}`]);
    const newest = newestById(page.items);
    const pulled = await withoutOlder(tx, newest);
    const edged = [...pulled, ...page.edges];
    return total([
      { written: 0, unchanged: page.items.length - pulled.length },
      await save(tx, saveItemsSql, { rows: pulled.map(({ item }) => item), at: origin.at }),
      await saveStubs(
        tx,
        edged.flatMap(({ stubs }) => stubs),
        origin.at,
      ),
      await saveParents(tx, page.edges, origin.at),
      await saveLinks(tx, edged),
      await save(tx, saveHistorySql, { rows: newest.flatMap(({ history }) => history) }),
      await save(tx, saveSprintsSql, { rows: page.sprints }),
      await save(tx, savePullRequestsSql, { rows: page.pullRequests }),
    ]);
  });
}

function newestById(pulled: readonly PulledItem[]): readonly PulledItem[] {
  const newest = new Map<string, PulledItem>();
  for (const one of pulled) {
    const known = newest.get(one.item.id)?.item.updatedAt ?? -Infinity;
    if ((one.item.updatedAt ?? Infinity) >= known) newest.set(one.item.id, one);
  }
  return [...newest.values()];
}

/** An older reading tells nothing about links and parents either. */
async function withoutOlder(tx: Sql, pulled: readonly PulledItem[]): Promise<readonly PulledItem[]> {
  if (pulled.length === 0) return pulled;
  const ages = pulled.map(({ item }) => ({ id: item.id, updatedAt: item.updatedAt }));
  const older = await tx.query<{ id: string }>(olderItemsSql, [jsonRows(ages)]);
  const ids = new Set(older.map(({ id }) => id));
  return pulled.filter(({ item }) => !ids.has(item.id));
}

function total(changes: readonly PageChange[]): PageChange {
  return {
    written: changes.reduce((sum, { written }) => sum + written, 0),
    unchanged: changes.reduce((sum, { unchanged }) => sum + unchanged, 0),
  };
}
