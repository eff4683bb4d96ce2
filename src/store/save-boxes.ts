import type { Sprint } from "../domain/schedule/sprint.ts";
import type { SourcePage } from "../ports/connector.ts";
import type { PageChange } from "../ports/page-change.ts";
import { planned, type Sql } from "./database.ts";
import { addFormerNames } from "./known-names.ts";
import { columnLists } from "./parameters.ts";
import { lastOfEach, noChange, save } from "./save-rows.ts";
import { comparedSql, upsertSql } from "./table.ts";
import { sprints as boxes } from "./tables.ts";

/** A listed timebox replaces an earlier listed one; a mention in an issue never does. */
const accept = "r.listed or not t.listed";

const saveAll = { table: boxes, sql: planned(upsertSql(boxes, { accept })) };

/** The timeboxes to write, and those with another name than before. */
const compareSql = planned(`
  select * from (${comparedSql(boxes, { accept, columns: 'r.id, t.native_id as "nativeId", nullif(t.name, r.name) as "former"' })}) as c
  where "isToWrite" or former is not null`);

const unlistSql = `
  update sprint set listed = false
  where connection = $1 and kind = $2::sprint_kind and listed and id <> all ($3::text[])`;

type ListedBox = Sprint & { readonly listed: boolean };

type Difference = {
  readonly id: string;
  readonly nativeId: string;
  readonly former: string | null;
  readonly isToWrite: boolean;
};

/** A page's timeboxes, each once, and how they differ from the stored ones. */
export type ComparedBoxes = { readonly rows: readonly ListedBox[]; readonly differences: readonly Difference[] };

type Boxes = Pick<SourcePage, "sprints" | "wholeList" | "mentions">;

/** Compares a page's timeboxes with the stored ones. Most pages mention known ones only, and then write none. */
export async function compareBoxes(tx: Sql, { sprints, mentions = [] }: Boxes): Promise<ComparedBoxes> {
  const rows = lastOfEach([
    ...mentions.map((box) => ({ ...box, listed: false })),
    ...sprints.map((box) => ({ ...box, listed: true })),
  ]);
  const differences = rows.length === 0 ? [] : await tx.query<Difference>(compareSql, columnLists(boxes, rows));
  return { rows, differences };
}

/** Stores a page's timeboxes, and keeps the former names of renamed ones. */
export async function saveBoxes(
  tx: Sql,
  { rows, differences }: ComparedBoxes,
  { connection, sprints, wholeList }: Boxes & { readonly connection: string },
): Promise<PageChange> {
  await keepFormerNames(tx, rows, differences);
  const toWrite = new Set(differences.flatMap(({ id, isToWrite }) => (isToWrite ? id : [])));
  const { written } = await save(tx, saveAll, { rows: rows.filter(({ id }) => toWrite.has(id)) });
  if (wholeList !== undefined) await tx.execute(unlistSql, [connection, wholeList, sprints.map(({ id }) => id)]);
  return { ...noChange, written, unchanged: rows.length - written };
}

async function keepFormerNames(
  tx: Sql,
  [first]: readonly ListedBox[],
  differences: readonly Difference[],
): Promise<void> {
  if (first === undefined) return;
  const { system, connection } = first;
  const names = differences.flatMap(({ nativeId, former }) =>
    former === null ? [] : ({ system, connection, kind: "sprint", nativeId, name: former, isCurrent: false } as const),
  );
  await addFormerNames(tx, names);
}
