import type { RawRecord } from "../../data.ts";

const NONE = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };

/** Reaction counts of zero. */
export function noReactions(url: string): RawRecord {
  return { url, total_count: 0, ...NONE };
}
