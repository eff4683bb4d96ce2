import type { ConflictsFlags } from "../conflicts.ts";
import { atOption, jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addConflicts: AddCommand = (program, terminal, withStore) => {
  program
    .command("conflicts [train]")
    .description(
      "list a train's open dependency conflicts from the stored model; TRAIN is optional if there is only one",
    )
    .addOption(atOption())
    .addOption(jsonOption())
    .action(async (train: string | undefined, flags: ConflictsFlags) => {
      const { runConflicts } = await import("../conflicts.ts");
      await withStore((store) => runConflicts(store, { ...flags, train }, terminal));
    });
};
