import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Store } from "../../../src/ports/store.ts";
import { openStore } from "../../../src/store/open.ts";
import { aConflict, anItem, aRecord, noon } from "../../support/builders.ts";
import { startTestServer, twoConnections, type TestServer } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const open = (databaseUrl: string) => openStore({ databaseUrl, dataDir: "" });

const nameOf = (url: string) => new URL(url).pathname.slice(1);

/** Puts a backup in a database's place, as an administrator does while processes have it open. */
async function restore(url: string, backup: string): Promise<void> {
  const client = new Client({ connectionString: await server.createDatabase() });
  await client.connect();
  await client.query(`drop database ${nameOf(url)} with (force)`);
  await client.query(`create database ${nameOf(url)} template ${nameOf(backup)}`);
  await client.end();
}

async function saveTitle(store: Store, title: string, at: number): Promise<void> {
  await store.savePage("acme", aPage({ items: [pulled(anItem({ title, updatedAt: at }))] }), at);
}

test("a process that runs while a backup is restored forgets what the backup does not have", async () => {
  const backup = await server.createDatabase();
  const before = await open(backup);
  await before.saveTrains([], twoConnections);
  await saveTitle(before, "in the backup", noon);
  await before.close();
  const url = await server.createDatabase(backup);
  const store = await open(url);
  await saveTitle(store, "since then", noon + 1000);
  await store.saveConflicts("payments", [aRecord(aConflict())], await store.conflicts("payments"));
  const known = async () => ({
    titles: [...(await store.loadModel()).items.values()].map(({ title }) => title),
    conflicts: (await store.conflicts("payments")).length,
  });
  expect(await known()).toEqual({ titles: ["since then"], conflicts: 1 });

  await restore(url, backup);
  // A connection may notice its end only when it is used.
  const knownAgain = () => known().catch((error: Error) => error.message);
  await expect.poll(knownAgain, { timeout: 20_000 }).toEqual({ titles: ["in the backup"], conflicts: 0 });
  await store.close();
});
