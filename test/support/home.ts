import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { readEnvironment } from "../../config/settings.ts";

/** A folder for the tests of one file, gone at their end. Call it outside of tests. */
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

/** For a process that is told nothing: nothing of this machine, but where it finds its modules compiled. */
export function bareEnvironment(): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE } = readEnvironment(process.cwd());
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}

/** Commands that run in this process keep their data in that folder, whatever this machine is set up for. Ends with the test. */
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
