import type { EdgeRule } from "./rule.ts";

/** B cancelled, or deleted in its tracker, while D is open. Holds for stubs too, where their tracker says so. */
export const cancelledProvider: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires({ provider }) {
    return provider !== null && (provider.item.status === "cancelled" || provider.item.presence === "gone");
  },
};
