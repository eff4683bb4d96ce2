import type { RuleId } from "./conflict.ts";
import { digestOf } from "../hash.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";

type Edge = { readonly consumer: WorkItemId; readonly provider: LinkEnd };

/** Identifies the conflict of a rule on one dependency. */
export function edgeFingerprint(rule: RuleId, { consumer, provider }: Edge): string {
  return `${rule}:${consumer}>${provider}`;
}

/** Identifies the conflict of items that wait for each other. @param members all of them, sorted: `first` is the first */
export function cycleFingerprint(first: WorkItemId, members: readonly string[]): string {
  return `cycle:${first}+${members.length}:${digestOf(members.join(" "))}`;
}
