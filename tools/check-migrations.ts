import { breakingMark, readMigrations } from "../src/store/migrations.ts";
import { unmarked } from "./unmarked.ts";
import { difference, readSchema } from "./schema-engine.ts";

/**
 * `npm run db:check`: exits 1 and prints the missing SQL if the migrations do not produce the schema, or if a migration
 * removes something that earlier versions use without the mark of a breaking one.
 */
const migrations = await readMigrations();
const missing = await difference(migrations, await readSchema());
if (missing === null) {
  process.stdout.write("The migrations lead to prisma/schema.prisma.\n");
} else {
  process.stderr.write(`The migrations do not lead to prisma/schema.prisma; this is missing:\n${missing}\n`);
  process.stderr.write("Write it down with: npm run db:migration -- NAME\n");
  process.exitCode = 1;
}
for (const { name, statement } of unmarked(migrations)) {
  process.stderr.write(`${name} takes away what a running earlier version may use: ${statement}\n`);
  process.stderr.write(`Make "${breakingMark}: why" its first line, so that such processes stop.\n`);
  process.exitCode = 1;
}
