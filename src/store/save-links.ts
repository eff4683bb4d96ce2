import type { PulledEdges, PulledItem } from "../ports/connector.ts";
import type { PageChange } from "../ports/store.ts";
import type { Sql } from "./database.ts";
import { save } from "./save.ts";
import { jsonRows, upsertSql } from "./table.ts";
import { links, type ReportedLink } from "./tables.ts";

const saveLinksSql = upsertSql(links);

/**
 * What a payload would have listed, had it still been there: a Jira link shows at both of its ends, a GitHub one only
 * at the blocked item, words belong to who wrote them. One branch an origin, so that each can use its index.
 */
const dropLinksSql = `
  with complete as (
    select * from jsonb_to_recordset($1::jsonb) as c(item text, origin text)
  ), reported as (
    select l.id from complete c join link l on l.source = c.item
    where c.origin = 'jira-link' and l.origin = 'jira-link'
    union
    select l.id from complete c join link l on l.target = c.item
    where c.origin = l.origin::text and l.origin in ('jira-link', 'github-blocked-by')
    union
    select l.id from complete c join link l on l.reporter_id = c.item
    where c.origin = 'text' and l.origin = 'text'
  )
  delete from link where id in (select id from reported) and id <> all ($2::text[])`;

type Edged = PulledItem | PulledEdges;

/** Replaces the links of each item, as far as the page tells all of them. */
export async function saveLinks(tx: Sql, edged: readonly Edged[]): Promise<PageChange> {
  const listed = edged.flatMap(reportedLinks);
  const complete = edged.flatMap((one) => one.completeOrigins.map((origin) => ({ item: idOf(one), origin })));
  const ids = listed.map(({ id }) => id);
  const dropped = complete.length === 0 ? 0 : await tx.execute(dropLinksSql, [jsonRows(complete), ids]);
  const { written, unchanged } = await save(tx, saveLinksSql, { rows: listed });
  return { written: written + dropped, unchanged };
}

function reportedLinks(one: Edged): readonly ReportedLink[] {
  return one.links.map((link) => ({ ...link, reporterId: link.origin === "text" ? idOf(one) : null }));
}

function idOf(one: Edged): string {
  return "item" in one ? one.item.id : one.itemId;
}
