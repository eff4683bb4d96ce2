import { byText } from "../ordering.ts";
import { named, type NamedItem, type Owned } from "./listed.ts";
import { inDays } from "./nearest-rank.ts";

/** An item behind a figure in days. */
export type TimedItem = NamedItem & { readonly days: number };

/** `duration`: in milliseconds. */
export type Timed = Owned & { readonly duration: number };

/** Equal ones by id. */
export function longestFirst(all: readonly Timed[]): readonly TimedItem[] {
  return all
    .toSorted((a, b) => b.duration - a.duration || byText(a.planned.item.id, b.planned.item.id))
    .map((one) => ({ ...named(one), days: inDays(one.duration) }));
}
