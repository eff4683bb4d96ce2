import { startCommandServer } from "./command-server.ts";
import { startService } from "./serve-process.ts";
import { untilStopped } from "./signals.ts";
import { startedShown } from "./started.ts";
import { errLine, outLine, type Terminal } from "./terminal.ts";
import { usualAddress } from "./usual-address.ts";
import { version } from "./version.ts";
import { openServingWorkplace } from "./workplace.ts";

export type ServeFlags = { readonly config?: string; readonly host?: string; readonly port?: number };

export async function runServe(flags: ServeFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const { opened, settings, file, ...place } = await openServingWorkplace(flags, resources);
  const host = flags.host ?? settings.host ?? usualAddress.host;
  const service = await startService({ place, opened, host, port: flags.port ?? settings.port ?? usualAddress.port });
  resources.defer(() => service.stop());
  resources.defer(await startCommandServer({ running: "serve", store: opened.store, settings, log: place.log }));
  place.log.info(startedShown({ ...place, version, file, settings, host, port: service.port }), "started");
  outLine(terminal, `Listening on http://${host}:${service.port}; webhooks at /webhooks/<connection>.`);
  await untilStopped();
  errLine(terminal, "Stopping: what runs is ended or handed back.");
}
