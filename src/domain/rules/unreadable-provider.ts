import { isOpen } from "../work-item.ts";
import { isReadable } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** Nobody can read B, and nothing says that it is over. */
export const unreadableProvider: EdgeRule = {
  looksAt: "edge",
  severity: "info",
  fires({ provider }) {
    return provider === null || (!isReadable(provider) && isOpen(provider.item));
  },
};
