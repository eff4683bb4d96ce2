import { isInProgress, isScheduled, openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** D has an iteration, dates or is in progress; B has neither iteration nor dates. */
export const unscheduledProvider: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires(edge) {
    const provider = openProvider(edge);
    return provider !== null && !isScheduled(provider) && (isScheduled(edge.consumer) || isInProgress(edge.consumer));
  },
};
