import { configOption, jsonOption } from "../options.ts";
import type { SyncFlags } from "../sync.ts";
import type { AddCommand } from "./add-command.ts";

export const addSync: AddCommand = (program, terminal) => {
  program
    .command("sync")
    .description("read the trackers into the model; writes nothing into them")
    .option("--full", "read everything again instead of what changed, and find what is gone")
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (flags: SyncFlags) => (await import("../sync.ts")).runSync(flags, terminal));
};
