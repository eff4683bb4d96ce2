import type { PlannedItem, Placement } from "../../model/planned-item.ts";
import { decidingIn, isLate, isWithin } from "./late-provider.ts";
import { openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** it(B) = it(D), or B lies within the time of D, and no finer dates put B first. Never for D's own parts. */
export const sameIteration: EdgeRule = {
  looksAt: "edge",
  severity: "risk",
  fires(edge) {
    const { consumer } = edge;
    const awaited = openProvider(edge);
    if (awaited === null || edge.isPart) return false;
    const provider = decidingIn(awaited);
    const isSame = provider.iteration !== null && provider.iteration.ordinal === consumer.iteration?.ordinal;
    if (!isSame && !isWithin(provider, consumer)) return false;
    return !endsFirst(provider, consumer) && !isLate(provider, consumer);
  },
};

/** Dates of the iteration itself never put B first: its end lies after its start. */
function endsFirst(provider: Placement, consumer: PlannedItem): boolean {
  return provider.endsAt !== null && consumer.startsAt !== null && provider.endsAt <= consumer.startsAt;
}
