import { afterAll, beforeAll } from "vitest";
import type { Database } from "../../src/store/database.ts";
import { openServerDatabase } from "../../src/store/server-database.ts";
import { createCurrentDatabase, startTestServer } from "./database.ts";

/** One PostgreSQL database, opened like two processes do. Call it outside of tests; use its result in tests and hooks. */
export function useSharedDatabase(): { readonly one: Database; readonly two: Database } {
  const opened: Database[] = [];
  let cleanUp = async () => {};
  beforeAll(async () => {
    const server = await startTestServer();
    const url = await createCurrentDatabase(server);
    opened.push(openServerDatabase(url), openServerDatabase(url));
    cleanUp = async () => {
      for (const database of opened) await database.close();
      await server.stop();
    };
  });
  afterAll(() => cleanUp());
  const open = (place: number): Database => {
    const database = opened[place];
    if (database === undefined) throw new Error("the database is not open yet: use it in a test, not beside it");
    return database;
  };
  return {
    get one() {
      return open(0);
    },
    get two() {
      return open(1);
    },
  };
}
