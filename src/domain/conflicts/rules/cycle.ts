import type { GraphRule } from "./rule.ts";

/** Items that wait for each other, or one that waits for itself. */
export const cycle: GraphRule = { looksAt: "graph", severity: "conflict" };
