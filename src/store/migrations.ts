import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Migration = {
  readonly name: string;
  readonly script: string;
  /** sha256, as Prisma records it. */
  readonly checksum: string;
  /** Whether a running process of an earlier version must stop, because it could corrupt data after this migration. */
  readonly isBreaking: boolean;
};

/** First line of a breaking migration; the reason may follow after a colon. */
export const breakingMark = "-- breaking";

export const migrationsDirectory = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** The migrations of this version, oldest first. */
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
