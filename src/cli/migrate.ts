import type { Command } from "commander";
import { counted } from "../reporting/verdict-words.ts";
import { withStore } from "./open-store.ts";
import { jsonOption } from "./options.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export function addMigrate(program: Command, terminal: Terminal): void {
  program
    .command("migrate")
    .description("bring the database to this version's schema")
    .addOption(jsonOption())
    .action((flags: { readonly json?: boolean }) =>
      withStore(async (store) => {
        const migrations = await store.migrations();
        if (flags.json === true) outJson(terminal, { migrations });
        else outLine(terminal, `The database is at ${migrations.at(-1)} (${counted(migrations.length, "migration")}).`);
      }),
    );
}
