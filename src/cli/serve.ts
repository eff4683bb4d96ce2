import { readEnvironment } from "../../config/settings.ts";
import type { Address } from "../http/server.ts";
import { collectOnce } from "./collect-once.ts";
import { startCommandServer } from "./command-server.ts";
import { startService } from "./serve-process.ts";
import { untilStopped } from "./signals.ts";
import { startedShown } from "./startup-log.ts";
import { openTraces } from "./traces.ts";
import { errLine, outLine, type Terminal } from "./terminal.ts";
import { usualAddress, usualAdmin } from "./usual-address.ts";
import { version } from "./version.ts";
import { openServingApp } from "./wiring.ts";

export type ServeFlags = {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly admin?: Address;
};

export async function runServe(flags: ServeFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const { opened, stopping, settings, file, ...app } = await openServingApp(flags, resources);
  const host = withoutBrackets(flags.host ?? settings.host ?? usualAddress.host);
  const port = flags.port ?? settings.port ?? usualAddress.port;
  const admin = flags.admin ?? settings.admin ?? usualAdmin(port);
  const traces = await openTraces(readEnvironment(process.cwd()));
  resources.defer(() => traces.end());
  const service = await startService({ app, opened, stopping, at: { host, port }, admin, trace: traces.trace });
  resources.defer(() => service.stop());
  resources.defer(collectOnce());
  resources.defer(await startCommandServer({ running: "serve", store: opened.store, settings, log: app.runtime.log }));
  const listening = { host, port: service.port, admin: { host: admin.host, port: service.adminPort } };
  app.runtime.log.info(startedShown({ ...app, version, file, settings, ...listening }), "started");
  outLine(terminal, `Listening on http://${inUrl(host)}:${service.port}; webhooks at /webhooks/<connection>.`);
  outLine(terminal, `For operators: http://${inUrl(admin.host)}:${service.adminPort}/readyz and /metrics.`);
  await Promise.all([service.work(), Promise.race([untilStopped(), service.outgrown])]);
  errLine(terminal, "Stopping: finishing or handing back running work.");
}

/** An IPv6 address as a socket takes it: `::1` for `[::1]`. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/u, "$1");
}

/** A host as addresses contain it: an IPv6 address in brackets. */
function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
