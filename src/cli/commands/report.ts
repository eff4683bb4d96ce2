import { Option } from "commander";
import { atOption, jsonOption } from "../options.ts";
import type { ReportFlags } from "../report.ts";
import type { AddCommand } from "./add-command.ts";

export const addReport: AddCommand = (program, terminal, withStore) => {
  program
    .command("report [train]")
    .description("print a train's rollup from the stored model; TRAIN is optional if there is only one")
    .addOption(
      new Option("--as <form>", "Markdown, Atlassian Document Format or JSON")
        .choices(["md", "adf", "json"])
        .default("md"),
    )
    .addOption(atOption())
    .addOption(jsonOption())
    .action(async (train: string | undefined, flags: ReportFlags) => {
      const { runReport } = await import("../report.ts");
      await withStore((store) => runReport(store, { ...flags, train }, terminal));
    });
};
