import { ownershipOf } from "../src/domain/items/ownership.ts";
import type { WorkItem } from "../src/domain/items/work-item.ts";
import type { Finish } from "../src/domain/forecast/finishes.ts";
import type { Past } from "./past.ts";

/** The team that owned an item at an instant; null for none. */
export type TeamAt = (item: WorkItem, at: number) => string | null;

/**
 * Owners as far as an export without history tells them: an item's latest sprint at an instant is the latest that had
 * begun by then. Whether it entered the sprint later is not known; nor whether its project, labels or components were
 * others.
 */
export function teamAtIn({ train, sprints }: Pick<Past, "train" | "sprints">): TeamAt {
  let instant = 0;
  const begun: Pick<Past["sprints"], "get"> = {
    get(id) {
      const sprint = sprints.get(id);
      return (sprint?.startsAt ?? Infinity) <= instant ? sprint : undefined;
    },
  };
  const owner = ownershipOf(train, { names: [], sprints: begun, isMember: () => false });
  return (item, at) => {
    instant = at;
    return owner(item)?.key ?? null;
  };
}

/** Each finished item with the team that owned it as it was finished. */
export function finishesIn(past: Past): readonly Finish[] {
  const teamAt = teamAtIn(past);
  return past.items.flatMap((item) => {
    if (item.status !== "done" || item.closedAt === null) return [];
    const team = teamAt(item, item.closedAt);
    return team === null ? [] : [{ team, at: item.closedAt }];
  });
}

/** A day's beginning, UTC. @throws Error for anything but a day */
export function instantOfDay(day: string): number {
  const instant = Date.parse(day);
  if (Number.isNaN(instant)) throw new Error(`${day} is not a day (yyyy-mm-dd)`);
  return instant;
}

/** The last instant that the export knows of. */
export function endOf({ items }: Pick<Past, "items">): number {
  return items.reduce((last, { createdAt, closedAt }) => Math.max(last, createdAt ?? 0, closedAt ?? 0), 0);
}
