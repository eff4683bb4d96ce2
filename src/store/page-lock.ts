/** What stores a page of a connection, or tells what such pages may not bring back, has it until its transaction ends. */
export const pageLock = "pg_advisory_xact_lock(hashtextextended($1, 0))";

/** `$1` of it. */
export function pageLockName(connection: string): string {
  return `signalbox page ${connection}`;
}
