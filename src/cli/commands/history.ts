import { Option } from "commander";
import type { HistoryFlags } from "../history.ts";
import { jsonOption, parseCount } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addHistory: AddCommand = (program, terminal, withStore) => {
  program
    .command("history [train]")
    .description("list writes into the trackers and their outcomes, newest first")
    .addOption(new Option("--limit <number>", "maximum number to list").argParser(parseCount).default(50))
    .addOption(jsonOption())
    .action(async (train: string | undefined, flags: HistoryFlags) => {
      const { runHistory } = await import("../history.ts");
      await withStore((store) => runHistory(store, { ...flags, train }, terminal));
    });
};
