import { access } from "node:fs/promises";
import { join, resolve } from "node:path";

/** A database of this process's memory, for tests. */
export const inMemory = "memory://";

/** What lies in the data directory: the engine's files, and a mark for as long as they are being made. */
export function embeddedFiles(directory: string) {
  return { files: join(directory, "database"), unfinished: join(directory, "database.unfinished") };
}

/** Whether an embedded database was ever made there, to its end. Opens nothing. */
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
