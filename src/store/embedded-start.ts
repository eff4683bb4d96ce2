import { rm, writeFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import { Failure } from "../domain/failure.ts";
import { diskFull } from "./database-failure.ts";
import { embeddedFiles, fileExists } from "./embedded-files.ts";
import { hasFreeSpace } from "./disk-space.ts";

/**
 * The engine in `directory/database`. Its files are made at the first start; where that was broken off, they are
 * made again: nothing can be in them yet.
 * @throws Failure `disk-full`; `database-unavailable` when the files cannot be read
 */
export async function startPglite(directory: string): Promise<PGlite> {
  const place = { name: directory, engine: "embedded" } as const;
  const { files, unfinished } = embeddedFiles(directory);
  if (await fileExists(unfinished)) await rm(files, { recursive: true, force: true });
  const isNew = !(await fileExists(files));
  if (isNew) await writeFile(unfinished, "");
  try {
    const pglite = await startSmall(files);
    await rm(unfinished, { force: true });
    return pglite;
  } catch (error) {
    // The engine's own words for it are a bare number.
    if (!(await hasFreeSpace(directory))) throw diskFull(place, error);
    throw unreadable(directory, error);
  }
}

/**
 * Pages that the engine keeps for itself lie in the system's cache as well. With the usual 128 MB of them the process holds some
 * 160 MB more; with 32 MB it held 15 MB more and read a table that is larger a fifth faster. And V8 may take 500 MB for a moment, and
 * 50 MB for good, to compile the engine's busiest functions once more; by its usual measure it does so right at the start, by this
 * one where there is work for it.
 */
export function startSmall(dataDir: string): Promise<PGlite> {
  setFlagsFromString("--wasm-tiering-budget=400000000");
  return PGlite.create(dataDir, { postgresqlconf: ["shared_buffers = 16MB"] });
}

function unreadable(directory: string, cause: unknown): Failure {
  return new Failure({
    code: "database-unavailable",
    what: `The database in ${directory} does not start: its files are damaged or another version's.`,
    remedy: "Put back a copy of the folder, or move it away and run `signalbox sync` to read everything again.",
    verdict: { kind: "stop" },
    cause,
  });
}
