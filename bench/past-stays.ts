import { isKeyRef, type WorkItemId } from "../src/domain/ids.ts";
import { linkMeanings } from "../src/domain/items/link-meanings.ts";
import type { WorkItem } from "../src/domain/items/work-item.ts";
import type { Sprint } from "../src/domain/schedule/sprint.ts";
import type { SprintStay } from "../src/domain/forecast/sprint-stay.ts";
import type { Past } from "./past.ts";
import { teamAtIn } from "./past-teams.ts";

type DatedSprint = Sprint & { readonly startsAt: number; readonly endsAt: number };

/**
 * Every stay of an item in a sprint of a team, as far as an export without history tells: an item counts in a sprint from
 * the sprint's start, or from its own creation. Type, links and parents are as at the export's end.
 */
export function staysIn(past: Past): readonly SprintStay[] {
  const teamAt = teamAtIn(past);
  const items = new Map(past.items.map((item) => [item.id, item]));
  const providersOf = providersIn(past);
  const partsOf = Map.groupBy(past.items, ({ parentId }) => parentId);
  const isOpenAt = (item: WorkItem | undefined, at: number) =>
    item !== undefined && (item.createdAt ?? Infinity) <= at && (item.closedAt ?? Infinity) > at;
  return past.items.flatMap((item) => {
    const sprints = datedSprints(item, past);
    return sprints.flatMap((sprint, carried): readonly SprintStay[] => {
      const from = Math.max(sprint.startsAt, item.createdAt ?? 0);
      const team = teamAt(item, from);
      if (team === null || from >= sprint.endsAt || (item.closedAt ?? Infinity) <= from) return [];
      return [
        {
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
          lastEndedAt: sprints[carried - 1]?.endsAt ?? null,
          openProviders: (providersOf.get(item.id) ?? []).filter((id) => isOpenAt(items.get(id), from)).length,
          openParts: (partsOf.get(item.id) ?? []).filter((part) => isOpenAt(part, from)).length,
          closedAt: item.closedAt,
        },
      ];
    });
  });
}

/** In the order of their starts; sprints without dates are left out. */
function datedSprints(item: WorkItem, { sprints }: Past): readonly DatedSprint[] {
  return item.sprintIds
    .flatMap((id): readonly DatedSprint[] => {
      const sprint = sprints.get(id);
      if (sprint?.kind !== "sprint" || sprint.startsAt === null || sprint.endsAt === null) return [];
      return sprint.endsAt > sprint.startsAt ? [{ ...sprint, startsAt: sprint.startsAt, endsAt: sprint.endsAt }] : [];
    })
    .toSorted((a, b) => a.startsAt - b.startsAt);
}

function providersIn({ train, links }: Past): ReadonlyMap<string, readonly WorkItemId[]> {
  const meaningOf = linkMeanings([], train);
  const found = new Map<string, WorkItemId[]>();
  for (const link of links) {
    const means = meaningOf(link);
    const [consumer, provider] =
      means === "source-blocks-target" ? [link.target, link.source] : [link.source, link.target];
    if ((means !== "source-blocks-target" && means !== "target-blocks-source") || isKeyRef(provider)) continue;
    found.set(consumer, [...(found.get(consumer) ?? []), provider]);
  }
  return found;
}
