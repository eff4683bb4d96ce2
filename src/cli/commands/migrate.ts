import type { MigrateFlags } from "../migrate.ts";
import { jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addMigrate: AddCommand = (program, terminal, withStore) => {
  program
    .command("migrate")
    .description("bring the database to this version's schema")
    .addOption(jsonOption())
    .action(async (flags: MigrateFlags) => {
      const { runMigrate } = await import("../migrate.ts");
      await withStore((store) => runMigrate(store, flags, terminal));
    });
};
