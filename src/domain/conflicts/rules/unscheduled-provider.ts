import { isInProgress, isPlanUnread, isScheduled, openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/**
 * D has an iteration, dates or is in progress; B has neither iteration nor dates, and Signalbox read the items that
 * could plan it.
 */
export const unscheduledProvider: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires(edge) {
    const provider = openProvider(edge);
    if (provider === null || isScheduled(provider) || isPlanUnread(provider)) return false;
    return isScheduled(edge.consumer) || isInProgress(edge.consumer);
  },
};
