import { isRefusedRow } from "./database-failure.ts";

/** What the database would not take, and why in its words. */
export type Refused<T> = { readonly one: T; readonly reason: string };

/**
 * Stores things all at once, as long as the database takes them. Where it refuses a row, each half by itself, down to
 * what is to blame: the others are stored. Costs nothing where all is well.
 * @param store must be all or nothing, and may be called with what was stored before
 * @throws whatever else goes wrong
 */
export async function storeOrSetAside<T>(
  things: readonly T[],
  store: (some: readonly T[]) => Promise<unknown>,
): Promise<readonly Refused<T>[]> {
  if (things.length === 0) return [];
  try {
    await store(things);
    return [];
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    const [one] = things;
    if (things.length === 1 && one !== undefined) return [{ one, reason: `the database refuses it: ${error.message}` }];
    const middle = Math.ceil(things.length / 2);
    const first = await storeOrSetAside(things.slice(0, middle), store);
    return [...first, ...(await storeOrSetAside(things.slice(middle), store))];
  }
}
