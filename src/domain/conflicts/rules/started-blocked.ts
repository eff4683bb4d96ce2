import { isInProgress, openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** D is in progress while B is not done. Work on D's own parts is work on D. */
export const startedBlocked: EdgeRule = {
  looksAt: "edge",
  severity: "risk",
  fires(edge) {
    return !edge.isPart && isInProgress(edge.consumer) && openProvider(edge) !== null;
  },
};
