import type { RoundResult } from "../ingest/round.ts";

/** A poll or a sweep as the log tells of it; `ms`: how long it took; `failed`: codes, the texts stand in `/readyz`. */
export function roundShown({ connection, records, changed, failures }: RoundResult, ms: number) {
  return {
    connection,
    seconds: Math.round(ms / 100) / 10,
    records,
    changed: changed.length,
    failed: failures.map(({ code }) => code),
  };
}
