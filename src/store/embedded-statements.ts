import { parse, protocol, type PGlite } from "@electric-sql/pglite";
import { once } from "../domain/tracking/once.ts";
import type { Parameter } from "./database.ts";
import { listOf, storableParameters } from "./parameters.ts";

const { serialize } = protocol;

/** `changed`: number of inserted, updated or deleted rows. */
export type StatementResult<Row> = { readonly rows: readonly Row[]; readonly changed: number };

/** The engine plans again after this many statements: a plan from when a table was empty would read all of it later. */
const plansLast = 500;

/**
 * Runs statements with parameters on the embedded engine, which keeps those that run again, with their plans for a
 * while. `PGlite.query` parses and plans each time: a short statement takes five times as long, the search for linked
 * items thirteen times.
 */
class EmbeddedStatements {
  readonly #pglite: PGlite;
  /** Names of the statements that the engine keeps, by text; the empty name for one that ran once. */
  readonly #names = new Map<string, string>();
  #named = 0;
  #runs = 0;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  /** In the running transaction, else as a transaction by itself. */
  run<Row>(text: string, parameters: readonly Parameter[]): Promise<StatementResult<Row>> {
    return this.#pglite.runExclusive(async () => {
      const { statement, unparsed } = await this.#parsed(text);
      const values = storableParameters(parameters).map(notationOf);
      const messages = [
        ...unparsed,
        serialize.bind({ statement, values }),
        serialize.describe({ type: "P" }),
        serialize.execute({}),
      ];
      const answers = await this.#send(Buffer.concat([...messages, serialize.sync()]));
      // Not before it: some statements must be the first of their transaction.
      if (++this.#runs % plansLast === 0) await this.#send(serialize.query("discard plans"));
      const [result] = parse.parseResults(answers, this.#pglite.parsers);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller declares the type of the rows
      return { rows: (result?.rows ?? []) as Row[], changed: result?.affectedRows ?? 0 };
    });
  }

  /**
   * Names a statement when it runs again: most of those at a start run once, and each that the engine keeps takes memory.
   * @returns the statement's name, and the message that parses it if the engine does not have it yet; a transaction that
   *   fails later keeps what it parsed before
   */
  async #parsed(text: string): Promise<{ readonly statement: string; readonly unparsed: readonly Uint8Array[] }> {
    const former = this.#names.get(text);
    if (former === undefined) {
      this.#names.set(text, "");
      return { statement: "", unparsed: [serialize.parse({ text })] };
    }
    if (former !== "") return { statement: former, unparsed: [] };
    const name = `statement ${++this.#named}`;
    await this.#send(Buffer.concat([serialize.parse({ name, text }), serialize.sync()]));
    this.#names.set(text, name);
    return { statement: name, unparsed: [] };
  }

  /** After a change of the schema: the engine refuses a parsed statement whose columns have other types now. */
  async forget(): Promise<void> {
    this.#names.clear();
    await this.#pglite.runExclusive(() => this.#send(serialize.query("deallocate all")));
  }

  #send(message: Uint8Array): ReturnType<PGlite["execProtocolStream"]> {
    return this.#pglite.execProtocolStream(message, { syncToFs: false });
  }
}

/** The names of parsed statements belong to the engine's only session. */
export const statementsOn = once((pglite: PGlite) => new EmbeddedStatements(pglite));

/** A value in PostgreSQL's notation. */
function notationOf(parameter: Parameter): string | null {
  if (parameter === null) return null;
  return typeof parameter === "object" ? listOf(parameter) : String(parameter);
}
