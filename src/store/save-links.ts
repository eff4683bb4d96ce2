import type { LinkOrigin } from "../domain/items/work-item.ts";
import type { PulledEdges, PulledItem } from "../ports/connector.ts";
import type { PageChange } from "../ports/page-change.ts";
import { planned, type Sql } from "./database.ts";
import { changedItems, saveNoting, type ChangedRow } from "./save-rows.ts";
import { upsertSql } from "./table.ts";
import { links, type ReportedLink } from "./tables.ts";

/** The ends that are items. */
const changed = "array(select e from unnest(array[source, target]) as e where e not like 'key:%') as changed";

const saveAll = { table: links, sql: planned(`${upsertSql(links)} returning ${changed}`) };

/**
 * Deletes links that a complete payload no longer lists: Jira lists a link at both ends, GitHub only at the blocked
 * item or the duplicate; a link from a text belongs to the item with the text. `$1` to `$4` are the items with complete
 * links of each origin, `$5` the listed links. Separate conditions, so that each uses its own index.
 */
const dropLinksSql = planned(`
  delete from link
  where ((origin = 'jira-link' and source = any ($1::text[]))
      or (origin = 'jira-link' and target = any ($1::text[]))
      or (origin = 'github-blocked-by' and target = any ($2::text[]))
      or (origin = 'text' and reporter_id = any ($3::text[]))
      or (origin = 'github-duplicate-of' and source = any ($4::text[])))
    and id <> all ($5::text[])
  returning ${changed}`);

type Edged = PulledItem | PulledEdges;

/** Replaces the links of each item, for its complete origins. */
export async function saveLinks(tx: Sql, edged: readonly Edged[]): Promise<PageChange> {
  const listed = edged.flatMap(reportedLinks);
  const complete = (origin: LinkOrigin) => edged.filter((one) => one.completeOrigins.includes(origin)).map(idOf);
  const told = [
    complete("jira-link"),
    complete("github-blocked-by"),
    complete("text"),
    complete("github-duplicate-of"),
  ];
  const ids = listed.map(({ id }) => id);
  const dropped = told.every(isEmpty) ? [] : await tx.query<ChangedRow>(dropLinksSql, [...told, ids]);
  const saved = await saveNoting(tx, saveAll, { rows: listed });
  return {
    written: saved.written + dropped.length,
    unchanged: saved.unchanged,
    changed: [...saved.changed, ...changedItems(dropped)],
  };
}

function reportedLinks(one: Edged): readonly ReportedLink[] {
  return one.links.map((link) => ({ ...link, reporterId: link.origin === "text" ? idOf(one) : null }));
}

function isEmpty({ length }: readonly unknown[]): boolean {
  return length === 0;
}

function idOf(one: Edged): string {
  return "item" in one ? one.item.id : one.itemId;
}
