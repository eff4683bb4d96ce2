import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Migration = {
  readonly name: string;
  readonly script: string;
  /** sha256, as Prisma records it. */
  readonly checksum: string;
  /** Whether a process of an earlier version that still runs can do harm after it, and has to stop. */
  readonly isBreaking: boolean;
};

/** The first line of a migration that is breaking; after a colon it may say why. */
export const breakingMark = "-- breaking";

export const migrationsDirectory = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** The migrations this code comes with, oldest first. */
export async function readMigrations(directory: string = migrationsDirectory): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(names.toSorted().map((name) => readMigration(directory, name)));
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const script = await readFile(join(directory, name, "migration.sql"), "utf8");
  const checksum = createHash("sha256").update(script).digest("hex");
  return { name, script, checksum, isBreaking: /^-- breaking(?::.*)?$/u.test(script.split("\n", 1)[0] ?? "") };
}
