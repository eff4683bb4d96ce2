import type { Store } from "../ports/store.ts";
import { counted } from "../reporting/rollup-document.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type MigrateFlags = { readonly json?: boolean };

export async function runMigrate(store: Store, flags: MigrateFlags, terminal: Terminal): Promise<void> {
  const migrations = await store.migrations();
  if (flags.json === true) outJson(terminal, { migrations });
  else outLine(terminal, `The database is at ${migrations.at(-1)} (${counted(migrations.length, "migration")}).`);
}
