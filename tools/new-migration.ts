import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { breakingMark, migrationsDirectory, readMigrations } from "../src/store/migrations.ts";
import { difference, readSchema } from "./schema-engine.ts";

/**
 * `npm run db:migration -- NAME [--breaking]`: writes the SQL from the last migration to the schema. See
 * `breakingMark`.
 */
const [name, ...marks] = process.argv.slice(2);
const isBreaking = marks.includes("--breaking");
if (name === undefined || !/^[a-z][a-z0-9_]*$/u.test(name)) {
  process.stderr.write(
    "Usage: npm run db:migration -- NAME [--breaking], a name in lower_snake_case that says what changes.\n",
  );
  process.exitCode = 2;
} else {
  await mkdir(migrationsDirectory, { recursive: true });
  const script = await difference(await readMigrations(), await readSchema());
  if (script === null) {
    process.stdout.write("The migrations already lead to prisma/schema.prisma: nothing to write.\n");
  } else {
    const directory = `${stampOf(new Date())}_${name}`;
    await mkdir(join(migrationsDirectory, directory));
    await writeFile(
      join(migrationsDirectory, directory, "migration.sql"),
      isBreaking ? `${breakingMark}\n${script}` : script,
    );
    process.stdout.write(`prisma/migrations/${directory}/migration.sql\n`);
  }
}

/** `20261005093000`, in UTC: Signalbox applies migrations in the order of their names. */
function stampOf(now: Date): string {
  return now.toISOString().replaceAll(/\D/gu, "").slice(0, 14);
}
