import type { WorkItemId } from "../domain/ids.ts";
import type { NamedItem } from "../domain/figures/listed.ts";
import type { TrainView } from "../domain/model/train-plan.ts";

/** How JSON names an item behind a figure. */
export type NameOf = (id: WorkItemId) => string;

/** The key; the id of an item whose key another one has as well, or that the model does not hold any more. */
export function namesBehind({ items }: Pick<TrainView, "items">): NameOf {
  const byKey = Map.groupBy([...items.values()], ({ item }) => item.key);
  return (id) => {
    const key = items.get(id)?.item.key;
    return key === undefined || byKey.get(key)?.length !== 1 ? id : key;
  };
}

/**
 * The same value with each named item as its name alone, or as `key` beside what else it has, such as its days: the team is
 * that of the group of figures.
 */
export function withNames(value: unknown, nameOf: NameOf): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => withNames(one, nameOf));
  if (typeof value !== "object" || value === null) return value;
  if (!isNamedItem(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withNames(inner, nameOf)]));
  }
  const { id, key: _key, team: _team, ...rest } = value;
  return Object.keys(rest).length === 0 ? nameOf(id) : { key: nameOf(id), ...rest };
}

function isNamedItem(value: object): value is NamedItem {
  return "id" in value && "key" in value && "team" in value;
}
