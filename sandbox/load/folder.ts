import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LoadProblems } from "./problems.ts";

/** A folder of the export: its path, and its name in problems. */
export type Folder = { readonly path: string; readonly name: string; readonly problems: LoadProblems };

export function fileIn(folder: Folder, name: string): { readonly path: string; readonly name: string } {
  return { path: join(folder.path, name), name: folder.name === "" ? name : `${folder.name}/${name}` };
}

export function folderIn(folder: Folder, name: string): Folder {
  return { ...fileIn(folder, name), problems: folder.problems };
}

/** Sorted names of the folders inside, without hidden ones; none if the folder is missing. */
export async function foldersIn(folder: Folder): Promise<readonly string[]> {
  return namesIn(folder, (entry) => entry.isDirectory() || entry.isSymbolicLink());
}

/** Names of the files inside that match, sorted. */
export async function filesIn(folder: Folder, pattern: RegExp): Promise<readonly string[]> {
  return namesIn(folder, (entry) => !entry.isDirectory() && pattern.test(entry.name));
}

type Entry = { readonly name: string; isDirectory(): boolean; isSymbolicLink(): boolean };

async function namesIn({ path }: Folder, wanted: (entry: Entry) => boolean): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.name.startsWith(".") && wanted(entry))
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The text of a file; null if it is missing. @throws other errors of the file system */
export async function readText(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/u, "");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
