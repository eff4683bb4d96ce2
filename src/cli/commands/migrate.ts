import type { MigrateFlags } from "../migrate.ts";
import { jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addMigrate: AddCommand = (program, terminal) => {
  program
    .command("migrate")
    .description("bring the database to this version's schema")
    .addOption(jsonOption())
    .action(async (flags: MigrateFlags) => (await import("../migrate.ts")).runMigrate(flags, terminal));
};
