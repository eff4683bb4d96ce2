import { Option, type Command } from "commander";
import { configOption, parsePort } from "./options.ts";
import { startService } from "./service.ts";
import { untilStopped } from "./signals.ts";
import { errLine, outLine, type Terminal } from "./terminal.ts";
import { openServingWorkplace } from "./workplace.ts";

type Flags = { readonly config?: string; readonly host: string; readonly port: number };

export function addServe(program: Command, terminal: Terminal): void {
  program
    .command("serve")
    .description("run all the time: webhooks, polls, sweeps, reports")
    .addOption(configOption())
    .addOption(new Option("--host <address>", "address to listen on").default("127.0.0.1").env("SIGNALBOX_HOST"))
    .addOption(
      new Option("--port <number>", "port of webhooks, health and metrics; 0 takes any free one")
        .argParser(parsePort)
        .default(8080)
        .env("PORT"),
    )
    .action(async (flags: Flags) => {
      await using resources = new AsyncDisposableStack();
      const { opened, ...place } = await openServingWorkplace(flags, resources);
      const service = await startService({ place, opened, host: flags.host, port: flags.port });
      resources.defer(() => service.stop());
      outLine(terminal, `Listening on http://${flags.host}:${service.port}; webhooks at /webhooks/<connection>.`);
      await untilStopped();
      errLine(terminal, "Stopping: what runs is ended or handed back.");
    });
}
