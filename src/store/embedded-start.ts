import { rm, writeFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import { Failure } from "../domain/failure.ts";
import { closedFolder, diskFull } from "./database-failure.ts";
import { closedPath, embeddedFiles, fileExists } from "./embedded-files.ts";
import { hasFreeSpace } from "./disk-space.ts";

/**
 * Starts the engine in `directory/database`. The first start creates its files; if it broke off, the next one creates
 * them again, since they hold no data yet.
 * @throws Failure `disk-full`; `database-unavailable` if the files are unreadable
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
    // The engine's own error is a bare number.
    if (!(await hasFreeSpace(directory))) throw diskFull(place, error);
    const closed = await closedPath(directory);
    if (closed !== null) throw closedFolder(directory, closed, error);
    throw unreadable(directory, error);
  }
}

/**
 * Starts the engine with little memory. The system's cache duplicates the engine's buffer: with the default buffer of
 * 128 MB the process held 160 MB more; with 32 MB it held 15 MB more and read a larger table 20% faster. V8 takes 500
 * MB temporarily and 50 MB permanently to optimise the engine's hot functions; by default it does so right at the
 * start, with this option only under load.
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
