import { InvalidArgumentError, Option, type Command } from "commander";
import { Failure } from "../domain/failure.ts";
import type { Connection } from "../ports/connection.ts";
import type { HookChange, HookStatus, Hooks } from "../ports/webhook.ts";
import { configOption, jsonOption } from "./options.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";
import { readTrackers } from "./workplace.ts";

type Flags = { readonly config?: string; readonly json?: boolean; readonly url?: string; readonly connection?: string };

type Row = (HookStatus | HookChange) & { readonly connection: string };

const actions = {
  install: {
    description: "register our endpoint in the trackers",
    run: (hooks: Hooks, url: string) => hooks.install(url),
  },
  status: {
    description: "show where our endpoint is registered",
    run: (hooks: Hooks, url: string) => hooks.status(url),
  },
  remove: {
    description: "take our endpoint out of the trackers",
    run: (hooks: Hooks, url: string) => hooks.remove(url),
  },
} as const satisfies Record<string, Action>;

type Action = {
  readonly description: string;
  readonly run: (hooks: Hooks, url: string) => Promise<readonly (HookStatus | HookChange)[]>;
};

export function addWebhooks(program: Command, terminal: Terminal): void {
  const webhooks = program.command("webhooks").description("our endpoint as the trackers know it");
  for (const [name, { description, run }] of Object.entries<Action>(actions)) {
    webhooks
      .command(name)
      .description(description)
      .addOption(urlOption())
      .option("--connection <key>", "only this connection")
      .addOption(configOption())
      .addOption(jsonOption())
      .action(async (flags: Flags) => {
        const rows = await onEach(flags, run);
        if (flags.json === true) outJson(terminal, rows);
        else for (const row of rows) outLine(terminal, lineOf(row));
      });
  }
}

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

async function onEach(flags: Flags, run: Action["run"]): Promise<readonly Row[]> {
  const { settings, connections, connectors } = await readTrackers(flags);
  const url = flags.url ?? settings.publicUrl?.replace(/\/+$/u, "");
  if (url === undefined) throw noUrl();
  const chosen = connections.filter(({ key }) => key === (flags.connection ?? key));
  if (chosen.length === 0) throw noConnection(flags.connection ?? "", connections);
  const rows: Row[] = [];
  for (const connection of chosen) {
    const hooks = connectors.get(connection.key)?.hooks;
    if (hooks === undefined) continue;
    const found = await run(hooks, endpoint(url, connection));
    rows.push(...found.map((row) => ({ connection: connection.key, ...row })));
  }
  return rows;
}

function noUrl(): Failure {
  return new Failure({
    code: "config-invalid",
    what: "The address at which the trackers reach this service is not known.",
    remedy: "Give --url https://signalbox.example.com, or set SIGNALBOX_URL.",
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

/** The unguessable part belongs to the address; it is only ever sent to the tracker. */
function endpoint(url: string, { key, webhookPath }: Connection): string {
  return `${url}/webhooks/${key}${webhookPath === null ? "" : `/${webhookPath}`}`;
}

function lineOf(row: Row): string {
  if ("outcome" in row) return `${row.connection} ${row.place}: ${row.outcome}`;
  return `${row.connection} ${row.place}: ${row.state}${row.detail === null ? "" : ` (${row.detail})`}`;
}
