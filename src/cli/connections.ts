import { slug } from "../../config/text-schema.ts";
import { Failure } from "../domain/failure.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import type { Store } from "../ports/store.ts";
import type { ConnectionUse } from "../ports/train-registry.ts";
import { counted } from "../domain/counted.ts";
import { openConfiguredStore } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type ConnectionsFlags = { readonly json?: boolean };

export async function listConnections(store: Store, { json }: ConnectionsFlags, terminal: Terminal): Promise<void> {
  const uses = await store.connectionUses();
  if (json === true) return outJson(terminal, uses.map(useJson));
  for (const use of uses) outLine(terminal, lineOf(use));
  if (uses.length === 0) outLine(terminal, "The database has no connections yet.");
}

function useJson({ key, system, site, items, texts, named }: ConnectionUse): unknown {
  return { key, system, site, items, texts, named };
}

function lineOf({ key, system, site, items, texts, named }: ConnectionUse): string {
  const where = system === null || site === null ? "" : ` (${system}, ${site})`;
  const left = named ? "" : "; no longer in the train file";
  return `${key}${where}: ${counted(items, "item")}, ${counted(texts, "text")} written${left}`;
}

export type RenameFlags = ConnectionsFlags & { readonly from: string; readonly to: string };

/** Never runs inside another process: `serve` would continue with the old key. */
export async function runRename({ from, to, json }: RenameFlags, terminal: Terminal): Promise<void> {
  if (!slug.safeParse(to).success) throw noKey(to);
  const store = await openConfiguredStore(readSettings(readEnvironment(process.cwd())));
  try {
    const renamed = await store.alone(() => rename(store, from, to));
    if (renamed.taken) throw notAlone();
    const { items, texts } = renamed.result;
    if (json === true) return outJson(terminal, { from, to, items, texts });
    outLine(terminal, `${from} is ${to} now: ${counted(items, "item")}, ${counted(texts, "text")} written.`);
    outLine(terminal, `Rename it to ${to} in the train file, then run \`signalbox sync\`.`);
    outLine(terminal, "If you use webhooks, install them again: their address contains the key.");
  } finally {
    await store.close();
  }
}

async function rename(store: Store, from: string, to: string): Promise<ConnectionUse> {
  const uses = await store.connectionUses();
  const known = uses.find(({ key }) => key === from);
  if (known === undefined) throw noConnection(from, uses);
  const target = uses.find(({ key }) => key === to);
  if (target !== undefined && (target.texts > 0 || target.places.length > 0)) throw hasData(target);
  await store.renameConnection(from, to);
  return known;
}

function noKey(to: string): Failure {
  return refusal(
    `"${to}" is not a valid connection key.`,
    "Use a short key of letters, digits, dot, dash and underscore, as in the train file.",
  );
}

function noConnection(from: string, uses: readonly ConnectionUse[]): Failure {
  const known = uses.map(({ key }) => key).join(", ");
  return refusal(
    `There is no connection "${from}" in the database.`,
    known === "" ? "It has none yet: run `signalbox sync` first." : `It has: ${known}.`,
  );
}

function hasData({ key, items, texts }: ConnectionUse): Failure {
  return refusal(
    `The connection ${key} already has data: ${counted(items, "item")}, ${counted(texts, "text")} written.`,
    "Signalbox cannot merge two connections. Use a new key.",
  );
}

function refusal(what: string, remedy: string): Failure {
  return new Failure({ code: "config-invalid", what, remedy, verdict: { kind: "stop" } });
}

function notAlone(): Failure {
  return new Failure({
    code: "database-locked",
    what: "Another Signalbox process uses this database and would continue with the old key.",
    remedy: "Stop `serve` (all replicas) and every other command, rename, then start them with the changed train file.",
    verdict: { kind: "stop" },
  });
}
