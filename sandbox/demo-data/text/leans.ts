import type { TeamKey } from "../teams.ts";

/** A feature, by its team and its place in the team's list. */
type FeatureRef = readonly [team: TeamKey, feature: number];

/** Which features build on which others, by what they are about: the first on the second. */
export const leans: readonly (readonly [FeatureRef, FeatureRef])[] = [
  [
    ["checkout", 0],
    ["api", 2],
  ],
  [
    ["checkout", 0],
    ["web", 0],
  ],
  [
    ["checkout", 0],
    ["risk", 1],
  ],
  [
    ["checkout", 1],
    ["api", 0],
  ],
  [
    ["checkout", 2],
    ["ledger", 1],
  ],
  [
    ["checkout", 2],
    ["api", 0],
  ],
  [
    ["checkout", 3],
    ["web", 3],
  ],
  [
    ["checkout", 3],
    ["checkout", 0],
  ],
  [
    ["checkout", 4],
    ["web", 0],
  ],
  [
    ["ledger", 0],
    ["api", 1],
  ],
  [
    ["ledger", 1],
    ["api", 0],
  ],
  [
    ["ledger", 2],
    ["ledger", 1],
  ],
  [
    ["ledger", 3],
    ["ledger", 2],
  ],
  [
    ["ledger", 3],
    ["ledger", 1],
  ],
  [
    ["ledger", 4],
    ["ledger", 3],
  ],
  [
    ["risk", 1],
    ["api", 0],
  ],
  [
    ["risk", 1],
    ["risk", 0],
  ],
  [
    ["risk", 2],
    ["ledger", 1],
  ],
  [
    ["risk", 2],
    ["api", 1],
  ],
  [
    ["risk", 3],
    ["ledger", 0],
  ],
  [
    ["risk", 4],
    ["risk", 0],
  ],
  [
    ["mobile", 0],
    ["api", 0],
  ],
  [
    ["mobile", 1],
    ["ledger", 0],
  ],
  [
    ["mobile", 2],
    ["ledger", 1],
  ],
  [
    ["mobile", 2],
    ["api", 0],
  ],
  [
    ["mobile", 3],
    ["api", 1],
  ],
  [
    ["mobile", 3],
    ["risk", 2],
  ],
  [
    ["mobile", 4],
    ["mobile", 1],
  ],
  [
    ["api", 0],
    ["risk", 0],
  ],
  [
    ["api", 2],
    ["risk", 1],
  ],
  [
    ["api", 2],
    ["api", 0],
  ],
  [
    ["api", 3],
    ["api", 0],
  ],
  [
    ["api", 3],
    ["api", 1],
  ],
  [
    ["api", 4],
    ["mobile", 0],
  ],
  [
    ["api", 4],
    ["api", 0],
  ],
  [
    ["web", 0],
    ["api", 0],
  ],
  [
    ["web", 1],
    ["ledger", 0],
  ],
  [
    ["web", 1],
    ["api", 0],
  ],
  [
    ["web", 1],
    ["ledger", 2],
  ],
  [
    ["web", 2],
    ["risk", 2],
  ],
  [
    ["web", 2],
    ["api", 1],
  ],
  [
    ["web", 3],
    ["checkout", 1],
  ],
  [
    ["web", 4],
    ["ledger", 3],
  ],
  [
    ["web", 4],
    ["web", 1],
  ],
];
