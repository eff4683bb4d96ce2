import type { WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../model/planned-item.ts";

/** Number of items that a figure names. */
const namedAtMost = 10;

/** How many things are behind a figure, and the first of them. */
export type Listed<T> = { readonly total: number; readonly first: readonly T[] };

/** An item behind a figure. */
export type NamedItem = { readonly id: WorkItemId; readonly key: string; readonly team: string | null };

export function listed<T>(all: readonly T[]): Listed<T> {
  return { total: all.length, first: all.slice(0, namedAtMost) };
}

export function named({ item: { id, key }, team }: PlannedItem): NamedItem {
  return { id, key, team: team?.key ?? null };
}
