import type { SourcePage } from "../ports/connector.ts";
import type { PageChange } from "../ports/page-change.ts";
import type { Sql } from "./database.ts";
import { save } from "./save-rows.ts";
import { upsertSql } from "./table.ts";
import { boxes } from "./tables.ts";

const saveSql = upsertSql(boxes, { accept: "r.listed or not t.listed" });

const unlistSql = `
  update sprint set listed = false
  where connection = $1 and kind = $2::sprint_kind and listed and id <> all ($3::text[])`;

type Boxes = Pick<SourcePage, "sprints" | "wholeList" | "mentions">;

/** Whichever process reads it: what a list told stands until a list tells otherwise, whatever issues mention. */
export async function saveBoxes(
  tx: Sql,
  { sprints, wholeList, mentions = [] }: Boxes,
  connection: string,
): Promise<PageChange> {
  const rows = [
    ...mentions.map((box) => ({ ...box, listed: false })),
    ...sprints.map((box) => ({ ...box, listed: true })),
  ];
  const change = await save(tx, saveSql, { rows });
  if (wholeList !== undefined) await tx.execute(unlistSql, [connection, wholeList, sprints.map(({ id }) => id)]);
  return change;
}
