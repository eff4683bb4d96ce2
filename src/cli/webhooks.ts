import { Failure } from "../domain/failure.ts";
import type { Connection } from "../ports/connection.ts";
import type { HookChange, HookStatus } from "../ports/webhook.ts";
import { throwAll } from "./sync-and-publish.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";
import { readTrackers } from "./wiring.ts";

export type WebhooksFlags = {
  readonly config?: string;
  readonly json?: boolean;
  readonly url?: string;
  readonly connection?: string;
};

type Row = (HookStatus | HookChange) & { readonly connection: string };

export type WebhooksAction = "install" | "status" | "remove";

export async function runWebhooks(action: WebhooksAction, flags: WebhooksFlags, terminal: Terminal): Promise<void> {
  const { rows, failures } = await onEach(action, flags);
  if (flags.json === true) outJson(terminal, rows);
  else for (const line of linesOf(rows)) outLine(terminal, line);
  throwAll(failures);
}

type Done = { readonly rows: readonly Row[]; readonly failures: readonly Failure[] };

/** Goes on after a connection refused, such as a Jira whose account is no administrator. */
async function onEach(action: WebhooksAction, flags: WebhooksFlags): Promise<Done> {
  const { settings, connections, connectors } = await readTrackers(flags);
  const url = flags.url ?? settings.publicUrl?.replace(/\/+$/u, "");
  if (url === undefined) throw noUrl();
  const chosen = connections.filter(({ key }) => key === (flags.connection ?? key));
  if (chosen.length === 0) throw noConnection(flags.connection ?? "", connections);
  const rows: Row[] = [];
  const failures: Failure[] = [];
  for (const connection of chosen) {
    const hooks = connectors.get(connection.key)?.hooks;
    if (hooks === undefined) continue;
    try {
      const found = await hooks[action](endpointOf(url, connection));
      rows.push(...found.map((row) => ({ connection: connection.key, ...row })));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  return { rows, failures };
}

function noUrl(): Failure {
  return new Failure({
    code: "config-invalid",
    what: "The public URL of this service is not set.",
    remedy: "Use --url https://signalbox.example.com, or set SIGNALBOX_URL.",
    verdict: { kind: "stop" },
  });
}

function noConnection(key: string, connections: readonly Connection[]): Failure {
  return new Failure({
    code: "config-invalid",
    what: `There is no connection "${key}" in the train file.`,
    remedy: `It has: ${connections.map((connection) => connection.key).join(", ")}.`,
    verdict: { kind: "stop" },
  });
}

/** The address includes the unguessable part; Signalbox sends it only to the tracker. */
export function endpointOf(url: string, { key, webhookPath }: Connection): string {
  return `${url}/webhooks/${key}${webhookPath === null ? "" : `/${webhookPath}`}`;
}

function linesOf(rows: readonly Row[]): readonly string[] {
  const services = [...new Set(rows.flatMap(({ elsewhere = [] }) => elsewhere))];
  return [
    ...rows.flatMap((row) => [lineOf(row), ...(row.elsewhere ?? []).map((service) => besideLine(row, service))]),
    ...services.map((service) => `Unless another Signalbox answers there: signalbox webhooks remove --url ${service}`),
  ];
}

function lineOf(row: Row): string {
  if ("outcome" in row) return `${row.connection} ${row.place}: ${row.outcome}`;
  return `${row.connection} ${row.place}: ${row.state}${row.detail === null ? "" : ` (${row.detail})`}`;
}

/** For instance after this service moved to another address. */
function besideLine({ connection, place }: Row, service: string): string {
  return `${connection} ${place}: another webhook of this connection calls ${service}`;
}
