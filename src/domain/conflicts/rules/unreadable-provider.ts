import { isOpen } from "../../items/work-item.ts";
import { isPlanUnread, isReadable } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** Signalbox cannot read B, or the items that plan it, and does not know B to be over. */
export const unreadableProvider: EdgeRule = {
  looksAt: "edge",
  severity: "info",
  fires({ provider }) {
    if (provider === null) return true;
    return isOpen(provider.item) && (!isReadable(provider) || isPlanUnread(provider));
  },
};
