import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Failure, type FailureCode } from "../domain/failure.ts";
import { hasFreeSpace } from "./disk-space.ts";

/** Rejects, as `access` of Node does, if this process may not create files in the folder. */
export type MayWrite = (folder: string) => Promise<void>;

const mayWrite: MayWrite = (folder) => access(folder, constants.W_OK | constants.X_OK);

/**
 * Why an embedded database cannot be created in a directory, which need not exist: what is wrong with the nearest
 * folder that does. Null if nothing is.
 */
export async function creationFault(dataDir: string, check: MayWrite = mayWrite): Promise<Failure | null> {
  const directory = resolve(dataDir);
  for (let path = directory; ; path = dirname(path)) {
    try {
      if (!(await stat(path)).isDirectory()) return fault(directory, `${path} is no folder`);
      await check(path);
      return (await hasFreeSpace(path)) ? null : fault(directory, `the disk of ${path} is full`, "disk-full");
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      if (code === "EACCES" || code === "EPERM") {
        return fault(directory, `the user who runs it may not write to ${path}`);
      }
      if (code === "EROFS") return fault(directory, `the file system of ${path} takes no writes`);
      if (path === dirname(path) || (code !== "ENOENT" && code !== "ENOTDIR")) throw error;
    }
  }
}

function fault(directory: string, why: string, code: FailureCode = "database-unavailable"): Failure {
  return new Failure({
    code,
    what: `Signalbox cannot create its database in ${directory}: ${why}.`,
    remedy: `${code === "disk-full" ? "Free some space there" : "Let that user write there"}, or set SIGNALBOX_DATA to another folder, or DATABASE_URL to a PostgreSQL.`,
    verdict: { kind: "stop" },
  });
}
