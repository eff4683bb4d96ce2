import { keyRef } from "../domain/ids.ts";
import { nameDirectory, type KnownName } from "../domain/items/names.ts";
import type { Sprint } from "../domain/schedule/sprint.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { PulledItem } from "../ports/connector.ts";
import type { Sql } from "./database.ts";
import { addFormerNames, readNames } from "./known-names.ts";
import { jsonRows } from "./parameters.ts";

const renamedSprintsSql = `
  select t.native_id as "nativeId", t.name from json_to_recordset($1::json) as r(id text, name text)
  join sprint t on t.id = r.id where t.name <> r.name`;

/** Before a page is stored, keeps the former names of its timeboxes. */
export async function noteFormerSprintNames(tx: Sql, sprints: readonly Sprint[]): Promise<void> {
  const [first] = sprints;
  if (first === undefined) return;
  const told = sprints.map(({ id, name }) => ({ id, name }));
  const { system, connection } = first;
  const rows = await tx.query<Pick<KnownName, "nativeId" | "name">>(renamedSprintsSql, [jsonRows(told)]);
  await addFormerNames(
    tx,
    rows.map((row) => ({ ...row, system, connection, kind: "sprint", isCurrent: false })),
  );
}

/** An item with a new key, and its stored former key. */
export type FormerKey = { readonly item: WorkItem; readonly key: string };

/**
 * Before a page is stored, keeps the former keys of its items: from their histories, from the stored rows, and from the
 * keys that Signalbox requested.
 */
export async function noteFormerKeys(
  tx: Sql,
  pulled: readonly PulledItem[],
  stored: readonly FormerKey[],
): Promise<void> {
  const told = pulled.flatMap(({ item, history, formerKeys = [] }) => [
    ...history.flatMap(({ field, from }) => (field === "key" && from !== null ? { item, key: from } : [])),
    ...formerKeys.map((key) => ({ item, key })),
  ]);
  const changed = [...told, ...stored].filter(({ item, key }) => item.key !== key);
  const [first] = changed;
  if (first === undefined) return;
  const names = nameDirectory(await readNames(tx, first.item.connection));
  // After a renamed project or repository, the container's former name covers the keys of all its items.
  const isRenamed = ({ item, key }: FormerKey) =>
    names
      .presentKeys(keyRef(item.system, key))
      .some((present) => present.connection === item.connection && present.key === keyRef(item.system, item.key));
  const former = changed.filter((one) => !isRenamed(one));
  await addFormerNames(
    tx,
    former.map(({ item: { system, connection, nativeId }, key }) => {
      return { system, connection, kind: "item", nativeId, name: key, isCurrent: false };
    }),
  );
}

/** A comment moves with its item: its URL is the item's, with the fragment of the comment. */
const moveCommentsSql = `
  update publication p set remote_key = r.key, url = r.url || coalesce(substring(p.url from '[?#].*$'), '')
  from json_to_recordset($1::json) as r(id text, key text, url text)
  where p.item_id = r.id and p.kind = 'comment' and p.remote_key <> r.key`;

/** Updates the URLs of comments on items with a new key. */
export async function moveComments(tx: Sql, moved: readonly FormerKey[]): Promise<void> {
  if (moved.length === 0) return;
  await tx.execute(moveCommentsSql, [jsonRows(moved.map(({ item: { id, key, url } }) => ({ id, key, url })))]);
}
