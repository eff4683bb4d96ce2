import { isOpen } from "../work-item.ts";
import { isPlanUnread, isReadable } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** Nobody can read B, or what it is planned by, and nothing says that it is over. */
export const unreadableProvider: EdgeRule = {
  looksAt: "edge",
  severity: "info",
  fires({ provider }) {
    if (provider === null) return true;
    return isOpen(provider.item) && (!isReadable(provider) || isPlanUnread(provider));
  },
};
