import { atOption, jsonOption } from "../options.ts";
import type { PlanFlags } from "../plan.ts";
import type { AddCommand } from "./add-command.ts";

export const addPlan: AddCommand = (program, terminal, withStore) => {
  program
    .command("plan [train]")
    .description("show every issue and comment that apply would create, change or resolve, as its readers would see it")
    .addOption(atOption())
    .option("--detailed-exitcode", "exit with 2 if apply would write something")
    .addOption(jsonOption())
    .action(async (train: string | undefined, flags: PlanFlags) => {
      const { runPlan } = await import("../plan.ts");
      await withStore((store) => runPlan(store, { ...flags, train }, terminal));
    });
};
