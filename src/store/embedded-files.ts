import { access, open, readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { closedFolder } from "./database-failure.ts";

/** Data directory of a database in memory, for tests. */
export const inMemory = "memory://";

/** Paths in the data directory: the engine's files, and a mark that exists while the engine creates them. */
export function embeddedFiles(directory: string) {
  return { files: join(directory, "database"), unfinished: join(directory, "database.unfinished") };
}

/**
 * Whether the directory has a completely created embedded database. Opens nothing.
 * @throws Failure `database-unavailable` if this user may not enter the directory
 */
export async function embeddedDatabaseExists(dataDir: string): Promise<boolean> {
  if (dataDir.startsWith(inMemory)) return true;
  const directory = resolve(dataDir);
  const { files, unfinished } = embeddedFiles(directory);
  try {
    await stat(files);
  } catch (error) {
    if (isDenied(error)) throw closedFolder(directory, directory, error);
    return false;
  }
  return !(await fileExists(unfinished));
}

/** The first file or folder of a directory that this process may not use: read folders, read and write files; null for none. */
export async function closedPath(directory: string): Promise<string | null> {
  try {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      const closed = entry.isDirectory()
        ? await closedPath(path)
        : entry.isFile() && (await isClosed(path))
          ? path
          : null;
      if (closed !== null) return closed;
    }
    return null;
  } catch (error) {
    if (isDenied(error)) return directory;
    throw error;
  }
}

async function isClosed(file: string): Promise<boolean> {
  try {
    await (await open(file, "r+")).close();
    return false;
  } catch (error) {
    return isDenied(error);
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EACCES";
}

export async function fileExists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
