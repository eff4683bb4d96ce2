import type { WriteEntry } from "../ports/publication-ledger.ts";
import type { Store } from "../ports/store.ts";
import { trainNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type HistoryFlags = { readonly limit: number; readonly json?: boolean };

/** Lists writes into the trackers, including failed ones, newest first. */
export async function runHistory(
  store: Store,
  flags: HistoryFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const entries = await store.writes(train.key, flags.limit);
  if (flags.json === true) return outJson(terminal, entries.map(entryJson));
  for (const entry of entries) outLine(terminal, lineOf(entry));
  if (entries.length === 0) outLine(terminal, `Signalbox has written nothing for ${train.name} yet.`);
}

function entryJson({ at, ...entry }: WriteEntry): unknown {
  return { ...entry, at: new Date(at).toISOString() };
}

/** `2026-11-28T06:51:12.000Z create comment in acme, LED-404: done http…` */
function lineOf({ at, action, kind, connection, key, outcome, url }: WriteEntry): string {
  const what = `${new Date(at).toISOString()} ${action} ${kind} in ${connection}, ${key}: ${outcome}`;
  return url === null ? what : `${what} ${url}`;
}
