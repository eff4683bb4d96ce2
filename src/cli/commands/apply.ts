import type { ApplyFlags } from "../apply.ts";
import { configOption, jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addApply: AddCommand = (program, terminal) => {
  program
    .command("apply [train]")
    .description("write what plan shows into the trackers, and nothing else")
    .addOption(configOption())
    .addOption(jsonOption())
    .option("--retry-refused", "retry refused texts now, without waiting for their pause")
    .action(async (train: string | undefined, flags: ApplyFlags) =>
      (await import("../apply.ts")).runApply({ ...flags, train }, terminal),
    );
};
