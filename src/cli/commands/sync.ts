import { configOption, jsonOption } from "../options.ts";
import type { SyncFlags } from "../sync.ts";
import type { AddCommand } from "./add-command.ts";

export const addSync: AddCommand = (program, terminal) => {
  program
    .command("sync")
    .description("read the trackers into the model; write nothing into them")
    .option("--full", "read everything again, not only changes, and find deleted items")
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (flags: SyncFlags) => (await import("../sync.ts")).runSync(flags, terminal));
};
