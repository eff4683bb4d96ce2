import { queryOf } from "../domain/items/project-values.ts";
import type { RollupTarget } from "../domain/model/train.ts";
import type { Team, Train } from "../domain/model/train.ts";
import type { ConnectionRecord, TrainUse } from "../ports/train-registry.ts";
import { renamedPeriods } from "../domain/schedule/renamed-periods.ts";
import { renameCommitments } from "./commitments.ts";
import { saveConnections } from "./connections.ts";
import type { Database, Sql } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { columnOf, recordsSql, upsertSql, type Table } from "./table.ts";

type TrainRow = Pick<Train, "key"> & { readonly position: number; readonly definition: string };
const trains: Table<TrainRow> = {
  name: "train",
  key: ["key"],
  columns: { key: "text", position: "integer", definition: "document" },
};

type TeamRow = Pick<Team, "key"> & {
  readonly trainKey: string;
  readonly connection: string;
  readonly containers: readonly string[];
  readonly jql: string | null;
};
const teams: Table<TeamRow> = {
  name: "team",
  key: ["trainKey", "key"],
  columns: {
    trainKey: "text",
    key: "text",
    connection: "text",
    containers: "text[]",
    jql: "text",
  },
};

/** Stores the train file. Keeps connections that left it; does not update unchanged rows. */
export function saveTrains(
  database: Database,
  file: readonly Train[],
  records: readonly ConnectionRecord[],
): Promise<void> {
  return database.transaction(async (tx) => {
    await saveConnections(tx, records);
    await renamePeriods(tx, file);
    await replaceAll(tx, trains, file.map(trainRow));
    await replaceAll(tx, teams, file.flatMap(teamRows));
  });
}

/** Before the stored calendars are replaced. */
async function renamePeriods(tx: Sql, file: readonly Train[]): Promise<void> {
  const rows = await tx.query<{ definition: Stored }>("select definition from train");
  for (const { definition } of rows) {
    const now = file.find(({ key }) => key === definition.key);
    if (now !== undefined) await renameCommitments(tx, now.key, renamedPeriods(definition, now));
  }
}

/** The stored trains in the train file's order. */
export async function readTrains(database: Database): Promise<readonly Train[]> {
  const rows = await database.query<{ definition: Stored }>("select definition from train order by position");
  return rows.map(({ definition }) => whole(definition));
}

/** A train as earlier versions stored it, without later fields. */
type Stored = Omit<Train, Later> & Partial<Pick<Train, Later>>;
type Later = "staleAfter" | "digest" | "statuses";

function whole(stored: Stored): Train {
  const { staleAfter = usualFreshness, digest = null, statuses = [] } = stored;
  return { ...stored, staleAfter, digest, statuses };
}

/** The value that `serve` derives from its default settings. */
const usualFreshness: Train["staleAfter"] = { pollMs: 3_600_000, sweepMs: 7_200_000 };

async function replaceAll<Row extends object>(tx: Sql, table: Table<Row>, rows: readonly Row[]): Promise<void> {
  const lists = columnLists(table, rows);
  const keys = table.key.map((field) => `r.${columnOf(field)} = t.${columnOf(field)}`);
  await tx.execute(
    `delete from "${table.name}" t where not exists (select 1 from (${recordsSql(table)}) r where ${keys.join(" and ")})`,
    lists,
  );
  await tx.execute(upsertSql(table), lists);
}

function trainRow(train: Train, position: number): TrainRow {
  return { key: train.key, position, definition: JSON.stringify(train) };
}

function teamRows({ key: trainKey, teams }: Train): readonly TeamRow[] {
  return teams.map(({ key, from }) => ({
    trainKey,
    key,
    connection: from.connection,
    containers: (from.system === "jira" ? from.projects : from.repos).map((one) => one.toLowerCase()),
    jql: queryOf(from),
  }));
}

/** See `TrainRegistry.trainUses`. */
export function trainUses(database: Database): Promise<readonly TrainUse[]> {
  return database.query<TrainUse>(`
    select p.train as key, count(*)::int as texts,
      coalesce(array_agg(lower(p.connection || ' ' || p.place)) filter (where p.kind = 'rollup'), '{}') as places
    from publication p where p.state in ('intended', 'standing', 'held') and p.train <> '*'
    group by p.train order by p.train collate "C"`);
}

/** See `TrainRegistry.savePortfolioTargets`. Does not update equal ones. */
export async function savePortfolioTargets(database: Database, targets: readonly RollupTarget[]): Promise<void> {
  const texts = targets.map((target) => JSON.stringify(target));
  await database.transaction(async (tx) => {
    await tx.execute("delete from portfolio_target where position >= $1", [texts.length]);
    await tx.execute(
      `insert into portfolio_target as t (position, target)
       select place - 1, target::json from unnest($1::text[]) with ordinality as u (target, place)
       on conflict (position) do update set target = excluded.target where t.target::text <> excluded.target::text`,
      [texts],
    );
  });
}

/** See `TrainRegistry.portfolioTargets`. */
export async function readPortfolioTargets(database: Database): Promise<readonly RollupTarget[]> {
  const rows = await database.query<{ target: RollupTarget }>("select target from portfolio_target order by position");
  return rows.map(({ target }) => target);
}
