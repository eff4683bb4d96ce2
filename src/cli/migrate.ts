import { readEnvironment, readSettings } from "../../config/settings.ts";
import { counted } from "../domain/counted.ts";
import { usingStore } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type MigrateFlags = { readonly json?: boolean };

/** Opening the store does it. */
export async function runMigrate(flags: MigrateFlags, terminal: Terminal): Promise<void> {
  await usingStore(readSettings(readEnvironment(process.cwd())), async (store) => {
    const migrations = await store.migrations();
    if (flags.json === true) outJson(terminal, { migrations });
    else outLine(terminal, `The database is at ${migrations.at(-1)} (${counted(migrations.length, "migration")}).`);
  });
}
