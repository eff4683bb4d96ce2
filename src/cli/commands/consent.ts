import { jsonOption } from "../options.ts";
import type { StartFlags } from "../start.ts";
import type { StopFlags } from "../stop.ts";
import type { AddCommand } from "./add-command.ts";

export const addStart: AddCommand = (program, terminal, withStore) => {
  program
    .command("start [train]")
    .description("accept a train's proposal: write comments on conflicts that are new from now on")
    .option("--with-standing", "also comment on conflicts that are already open")
    .addOption(jsonOption())
    .action(async (train: string | undefined, flags: StartFlags) => {
      const { runStart } = await import("../start.ts");
      await withStore((store) => runStart(store, { ...flags, train }, terminal));
    });
};

export const addStop: AddCommand = (program, terminal, withStore) => {
  program
    .command("stop [train]")
    .description("stop all writing for a train, or for every train, until start; also while serve runs")
    .addOption(jsonOption())
    .action(async (train: string | undefined, flags: StopFlags) => {
      const { runStop } = await import("../stop.ts");
      await withStore((store) => runStop(store, { ...flags, train }, terminal));
    });
};
