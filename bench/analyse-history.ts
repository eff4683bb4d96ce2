import type { HistoryChange, HistoryEvent, StatusValue } from "../src/domain/items/history.ts";
import type { StatusCategory, WorkItem } from "../src/domain/items/work-item.ts";
import type { Sprint } from "../src/domain/schedule/sprint.ts";

const dayMs = 86_400_000;

export type Past = {
  readonly items: readonly WorkItem[];
  readonly sprints: readonly Sprint[];
  /** Of the increment, and of the report; epoch milliseconds. */
  readonly begins: number;
  readonly until: number;
};

/**
 * What happened to the items: done ones were started up to twenty days before they ended; planned ones were put into
 * their sprint the week before the increment began, every fifth into the one before and moved on some day since; every
 * third other one was started and put back.
 */
export function pastOf({ items, sprints, begins, until }: Past): readonly HistoryEvent[] {
  const placeOf = new Map(sprints.map(({ id }, place) => [id, place]));
  const days = Math.floor((until - begins) / dayMs);
  return items.flatMap((item, place) => {
    const [sprintId] = item.sprintIds;
    const sprint = sprintId === undefined ? -1 : (placeOf.get(sprintId) ?? -1);
    const planned = boxValue(sprints[sprint]);
    const before = place % 5 === 0 ? boxValue(sprints[sprint - 1]) : [];
    const someDay = begins + ((place % days) + 0.4) * dayMs;
    const changes: (HistoryChange & { readonly at: number })[] = [];
    if (planned.length > 0)
      changes.push({ field: "timeboxes", from: [], to: [...before, ...planned], at: begins - 7 * dayMs });
    if (before.length > 0) changes.push({ field: "timeboxes", from: before, to: [], at: someDay });
    if (item.closedAt !== null) {
      changes.push({
        field: "status",
        from: status("todo"),
        to: status("in-progress"),
        at: item.closedAt - (1 + (place % 20)) * dayMs,
      });
      changes.push({ field: "status", from: status("in-progress"), to: status("done"), at: item.closedAt });
    } else if (place % 3 === 0) {
      changes.push({ field: "status", from: status("todo"), to: status("in-progress"), at: someDay });
      changes.push({ field: "status", from: status("in-progress"), to: status("todo"), at: someDay + dayMs / 3 });
    }
    return changes.map((change, ordinal): HistoryEvent => {
      return { ...change, id: `${place}-${ordinal}`, itemId: item.id, ordinal: 0, knownBy: "tracker" };
    });
  });
}

function boxValue(sprint: Sprint | undefined) {
  return sprint === undefined ? [] : [{ id: sprint.id, name: sprint.name }];
}

function status(category: StatusCategory): StatusValue {
  return { id: null, name: category, category };
}
