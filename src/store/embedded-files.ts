import { access } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Data directory of a database in memory, for tests. */
export const inMemory = "memory://";

/** Paths in the data directory: the engine's files, and a mark that exists while the engine creates them. */
export function embeddedFiles(directory: string) {
  return { files: join(directory, "database"), unfinished: join(directory, "database.unfinished") };
}

/** Whether the directory has a completely created embedded database. Opens nothing. */
export async function embeddedDatabaseExists(dataDir: string): Promise<boolean> {
  if (dataDir.startsWith(inMemory)) return true;
  const { files, unfinished } = embeddedFiles(resolve(dataDir));
  return (await fileExists(files)) && !(await fileExists(unfinished));
}

export async function fileExists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
