const LARGEST_INT = 2_147_483_647;

/** A database id if it fits GraphQL's 32-bit Int, else null; `fullDatabaseId` always has it. */
export function smallId(id: number): number | null {
  return id > LARGEST_INT ? null : id;
}
