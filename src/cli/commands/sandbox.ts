import type { SandboxFlags } from "../demo-flags.ts";
import { loadDemo } from "../import-stand-ins.ts";
import { faultsOption, githubOption, jiraOption, jsonOption, portOption, seedOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addSandbox: AddCommand = (program, terminal) => {
  program
    .command("sandbox")
    .description("serve stand-ins for Jira and GitHub on loopback until stopped")
    .option("--data <folder>", "the export to serve instead of a generated train")
    .addOption(portOption())
    .addOption(seedOption())
    .addOption(faultsOption())
    .addOption(jiraOption())
    .addOption(githubOption())
    .option("--write-config <file>", "write a train file and .env for the stand-ins, to rehearse the real commands")
    .addOption(jsonOption())
    .action(async (flags: SandboxFlags) => {
      const { runSandbox } = await loadDemo(() => import("../demo/sandbox.ts"));
      await runSandbox(flags, terminal);
    });
};
