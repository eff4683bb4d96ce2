import type { WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { Team } from "../model/train.ts";

/** Number of items that a figure names. */
const namedAtMost = 10;

/** How many things are behind a figure, and the first of them. */
export type Listed<T> = { readonly total: number; readonly first: readonly T[] };

/** An item behind a figure. */
export type NamedItem = { readonly id: WorkItemId; readonly key: string; readonly team: string };

export function listed<T>(all: readonly T[]): Listed<T> {
  return { total: all.length, first: all.slice(0, namedAtMost) };
}

/** An item of a team. */
export type Owned = { readonly planned: PlannedItem; readonly team: Team };

export function named({ planned: { item }, team }: Owned): NamedItem {
  return { id: item.id, key: item.key, team: team.key };
}
