import type { PlannedItem } from "../planned-item.ts";
import { isLate, isWithin } from "./late-provider.ts";
import { openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** it(B) = it(D), or B lies within the time of D, and no finer dates put B first. */
export const sameIteration: EdgeRule = {
  looksAt: "edge",
  severity: "risk",
  fires(edge) {
    const { consumer } = edge;
    const provider = openProvider(edge);
    if (provider === null) return false;
    const isSame = provider.iteration !== null && provider.iteration.ordinal === consumer.iteration?.ordinal;
    if (!isSame && !isWithin(provider, consumer)) return false;
    return !endsFirst(provider, consumer) && !isLate(provider, consumer);
  },
};

/** Dates of the iteration itself can never say so: its end lies after its start. */
function endsFirst(provider: PlannedItem, consumer: PlannedItem): boolean {
  return provider.endsAt !== null && consumer.startsAt !== null && provider.endsAt <= consumer.startsAt;
}
