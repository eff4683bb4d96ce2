import { openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** end(B) <= now and B not done. */
export const overdueProvider: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires(edge) {
    const provider = openProvider(edge);
    return provider !== null && provider.endsAt !== null && edge.plan.hasPassed(provider.endsAt);
  },
};
