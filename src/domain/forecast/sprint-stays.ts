import { isKeyRef, type LinkEnd, type SprintId, type WorkItemId } from "../ids.ts";
import type { WorkItem } from "../items/work-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { inSteps } from "../tracking/in-steps.ts";
import type { SprintStay } from "./sprint-stay.ts";

/** Where stays are read from. */
export type StaySource = {
  readonly items: Iterable<WorkItem>;
  readonly sprints: ReadonlyMap<SprintId, Sprint>;
  /** Key of the team that owned an item at an instant; null for none. */
  readonly teamAt: (item: WorkItem, at: number) => string | null;
  readonly providersOf: (id: WorkItemId) => readonly WorkItem[];
  readonly partsOf: (id: WorkItemId) => readonly WorkItem[];
};

/**
 * Every stay of an item in a sprint of a team, as far as the items themselves tell: Jira lists all sprints that an item
 * was in. An item counts in a sprint from the sprint's start, or from its own creation. GitHub lists only the present
 * timebox of an item, so that an item that people moved on would count as one that never slipped: its timeboxes are left
 * out. Each step is short; other work may run between two of them.
 */
export function* sprintStays(source: StaySource): Generator<void, readonly SprintStay[]> {
  const { items, sprints, teamAt, providersOf, partsOf } = source;
  const isOpenAt = (item: WorkItem, at: number) =>
    (item.createdAt ?? Infinity) <= at && (item.closedAt ?? Infinity) > at;
  const stays: SprintStay[] = [];
  yield* inSteps(items, (item) => {
    const own = datedSprints(item, sprints);
    own.forEach((sprint, carried) => {
      const from = Math.max(sprint.startsAt, item.createdAt ?? 0);
      const team = teamAt(item, from);
      if (team === null || from >= sprint.endsAt || (item.closedAt ?? Infinity) <= from) return;
      stays.push({
        item: item.id,
        team,
        sprint: sprint.id,
        container: item.container,
        kind: item.kind,
        from,
        sprintStartsAt: sprint.startsAt,
        sprintEndsAt: sprint.endsAt,
        createdAt: item.createdAt ?? from,
        carried,
        lastEndedAt: own[carried - 1]?.endsAt ?? null,
        openProviders: providersOf(item.id).filter((one) => isOpenAt(one, from)).length,
        openParts: partsOf(item.id).filter((one) => isOpenAt(one, from)).length,
        closedAt: item.closedAt,
      });
    });
  });
  return stays;
}

type DatedSprint = Sprint & { readonly startsAt: number; readonly endsAt: number };

/** In the order of their starts; sprints without dates are left out. */
function datedSprints(item: WorkItem, sprints: StaySource["sprints"]): readonly DatedSprint[] {
  return item.sprintIds
    .flatMap((id): readonly DatedSprint[] => {
      const sprint = sprints.get(id);
      if (sprint?.kind !== "sprint" || sprint.startsAt === null || sprint.endsAt === null) return [];
      return sprint.endsAt > sprint.startsAt ? [{ ...sprint, startsAt: sprint.startsAt, endsAt: sprint.endsAt }] : [];
    })
    .toSorted((a, b) => a.startsAt - b.startsAt);
}

/** The stays of a train's items, each with the team that owns it now. */
export function* staysOfTrain(
  { items, dependencies }: Pick<TrainView, "items" | "dependencies">,
  sprints: StaySource["sprints"],
): Generator<void, readonly SprintStay[]> {
  const present = [...items.values()].filter(({ item }) => item.presence === "present").map(({ item }) => item);
  const parts = Map.groupBy(present, ({ parentId }) => parentId);
  const awaited = Map.groupBy(dependencies, ({ consumer }) => consumer);
  yield;
  const itemAt = (end: LinkEnd) => (isKeyRef(end) ? undefined : items.get(end)?.item);
  return yield* sprintStays({
    items: present,
    sprints,
    teamAt: ({ id }) => items.get(id)?.team?.key ?? null,
    providersOf: (id) => (awaited.get(id) ?? []).flatMap(({ provider }) => itemAt(provider) ?? []),
    partsOf: (id) => parts.get(id) ?? [],
  });
}
