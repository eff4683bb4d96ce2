import { InvalidArgumentError, Option } from "commander";
import { isPublicUrl } from "../../../config/public-url.ts";
import { configOption, jsonOption } from "../options.ts";
import type { WebhooksAction, WebhooksFlags } from "../webhooks.ts";
import type { AddCommand } from "./add-command.ts";

const actions: Readonly<Record<WebhooksAction, string>> = {
  install: "register the webhook in the trackers",
  status: "show where the webhook is registered",
  remove: "unregister the webhook",
};

export const addWebhooks: AddCommand = (program, terminal) => {
  const webhooks = program.command("webhooks").description("manage webhook registrations");
  for (const action of ["install", "status", "remove"] as const) {
    webhooks
      .command(action)
      .description(actions[action])
      .addOption(urlOption())
      .option("--connection <key>", "filter by connection")
      .addOption(configOption())
      .addOption(jsonOption())
      .action(async (flags: WebhooksFlags) => (await import("../webhooks.ts")).runWebhooks(action, flags, terminal));
  }
};

function urlOption(): Option {
  return new Option(
    "--url <address>",
    "public URL of this service, e.g. https://signalbox.example.com (SIGNALBOX_URL)",
  ).argParser(parseUrl);
}

function parseUrl(value: string): string {
  if (!isPublicUrl(value)) {
    throw new InvalidArgumentError("Expected an address such as https://signalbox.example.com, without user, ? and #.");
  }
  return value.replace(/\/+$/u, "");
}
