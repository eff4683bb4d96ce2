import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { readEnvironment } from "../../config/settings.ts";

/** A folder for the tests of one file, removed at their end. Call it outside of tests. */
export function useFolder(): (name: string) => Promise<string> {
  let folder: Promise<string> | null = null;
  afterAll(async () => {
    if (folder !== null) await rm(await folder, { recursive: true, force: true });
  });
  return async (name) => {
    folder ??= mkdtemp(join(tmpdir(), "signalbox-test-"));
    return join(await folder, name);
  };
}

/** An empty environment for a process: nothing of this machine but the cache of compiled modules. */
export function bareEnvironment(): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE } = readEnvironment(process.cwd());
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}

/** Commands in this process keep their data in that folder, whatever the machine's settings. Ends with the test. */
export function liveIn(dataDir: string): void {
  vi.stubEnv("SIGNALBOX_DATA", dataDir);
  vi.stubEnv("DATABASE_URL", "");
  vi.stubEnv("SIGNALBOX_CONFIG", "");
  vi.stubEnv("LOG_LEVEL", "silent");
}

/** The same with their data in that PostgreSQL database. */
export function liveOn(databaseUrl: string): void {
  liveIn("");
  vi.stubEnv("DATABASE_URL", databaseUrl);
}
