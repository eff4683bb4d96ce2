import type { DemoFlags } from "../demo-flags.ts";
import { loadDemo } from "../import-stand-ins.ts";
import {
  faultsOption,
  githubOption,
  jiraOption,
  instantOption,
  jsonOption,
  portOption,
  seedOption,
} from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addDemo: AddCommand = (program, terminal) => {
  program
    .command("demo")
    .description("run the whole cycle on stand-ins for Jira and GitHub")
    .option("--once", "exit by itself instead of keeping the stand-ins running")
    .option("--data <folder>", "serve this export instead of a generated train")
    .addOption(portOption())
    .addOption(seedOption())
    .addOption(faultsOption())
    .addOption(jiraOption())
    .addOption(githubOption())
    .addOption(instantOption())
    .addOption(jsonOption())
    .action(async (flags: DemoFlags) => {
      const { runDemo } = await loadDemo(() => import("../demo/demo.ts"));
      await runDemo(flags, terminal);
    });
};
