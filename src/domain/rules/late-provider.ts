import type { PlannedItem } from "../planned-item.ts";
import { openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** it(B) > it(D); with dates, end(B) > start(D). */
export const lateProvider: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires(edge) {
    const provider = openProvider(edge);
    return provider !== null && isLate(provider, edge.consumer);
  },
};

export function isLate(provider: PlannedItem, consumer: PlannedItem): boolean {
  if (provider.iteration === null || consumer.iteration === null) return endsTooLate(provider, consumer);
  const order = provider.iteration.ordinal - consumer.iteration.ordinal;
  if (order > 0) return true;
  if (order < 0) return provider.datesFrom === "item" && endsTooLate(provider, consumer);
  return provider.startsAt !== null && consumer.endsAt !== null && provider.startsAt >= consumer.endsAt;
}

/** A consumer without a start has to be met by its end. A provider without an end at least ends after it starts. */
function endsTooLate(provider: PlannedItem, consumer: PlannedItem): boolean {
  const neededAt = consumer.startsAt ?? consumer.endsAt;
  if (neededAt === null) return false;
  if (provider.endsAt !== null) return provider.endsAt > neededAt;
  return provider.startsAt !== null && provider.startsAt >= neededAt;
}
