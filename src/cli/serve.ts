import { Option, type Command } from "commander";
import { configOption, parsePort } from "./options.ts";
import { startService } from "./serve-process.ts";
import { untilStopped } from "./signals.ts";
import { startedShown } from "./started.ts";
import { errLine, outLine, type Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { openServingWorkplace } from "./workplace.ts";

type Flags = { readonly config?: string; readonly host?: string; readonly port?: number };

/** Only this machine reaches it, unless told. */
const usual = { host: "127.0.0.1", port: 8080 };

export function addServe(program: Command, terminal: Terminal): void {
  program
    .command("serve")
    .description("run all the time: webhooks, polls, sweeps, reports")
    .addOption(configOption())
    .option("--host <address>", `address to listen on (SIGNALBOX_HOST; ${usual.host})`)
    .addOption(
      new Option(
        "--port <number>",
        `port of webhooks, health and metrics; 0 takes any free one (PORT; ${usual.port})`,
      ).argParser(parsePort),
    )
    .action((flags: Flags) => serve(flags, terminal));
}

async function serve(flags: Flags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const { opened, settings, file, ...place } = await openServingWorkplace(flags, resources);
  const host = flags.host ?? settings.host ?? usual.host;
  const service = await startService({ place, opened, host, port: flags.port ?? settings.port ?? usual.port });
  resources.defer(() => service.stop());
  place.log.info(startedShown({ ...place, version, file, settings, host, port: service.port }), "started");
  outLine(terminal, `Listening on http://${host}:${service.port}; webhooks at /webhooks/<connection>.`);
  await untilStopped();
  errLine(terminal, "Stopping: what runs is ended or handed back.");
}
