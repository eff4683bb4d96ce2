import type { ConflictSeverity } from "../conflicts/conflict.ts";
import { endsAfter } from "../conflicts/rules/late-provider.ts";
import { isScheduled } from "../conflicts/rules/rule.ts";
import { nameOf } from "../items/item-name.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { Train } from "../model/train.ts";
import { byText } from "../ordering.ts";
import type { Feature } from "./rollup.ts";

/** Severity of `parent-span` for a train: for information, unless the train file overrides it. */
export function parentSpan(train: Train): ConflictSeverity | "off" {
  return train.rules["parent-span"] ?? "info";
}

/** More names do not help. */
const named = 3;

/** Work that ends after the end that the feature has of its own, the last to end first. See docs/rules.md, "parent-span". */
export function outsideOf(feature: PlannedItem, open: readonly PlannedItem[]): Pick<Feature, "outside"> {
  const { endsAt, datesFrom } = feature;
  if (endsAt === null || datesFrom === "parts" || datesFrom === "parent") return {};
  const items = open
    .filter((part) => isScheduled(part) && endsAfter(part, feature))
    .toSorted((a, b) => Number(b.endsAt) - Number(a.endsAt) || byText(a.item.key, b.item.key));
  if (items.length === 0) return {};
  return { outside: { endsAt, count: items.length, first: items.slice(0, named).map(({ item }) => nameOf(item)) } };
}
