import { oneSidedOrigins, type LinkOrigin } from "../domain/items/work-item.ts";
import type { PulledEdges, PulledItem } from "../ports/connector.ts";
import type { PageChange } from "../ports/page-change.ts";
import { allOf, planned, type Sql } from "./database.ts";
import type { LinkDifference, ToldLink } from "./observed-links.ts";
import { columnLists } from "./parameters.ts";
import { changedItems, lastOfEach, type ChangedRow } from "./save-rows.ts";
import { upsertSql } from "./table.ts";
import { links, type ReportedLink } from "./tables.ts";

/** The ends that are items. */
const changed = "array(select e from unnest(array[source, target]) as e where e not like 'key:%') as changed";

/** A row that no transaction has replaced is a new one. */
const saveLinksSql = planned(`${upsertSql(links)} returning ${changed}, id, xmax = 0 as "isNew"`);

/**
 * Deletes links that a complete payload no longer lists: Jira lists a link at both ends, GitHub only at the blocked
 * item or the duplicate; a link from a text belongs to the item with the text, a remote link to the item that has it.
 * `$1` to `$5` are the items with complete links of each origin, `$6` the listed links. Separate conditions, so that
 * each uses its own index.
 */
const dropLinksSql = planned(`
  delete from link
  where ((origin = 'jira-link' and source = any ($1::text[]))
      or (origin = 'jira-link' and target = any ($1::text[]))
      or (origin = 'github-blocked-by' and target = any ($2::text[]))
      or (origin = 'text' and reporter_id = any ($3::text[]))
      or (origin = 'github-duplicate-of' and source = any ($4::text[]))
      or (origin = 'jira-remote-link' and reporter_id = any ($5::text[])))
    and id <> all ($6::text[])
  returning ${changed}, origin, type_name as "typeName", source, target, reporter_id as "reporterId"`);

type Edged = PulledItem | PulledEdges;

type Saved = ChangedRow & { readonly id: string; readonly isNew: boolean };
type Dropped = ChangedRow & ToldLink;

/** Replaces the links of each item, for its complete origins. @returns also the links that came or went */
export async function saveLinks(
  tx: Sql,
  edged: readonly Edged[],
): Promise<PageChange & { readonly links: LinkDifference }> {
  const listed = lastOfEach(edged.flatMap(reportedLinks));
  const complete = (origin: LinkOrigin) => edged.filter((one) => one.completeOrigins.includes(origin)).map(idOf);
  const parameters = [
    complete("jira-link"),
    complete("github-blocked-by"),
    complete("text"),
    complete("github-duplicate-of"),
    complete("jira-remote-link"),
  ];
  const ids = listed.map(({ id }) => id);
  const [dropped, saved] = await allOf([
    parameters.every(isEmpty) ? [] : tx.query<Dropped>(dropLinksSql, [...parameters, ids]),
    listed.length === 0 ? [] : tx.query<Saved>(saveLinksSql, columnLists(links, listed)),
  ]);
  const added = new Set(saved.flatMap(({ id, isNew }) => (isNew ? id : [])));
  return {
    written: saved.length + dropped.length,
    unchanged: listed.length - saved.length,
    changed: [...changedItems(saved), ...changedItems(dropped)],
    links: { added: listed.filter(({ id }) => added.has(id)), removed: dropped },
  };
}

function reportedLinks(one: Edged): readonly ReportedLink[] {
  return one.links.map((link) => ({ ...link, reporterId: oneSidedOrigins.has(link.origin) ? idOf(one) : null }));
}

function isEmpty({ length }: readonly unknown[]): boolean {
  return length === 0;
}

function idOf(one: Edged): string {
  return "item" in one ? one.item.id : one.itemId;
}
