import type { SyncRunResult } from "../ingest/sync-run.ts";

/** A poll or a sweep as the log tells of it; `ms`: how long it took; `failed`: codes, the texts stand in `/readyz`; `leftOut`: parts by name, their texts too. */
export function roundShown({ connection, records, changed, failures, unread }: SyncRunResult, ms: number) {
  return {
    connection,
    seconds: Math.round(ms / 100) / 10,
    records,
    changed: changed.length,
    failed: failures.map(({ code }) => code),
    leftOut: unread.map(({ name }) => name),
  };
}
