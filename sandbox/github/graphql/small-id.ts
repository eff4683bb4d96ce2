const LARGEST_INT = 2_147_483_647;

/** A database id where it still fits GraphQL's 32-bit Int; `fullDatabaseId` is the one that always does. */
export function smallId(id: number): number | null {
  return id > LARGEST_INT ? null : id;
}
