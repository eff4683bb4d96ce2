import { Option } from "commander";
import { configOption, parsePort } from "../options.ts";
import type { ServeFlags } from "../serve.ts";
import { usualAddress } from "../usual-address.ts";
import type { AddCommand } from "./add-command.ts";

export const addServe: AddCommand = (program, terminal) => {
  program
    .command("serve")
    .description("run all the time: webhooks, polls, sweeps, reports")
    .addOption(configOption())
    .option("--host <address>", `address to listen on (SIGNALBOX_HOST; ${usualAddress.host})`)
    .addOption(
      new Option(
        "--port <number>",
        `port of webhooks, health and metrics; 0 takes any free one (PORT; ${usualAddress.port})`,
      ).argParser(parsePort),
    )
    .action(async (flags: ServeFlags) => (await import("../serve.ts")).runServe(flags, terminal));
};
