import { readMigrations } from "./migrations.ts";
import { difference, readSchema } from "./schema-engine.ts";

/** `npm run db:check`: exit 1, with the SQL that is missing, where the migrations do not lead to the schema. */
const missing = await difference(await readMigrations(), await readSchema());
if (missing === null) {
  process.stdout.write("The migrations lead to prisma/schema.prisma.\n");
} else {
  process.stderr.write(`The migrations do not lead to prisma/schema.prisma; this is missing:\n${missing}\n`);
  process.stderr.write("Write it down with: npm run db:migration -- NAME\n");
  process.exitCode = 1;
}
