import { TrackerHands } from "../test/support/tracker-hands.ts";
import type { LiveTrackers } from "./live-trackers.ts";

const lookEveryMs = 3000;

/**
 * Waits until `serve` has written its first comments: until the number of items in Jira that have one is the same at two
 * looks. @returns the keys of those items
 */
export async function firstPublishing({ sandbox }: LiveTrackers): Promise<readonly string[]> {
  const hands = new TrackerHands(sandbox);
  const site = sandbox.jira.get("acme");
  for (let before = -1; ;) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    const keys = (site?.people.keys() ?? []).filter((key) => hands.written({ key }).length > 0);
    if (keys.length > 0 && keys.length === before) return keys;
    before = keys.length;
  }
}
