import { describe, expect, it } from "vitest";
import { measured } from "../../support/statement-reads.ts";
import { useTestDatabase } from "../../support/database.ts";
import { openMemoryDatabase } from "../../support/empty-database.ts";

const find = "select n.id from numbered n join unnest($1::text[]) as one (id) using (id)";
const asked = Array.from({ length: 20 }, (_, index) => String(index + 1));
/** A plan lasts for 500 statements. */
const untilNewPlans = 500;

describe("a statement of the embedded engine", () => {
  const embedded = useTestDatabase("pglite");

  it("is planned again when its table has grown", async () => {
    const { database } = embedded;
    await database.execute("set track_counts = on; create table numbered (id text primary key)");
    const fill = "insert into numbered select n::text from generate_series($1::integer, $2::integer) n";
    await database.query(fill, [1, 20]);
    for (let times = 0; times < 10; times += 1) await database.query(find, [asked]);
    await database.query(fill, [21, 40000]);
    for (let times = 0; times < untilNewPlans; times += 1) await database.query("select $1::text as one", ["1"]);
    const counted = measured(database);
    const reads = await counted.readsOf(() => counted.database.query(find, [asked]));
    expect(reads.get(find)?.rows).toBeLessThan(100);
  });

  it("can be the first of its transaction, whenever plans end", async () => {
    const { database } = embedded;
    const first = "set transaction isolation level repeatable read, read only";
    for (let times = 0; times < untilNewPlans; times += 1)
      await database.transaction(async (tx) => tx.execute(first, []));
    expect(await database.query("select 1 as one", [])).toEqual([{ one: 1 }]);
  });

  it("is kept when Signalbox reads the model", async () => {
    const { database, store } = embedded;
    for (let times = 0; times < 2; times += 1) await database.query("select 7 as kept", []);
    await store.loadModel();
    const kept = "select statement from pg_prepared_statements where statement = $1";
    expect(await database.query(kept, ["select 7 as kept"])).toEqual([{ statement: "select 7 as kept" }]);
  });

  it("runs after a script gave its columns other types", async () => {
    const { database } = embedded;
    await database.execute("create table typed (id integer)");
    await database.query("insert into typed values ($1::integer)", [7]);
    // The engine keeps a statement when it runs again.
    for (let times = 0; times < 2; times += 1)
      expect(await database.query("select id from typed", [])).toEqual([{ id: 7 }]);
    await database.execute("alter table typed alter column id type text using id::text");
    expect(await database.query("select id from typed", [])).toEqual([{ id: "7" }]);
  });

  it("that is sent by itself waits for the end of an open transaction", async () => {
    const { database } = embedded;
    await database.execute("create table alone (id integer)");
    const count = () => database.query("select count(*)::integer as rows from alone", []);
    const counted = await database.transaction(async (tx) => {
      await tx.execute("insert into alone values ($1)", [1]);
      const meanwhile = count();
      for (let times = 0; times < 5; times += 1) await tx.query("select 1", []);
      await tx.execute("delete from alone", []);
      return { meanwhile };
    });
    expect(await counted.meanwhile).toEqual([{ rows: 0 }]);
  });

  it("fails after the end of its transaction", async () => {
    const left = await embedded.database.transaction((tx) => Promise.resolve(tx));
    await expect(left.query("select 1")).rejects.toThrow("A statement was sent after its transaction had ended.");
  });

  it("fails after its database was closed", async () => {
    const closed = await openMemoryDatabase();
    await closed.close();
    await expect(closed.query("select 1")).rejects.toThrow("A statement was sent after the database had been closed.");
  });

  it("can fail and be sent again, with values of every kind", async () => {
    const { database } = embedded;
    const sql = "select 12 / $1::integer as n, $2::boolean as b, $3::text[] as l, $4::text as nothing";
    const rest = [true, ['"', "\\", "a,b {c}", "\t", ""], null];
    await expect(database.query(sql, [0, ...rest])).rejects.toThrow("division by zero");
    expect(await database.query(sql, [4, ...rest])).toEqual([{ n: 3, b: true, l: rest[1], nothing: null }]);
    await expect(database.query("select nowhere from nothing", [])).rejects.toThrow("does not exist");
    expect(await database.query(sql, [4, ...rest])).toHaveLength(1);
  });
});
