import type { InitFlags } from "../init.ts";
import { configOption, jsonOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

export const addInit: AddCommand = (program, terminal) => {
  program
    .command("init")
    .description(
      "look at your trackers, propose a train file, and read them for the first time; write nothing into them",
    )
    .option("--jira <address>", "address of your Jira (JIRA_SITE; account and token: JIRA_EMAIL, JIRA_TOKEN)")
    .option("--github <address>", "address of your GitHub (GITHUB_URL; github.com; token: GITHUB_TOKEN)")
    .option(
      "--github-app [organisation]",
      "create a GitHub App for it (without one: for your own account) in a browser, and read GitHub as this app",
    )
    .option("--yes", "ask nothing: take the best guess for each question")
    .option("--update", "propose only what is new since the train file was written, as a diff")
    .option("--answers <file>", "take answers to questions from this file")
    .option("--save-answers <file>", "keep the answers in this file")
    .addOption(configOption())
    .addOption(jsonOption())
    .action(async (flags: InitFlags) => (await import("../init.ts")).runInit(flags, terminal));
};
