import { keyRef } from "../domain/ids.ts";
import { formerKeysIn } from "../domain/items/history.ts";
import { nameDirectory } from "../domain/items/names.ts";
import type { PulledItem } from "../ports/connector.ts";
import type { Sql } from "./database.ts";
import { addFormerNames, readNames } from "./known-names.ts";
import { jsonRows } from "./parameters.ts";
import type { WrittenItem } from "./tables.ts";

/** An item with a new key, and its stored former key. */
export type FormerKey = { readonly item: WrittenItem; readonly key: string };

/**
 * Before a page is stored, keeps the former keys of its items: from their histories, from the stored rows, and from the
 * keys that Signalbox requested.
 */
export async function noteFormerKeys(
  tx: Sql,
  pulled: readonly PulledItem[],
  stored: readonly FormerKey[],
): Promise<void> {
  const delivered = pulled.flatMap(({ item, history, formerKeys = [] }) => [
    ...formerKeysIn(history).map((key) => ({ item, key })),
    ...formerKeys.map((key) => ({ item, key })),
  ]);
  const changed = [...delivered, ...stored].filter(({ item, key }) => item.key !== key);
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
  where p.item_id = any ($2::text[]) and p.item_id = r.id and p.kind = 'comment' and p.remote_key <> r.key`;

/** Updates the URLs of comments on items with a new key. */
export async function moveComments(tx: Sql, moved: readonly FormerKey[]): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ item: { id, key, url } }) => ({ id, key, url }));
  await tx.execute(moveCommentsSql, [jsonRows(rows), rows.map(({ id }) => id)]);
}
