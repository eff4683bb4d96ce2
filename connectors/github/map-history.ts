import type { HistoryEvent } from "../../src/domain/items/work-item.ts";
import { instantOf, itemIdOf, type MapContext } from "./place.ts";
import type { IssueNode, TimelineEvent } from "./schema.ts";
import { statusOf } from "./status.ts";

/** Closings, reopenings and changes of milestone, oldest first. The timeline contains only milestones' titles. */
export function mapHistory({ connection }: MapContext, node: IssueNode): readonly HistoryEvent[] {
  const itemId = itemIdOf(connection, node.fullDatabaseId);
  const timeline = (node.timelineItems?.nodes ?? []).filter((event) => event !== null);
  const events: HistoryEvent[] = [];
  let status = "Open";
  for (const event of timeline.toSorted((a, b) => (instantOf(a.createdAt) ?? 0) - (instantOf(b.createdAt) ?? 0))) {
    const at = instantOf(event.createdAt);
    const change = changeOf(event, status);
    if (at === null || change === null) continue;
    if (change.field === "status") status = change.to;
    events.push({ id: `github:${connection.key}:event:${event.id}`, itemId, at, ...change });
  }
  return events;
}

type Change =
  | { readonly field: "status"; readonly from: string; readonly to: string }
  | { readonly field: "sprint"; readonly from: string | null; readonly to: string | null };

function changeOf(event: TimelineEvent, status: string): Change | null {
  const title = event.milestoneTitle ?? null;
  switch (event.kind) {
    case "ClosedEvent": {
      const { sourceStatus } = statusOf({ state: "CLOSED", stateReason: event.stateReason });
      return { field: "status", from: status, to: sourceStatus };
    }
    case "ReopenedEvent":
      return { field: "status", from: status === "Open" ? "Closed" : status, to: "Open" };
    case "MilestonedEvent":
      return { field: "sprint", from: null, to: title };
    case "DemilestonedEvent":
      return { field: "sprint", from: title, to: null };
    default:
      return null;
  }
}
