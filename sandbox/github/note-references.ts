import type { Issue } from "./entity.ts";
import { now, type HostState } from "./host-state.ts";
import { mentionedIssues } from "./mentions.ts";

type Written = { readonly issue: Issue; readonly text: string; readonly actor: string };

/**
 * Adds a cross-reference to the history of every issue that a text names, once for each pair, without a change of that
 * issue's `updatedAt`.
 */
export function noteReferences(state: HostState, { issue, text, actor }: Written): void {
  for (const target of mentionedIssues(state, issue.repository, text)) {
    const isKnown = state.events
      .of(target.id)
      .some(({ name, subject }) => name === "cross-referenced" && subject === issue.id);
    if (target.id !== issue.id && !isKnown) {
      state.events.add(target, { name: "cross-referenced", actor, createdAt: now(state), subject: issue.id });
    }
  }
}
