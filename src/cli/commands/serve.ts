import { Option } from "commander";
import { configOption, parseAdmin, parsePort } from "../options.ts";
import type { ServeFlags } from "../serve.ts";
import { usualAddress } from "../usual-address.ts";
import type { AddCommand } from "./add-command.ts";

export const addServe: AddCommand = (program, terminal) => {
  program
    .command("serve")
    .description("run as a service (webhooks, polling, publishing)")
    .addOption(configOption())
    .option("--host <address>", `address to listen on (SIGNALBOX_HOST; ${usualAddress.host})`)
    .addOption(
      new Option(
        "--port <number>",
        `port of webhooks and /healthz; 0 takes any free one (PORT; ${usualAddress.port})`,
      ).argParser(parsePort),
    )
    .addOption(
      new Option(
        "--admin <[host:]port>",
        "address of /readyz and /metrics (SIGNALBOX_ADMIN; this machine, the port after that of webhooks)",
      ).argParser(parseAdmin),
    )
    .action(async (flags: ServeFlags) => (await import("../serve.ts")).runServe(flags, terminal));
};
