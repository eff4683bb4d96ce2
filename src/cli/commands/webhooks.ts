import { InvalidArgumentError, Option } from "commander";
import { configOption, jsonOption } from "../options.ts";
import type { WebhooksAction, WebhooksFlags } from "../webhooks.ts";
import type { AddCommand } from "./add-command.ts";

const actions: Readonly<Record<WebhooksAction, string>> = {
  install: "register our endpoint in the trackers",
  status: "show where our endpoint is registered",
  remove: "take our endpoint out of the trackers",
};

export const addWebhooks: AddCommand = (program, terminal) => {
  const webhooks = program.command("webhooks").description("our endpoint as the trackers know it");
  for (const action of ["install", "status", "remove"] as const) {
    webhooks
      .command(action)
      .description(actions[action])
      .addOption(urlOption())
      .option("--connection <key>", "only this connection")
      .addOption(configOption())
      .addOption(jsonOption())
      .action(async (flags: WebhooksFlags) => (await import("../webhooks.ts")).runWebhooks(action, flags, terminal));
  }
};

function urlOption(): Option {
  return new Option(
    "--url <address>",
    "where the trackers reach this service, e.g. https://signalbox.example.com (SIGNALBOX_URL)",
  ).argParser(parseUrl);
}

function parseUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/u.test(new URL(value).protocol)) {
    throw new InvalidArgumentError("An address such as https://signalbox.example.com is expected.");
  }
  return value.replace(/\/+$/u, "");
}
