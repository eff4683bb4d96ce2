import type { EdgeRule } from "./rule.ts";

/** B is cancelled, or deleted in its tracker, while D is open. Fires for stubs too, if their tracker says so. */
export const cancelledProvider: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires({ provider }) {
    return provider !== null && (provider.item.status === "cancelled" || provider.item.presence === "gone");
  },
};
