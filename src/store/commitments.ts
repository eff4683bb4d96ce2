import type { Commitment } from "../domain/history/commitment.ts";
import type { Period } from "../domain/history/scope.ts";
import type { RenamedPeriod } from "../domain/schedule/renamed-periods.ts";
import type { Database, Sql } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { selectSql, upsertSql, type Table } from "./table.ts";

/** `iteration`: empty for the whole increment. */
type Stored = Omit<Commitment, "iteration"> & { readonly iteration: string };
type Row = Omit<Stored, "unknown" | "items"> & { readonly unknown: string; readonly items: string };

const table: Table<Row> = {
  name: "commitment",
  key: ["train", "increment", "iteration"],
  columns: {
    train: "text",
    increment: "text",
    iteration: "text",
    startsAt: "instant",
    endsAt: "instant",
    frozenAt: "instant",
    fromHistory: "boolean",
    unknown: "document",
    items: "document",
  },
};

const ofPeriods = "where train = $1 and (increment, iteration) in (select * from unnest($2::text[], $3::text[]))";
const versionsSql = `select increment, iteration, xmin::text as version from commitment ${ofPeriods}`;
const readSql = `${selectSql(table)} ${ofPeriods}`;
const saveSql = upsertSql(table, { accept: "t.starts_at <> r.starts_at" });

type Place = Pick<Stored, "increment" | "iteration">;
type Known = { readonly version: string; readonly commitment: Commitment };

/** Keeps commitments in memory, and reads one again only after another id of an item has changed its row. */
export class KnownCommitments {
  readonly #database: Database;
  readonly #known = new Map<string, Known>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** See `EvaluationLedger.commitments`. */
  async read(train: string, periods: readonly Period[]): Promise<readonly Commitment[]> {
    const places = periods.map(placeOf);
    const rows = await this.#database.query<Place & { version: string }>(versionsSql, [train, ...listsOf(places)]);
    const changed = rows.filter((row) => this.#known.get(nameOf(train, row))?.version !== row.version);
    if (changed.length > 0) {
      const read = await this.#database.query<Stored>(readSql, [train, ...listsOf(changed)]);
      for (const row of read) {
        const version = changed.find((one) => nameOf(train, one) === nameOf(train, row))?.version ?? "";
        this.#known.set(nameOf(train, row), { version, commitment: commitmentIn(row) });
      }
    }
    const stored = new Set(rows.map((row) => nameOf(train, row)));
    return periods.flatMap((period) => {
      const name = nameOf(train, placeOf(period));
      const commitment = stored.has(name) ? this.#known.get(name)?.commitment : undefined;
      return commitment?.startsAt === period.startsAt ? until(commitment, period.endsAt) : [];
    });
  }

  /** See `EvaluationLedger.saveCommitments`. */
  async save(commitments: readonly Commitment[]): Promise<void> {
    const rows = commitments.map(({ unknown, items, ...rest }) => ({
      ...rest,
      ...placeOf(rest),
      unknown: JSON.stringify(unknown),
      items: JSON.stringify(items),
    }));
    await this.#database.execute(saveSql, columnLists(table, rows));
  }
}

const renameSql = `
  with renamed as (
    select * from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as r (was, was_iteration, increment, iteration)
  ), taken as (
    delete from commitment c using renamed r
    where c.train = $1 and c.increment = r.was and c.iteration = r.was_iteration
    returning r.increment, r.iteration, c.starts_at, c.ends_at, c.frozen_at, c.from_history, c.unknown, c.items
  )
  insert into commitment (train, increment, iteration, starts_at, ends_at, frozen_at, from_history, unknown, items)
  select $1, t.* from taken t
  -- Sorting ends the deletion first: one period may have the former name of another.
  order by increment, iteration
  on conflict (train, increment, iteration) do update
  set (starts_at, ends_at, frozen_at, from_history, unknown, items) =
    (excluded.starts_at, excluded.ends_at, excluded.frozen_at, excluded.from_history, excluded.unknown, excluded.items)
  where commitment.starts_at <> excluded.starts_at`;

/** Keeps what stood in periods that the train file calls by another name. */
export async function renameCommitments(tx: Sql, train: string, periods: readonly RenamedPeriod[]): Promise<void> {
  if (periods.length === 0) return;
  const [was, is] = [periods.map(({ from }) => placeOf(from)), periods.map(({ to }) => placeOf(to))];
  await tx.execute(renameSql, [train, ...listsOf(was), ...listsOf(is)]);
}

/** The end that the train file gives now. */
function until(commitment: Commitment, endsAt: number): Commitment {
  return commitment.endsAt === endsAt ? commitment : { ...commitment, endsAt };
}

function placeOf({ increment, iteration }: Pick<Period, "increment" | "iteration">): Place {
  return { increment, iteration: iteration ?? "" };
}

function listsOf(places: readonly Place[]): [string[], string[]] {
  return [places.map(({ increment }) => increment), places.map(({ iteration }) => iteration)];
}

function nameOf(train: string, { increment, iteration }: Place): string {
  return JSON.stringify([train, increment, iteration]);
}

function commitmentIn({ iteration, ...rest }: Stored): Commitment {
  return { ...rest, iteration: iteration === "" ? null : iteration };
}
