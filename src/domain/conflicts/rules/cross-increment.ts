import { openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/**
 * B ends in a later increment than D. Iteration numbers run across increments, so a later iteration of another
 * increment lies in a later one.
 */
export const crossIncrement: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires(edge) {
    const provider = openProvider(edge)?.iterationRange?.last ?? null;
    const consumer = edge.consumer.iterationRange?.last ?? null;
    if (provider === null || consumer === null) return false;
    return provider.increment !== consumer.increment && provider.ordinal > consumer.ordinal;
  },
};
