import type { Issue } from "./entity.ts";
import { now, type HostState } from "./host-state.ts";

type Marking = { readonly issue: Issue; readonly original: Issue; readonly actor: string };

/** Marks an issue as a duplicate, as the comment "Duplicate of #7" does, or unmarks it. Both ends show the event. */
export function markDuplicate(state: HostState, { issue, original, actor }: Marking, isMarked: boolean): void {
  const at = now(state);
  state.issues.put({ ...issue, duplicateOf: isMarked ? original.id : null, updatedAt: at }, at);
  const name = isMarked ? "marked_as_duplicate" : "unmarked_as_duplicate";
  for (const [end, other] of [
    [issue, original],
    [original, issue],
  ] as const) {
    state.events.add(end, {
      name,
      actor,
      createdAt: at,
      subject: other.id,
      duplicate: [issue.id, original.id],
    });
  }
}
