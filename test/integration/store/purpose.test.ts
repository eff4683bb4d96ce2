import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Purpose } from "../../../src/ports/locks.ts";
import type { Database } from "../../../src/store/database.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { readMigrations } from "../../../src/store/migrations.ts";
import { aTrain } from "../../support/builders.ts";
import { openMemoryDatabase } from "../../support/empty-database.ts";
import { engines, useTestDatabase } from "../../support/database.ts";

describe.each(engines)("what a database in %s is for", (engine) => {
  const test = useTestDatabase(engine);

  it("is what the first one said, for good, though it was emptied", async () => {
    expect(await Promise.all([test.store.claim("demo"), test.store.claim("real")])).toSatisfy(
      ([one, other]: readonly Purpose[]) => one === other,
    );
    const settled = await test.store.claim("demo");
    await test.store.reset();
    for (const purpose of ["demo", "real"] as const) expect(await test.store.claim(purpose)).toBe(settled);
  });
});

/** What databases of earlier versions held, as SQL. */
const standIn = "('acme-jira', 'jira', 'http://127.0.0.1:4400/jira/acme')";
const standInHub = "('acme-github', 'github', 'http://127.0.0.1:4400/github')";
const tunnel = "('acme-jira', 'jira', 'https://127.0.0.1:8443')";
const site = "('acme-jira', 'jira', 'https://acme.atlassian.net')";
const hosted = "('acme-github', 'github', 'https://github.com')";
const connections = (...rows: readonly string[]) =>
  `insert into connection (key, system, site) values ${rows.join(", ")}`;
const train = (settleMs: number) => {
  const definition = JSON.stringify(aTrain({ comments: { mode: "on", settleMs, newPerRun: 20 } }));
  return `insert into train (key, name, time_zone, position, definition) values ('t', 'T', 'UTC', 0, '${definition}')`;
};
const item = (connection: string, url: string) => `
  insert into work_item (id, system, connection, native_id, handle, key, container, url, title, presence, kind,
    source_kind, status, source_status, stored_at)
  values ('jira:${connection}:issue:1', 'jira', '${connection}', '1', '1', 'PAY-1', 'PAY', '${url}', '', 'present',
    'story', '', 'todo', '', now())`;
const standInItem = (connection: string) => item(connection, "http://127.0.0.1:4400/jira/acme/browse/PAY-1");
const siteItem = item("acme-jira", "https://acme.atlassian.net/browse/PAY-1");
const unread = "insert into stream (connection, name, rejected) values ('acme-jira', 'issues', 0)";

describe("a database of an earlier version", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.execute("drop schema public cascade; create schema public"));

  it.each<[string, readonly string[], Purpose | null]>([
    ["that holds nothing is for whatever comes first", [], null],
    ["of a demo", [connections(standIn, standInHub), train(0), standInItem("acme-jira")], "demo"],
    ["of real trackers", [connections(site, hosted), train(600_000), siteItem], "real"],
    ["of real trackers, of which one is reached by a tunnel", [connections(tunnel, hosted), train(0)], "real"],
    ["of real trackers that are all reached by tunnels", [connections(tunnel), train(600_000)], "real"],
    ["of real trackers that were never reached", [unread], "real"],
    ["of a demo that real trackers with other keys were read into", [connections(hosted), standInItem("demo")], "demo"],
    [
      "of a demo that a real tracker with the same key was read into",
      [connections(site), train(0), standInItem("acme-jira")],
      "demo",
    ],
    [
      "of real trackers with an item in a tunnel's connection",
      [connections(hosted, tunnel), train(0), standInItem("acme-jira")],
      "real",
    ],
  ])("%s", async (_, statements, purpose) => {
    const migrations = await readMigrations();
    const since = migrations.findIndex(({ name }) => name.endsWith("purpose_and_named_connections"));
    await migrate(database, migrations.slice(0, since));
    for (const statement of statements) await database.execute(statement);
    await migrate(database, migrations);
    const rows = await database.query<{ purpose: Purpose }>("select purpose from installation");
    expect(rows[0]?.purpose ?? null).toBe(purpose);
  });
});
