import type {
  DoneWrite,
  OtherComment,
  PublicationRecord,
  WriteEntry,
  WriteRecord,
  WrittenText,
} from "../ports/publication-ledger.ts";
import type { Database } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { overFew } from "./planner.ts";
import { addSql, columnsOf, recordsSql, selectSql, swapSql, type Table } from "./table.ts";

const table: Table<PublicationRecord> = {
  name: "publication",
  key: ["marker"],
  columns: {
    marker: "text",
    train: "text",
    kind: "enum publication_kind",
    connection: "text",
    place: "text",
    itemId: "text",
    state: "enum publication_state",
    remoteId: "text",
    remoteKey: "text",
    url: "text",
    digest: "text",
    resolved: "boolean",
    createdAt: "instant",
    updatedAt: "instant",
    beside: "integer",
  },
};

/** Publications of one train, sorted by marker. */
export function readPublications(database: Database, train: string): Promise<readonly PublicationRecord[]> {
  return database.query(`${selectSql(table)} where train = $1 order by marker collate "C"`, [train]);
}

/** See `PublicationLedger.commentsOfOthers`. */
export function commentsOfOthers(database: Database, train: string): Promise<readonly OtherComment[]> {
  return database.query(
    `select p.train, p.item_id as "itemId", (extract(epoch from p.created_at) * 1000)::double precision as "createdAt"
     from publication p join train t on t.key = p.train
     where p.train <> $1 and p.kind = 'comment' and p.state in ('intended', 'standing', 'held') and not p.resolved
       and p.item_id is not null
     order by p.marker collate "C"`,
    [train],
  );
}

const insertSql = addSql(table);
/** Every transition changes one of these columns, so they suffice for the comparison. */
const updateSql = swapSql(table, ["state", "remoteId", "digest", "createdAt", "updatedAt"]);

/** See `PublicationLedger.savePublication`. */
export async function savePublication(
  database: Database,
  record: PublicationRecord,
  was: PublicationRecord | null,
): Promise<boolean> {
  const row = columnLists(table, [record]);
  const saved =
    was === null
      ? await database.execute(insertSql, row)
      : await overFew(database, (tx) => tx.execute(updateSql, [...row, ...columnLists(table, [was])]));
  return saved === 1;
}

const writes: Table<WriteRecord> = {
  name: "write",
  key: ["id"],
  columns: {
    id: "text",
    runId: "text",
    marker: "text",
    action: "enum write_action",
    at: "instant",
    outcome: "enum write_outcome",
    title: "text",
    body: "text",
  },
};

const saveWriteSql = `insert into write (${columnsOf(writes).join(", ")}) ${recordsSql(writes)}`;

/** See `PublicationLedger.saveWrite`. */
export async function saveWrite(database: Database, record: WriteRecord): Promise<void> {
  await database.execute(saveWriteSql, columnLists(writes, [record]));
}

/** `offset 0` makes the planner look up the writes of each text of the train: it may read those of all trains instead. */
const writesDoneSql = `
  select p.marker, w.action, p.kind, (extract(epoch from w.at) * 1000)::double precision as at
  from publication p cross join lateral (
    select id, action, at from write
    where marker = p.marker and at > to_timestamp($2::double precision / 1000)::timestamptz(3) and outcome = 'done'
    offset 0) w
  where p.train = $1
  order by w.at, w.id collate "C"`;

/** See `PublicationLedger.writesDone`; `since` in epoch milliseconds. */
export function writesDone(database: Database, train: string, since: number): Promise<readonly DoneWrite[]> {
  return overFew(database, (tx) => tx.query<DoneWrite>(writesDoneSql, [train, since]));
}

/** See `PublicationLedger.writes`. */
export function readWrites(database: Database, train: string, limit: number): Promise<readonly WriteEntry[]> {
  return database.query(
    `select w.id, w.run_id as "runId", w.action, (extract(epoch from w.at) * 1000)::double precision as at, w.outcome,
       p.kind, p.connection, coalesce(p.remote_key, p.place) as key, p.url
     from publication p join write w using (marker)
     where p.train = $1
     order by w.at desc, w.id collate "C" desc limit $2`,
    [train, limit],
  );
}

/** See `PublicationLedger.lastTexts`. */
export function lastTexts(database: Database, train: string): Promise<readonly WrittenText[]> {
  return database.query(
    `select distinct on (w.marker) w.marker, w.title, w.body
     from publication p join write w using (marker)
     where p.train = $1 and w.outcome = 'done'
     order by w.marker, w.at desc, w.id desc`,
    [train],
  );
}
