import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { readMigrations } from "../../src/store/migrations.ts";
import { storeOn } from "../../src/store/open.ts";
import { openServerDatabase } from "../../src/store/server-database.ts";
import { startTestServer, twoConnections, type TestServer } from "../support/database.ts";
import { keepDatabase, onDatabase } from "../support/kept-database.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const namesSql = `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema', 'kept') order by 1`;

/** The rows of each table, and what each sequence gives next. */
const contents = (url: string) =>
  onDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ readonly name: string }>(namesSql);
    const found = new Map<string, unknown>();
    for (const { name } of tables)
      found.set(name, (await client.query(`select * from ${name} as t order by t::text`)).rows);
    const { rows } = await client.query(
      "select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1",
    );
    return found.set("sequences", rows);
  });

test("a kept database has the rows of its original again, whatever a test did to them, each time", async () => {
  const original = await server.createDatabase();
  const database = openServerDatabase(original);
  await migrate(database, await readMigrations());
  const store = storeOn(database);
  await store.saveTrains([], twoConnections);
  await store.close();
  const good = await contents(original);
  const kept = await keepDatabase(server, original);
  expect(await contents(kept.url)).toEqual(good);
  for (const words of ["once", "twice"]) {
    await onDatabase(kept.url, async (client) => {
      await client.query("delete from connection where key = 'hub'");
      await client.query("update connection set site = $1", [words]);
      await client.query("update installation set purpose = 'demo'");
      await client.query("delete from _prisma_migrations");
      await client.query("select nextval('delivery_id_seq'), nextval('model_change_id_seq')");
      await client.query("create schema pgboss; create table pgboss.job (name text)");
    });
    expect((await contents(kept.url)).get("public.connection")).toMatchObject([{ site: words }]);
    await kept.restore();
    expect(await contents(kept.url)).toEqual(good);
  }
});
