import type { Commitment } from "../domain/history/commitment.ts";
import type { Period } from "../domain/history/scope.ts";
import type { Database } from "./database.ts";
import { columnLists } from "./parameters.ts";
import { addSql, selectSql, type Table } from "./table.ts";

type Stored<Document> = Omit<Commitment, "iteration" | "unknown" | "items"> & {
  /** Empty for the whole increment. */
  readonly iteration: string;
  readonly unknown: Document;
  readonly items: Document;
};

const table: Table<Stored<string>> = {
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

const readSql = `
  ${selectSql(table)}
  where train = $1 and (increment, iteration) in (select * from unnest($2::text[], $3::text[]))`;
const insertSql = addSql(table);

/** Keeps commitments in memory: they never change. */
export class KnownCommitments {
  readonly #database: Database;
  readonly #known = new Map<string, Commitment>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** See `EvaluationLedger.commitments`. */
  async read(train: string, periods: readonly Period[]): Promise<readonly Commitment[]> {
    const unknown = periods.filter((period) => !this.#known.has(nameOf(train, period)));
    if (unknown.length > 0) {
      const [increments, iterations] = [unknown.map(({ increment }) => increment), unknown.map(iterationOf)];
      const rows = await this.#database.query<Commitment>(readSql, [train, increments, iterations]);
      for (const row of rows) {
        const commitment = { ...row, iteration: row.iteration === "" ? null : row.iteration };
        this.#known.set(nameOf(train, commitment), commitment);
      }
    }
    return periods.flatMap((period) => this.#known.get(nameOf(train, period)) ?? []);
  }

  /** See `EvaluationLedger.saveCommitments`. */
  async save(commitments: readonly Commitment[]): Promise<void> {
    const rows = commitments.map((one) => ({
      ...one,
      iteration: iterationOf(one),
      unknown: JSON.stringify(one.unknown),
      items: JSON.stringify(one.items),
    }));
    await this.#database.execute(insertSql, columnLists(table, rows));
  }

  /** After the database was emptied. */
  forget(): void {
    this.#known.clear();
  }
}

function iterationOf({ iteration }: Pick<Period, "iteration">): string {
  return iteration ?? "";
}

function nameOf(train: string, { increment, iteration }: Period): string {
  return JSON.stringify([train, increment, iteration]);
}
