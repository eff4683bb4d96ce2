import type { RuleId } from "./conflict.ts";
import { digestOf } from "./digest.ts";
import type { LinkEnd, WorkItemId } from "./ids.ts";

type Edge = { readonly consumer: WorkItemId; readonly provider: LinkEnd };

/** Names the conflict that a rule finds in one dependency. */
export function edgeFingerprint(rule: RuleId, { consumer, provider }: Edge): string {
  return `${rule}:${consumer}>${provider}`;
}

/** Names the conflict of items that wait for each other. @param members all of them, sorted, the smallest id first */
export function cycleFingerprint(members: readonly string[]): string {
  return `cycle:${members[0] ?? ""}+${members.length}:${digestOf(members.join(" "))}`;
}
