import type { ConnectionSync } from "../ingest/sync.ts";
import { evaluateStored } from "../reporting/publish.ts";
import { syncAll } from "./sync-and-publish.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";
import { openWorkplace } from "./workplace.ts";

export type SyncFlags = { readonly config?: string; readonly full?: boolean; readonly json?: boolean };

export async function runSync(flags: SyncFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const place = await openWorkplace(flags, terminal, resources);
  const full = flags.full === true && { maxDrop: place.serve.maxDrop };
  const synced = await syncAll(place, { full, accepted: place.saveTrains });
  for (const train of place.trains) {
    const { records } = await evaluateStored(place.store, train, place.clock());
    await place.store.saveConflicts(train.key, records);
  }
  if (flags.json === true) outJson(terminal, synced.map(syncJson));
  else for (const line of synced.flatMap(syncLines)) outLine(terminal, line);
  const failures = synced.flatMap(({ refused }) => refused ?? []);
  if (failures.length > 0) throw new AggregateError(failures, "too much is missing to be dropped");
}

function syncJson({ refused, ...synced }: ConnectionSync): unknown {
  return { ...synced, refused: refused === null ? null : { code: refused.code, reason: refused.message } };
}

function syncLines(synced: ConnectionSync): readonly string[] {
  const { connection, streams, reread, rejected, gone, notes, requests } = synced;
  const records = streams.reduce((sum, stream) => sum + stream.records, 0);
  const written = streams.reduce((sum, stream) => sum + stream.written, 0);
  return [
    `${connection}: ${records} records read, ${written} changed, ${reread} read one by one, ${rejected} skipped, ${gone} gone, ${requests} requests`,
    ...notes.map((note) => `  ${note}`),
  ];
}
