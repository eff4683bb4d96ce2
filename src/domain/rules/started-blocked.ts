import { isInProgress, openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** D in progress while B is not done. */
export const startedBlocked: EdgeRule = {
  looksAt: "edge",
  severity: "risk",
  fires(edge) {
    return isInProgress(edge.consumer) && openProvider(edge) !== null;
  },
};
