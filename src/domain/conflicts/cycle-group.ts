import type { Arrow } from "./cyclic-components.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";
import type { CycleGroup, OpenLink, PlannedEdge } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { isOpenItem } from "./rules/edge.ts";
import { keyed } from "../tracking/tracked.ts";

/** The open providers of an open item. */
export function openProvidersIn(edges: readonly PlannedEdge[]): readonly WorkItemId[] {
  const providers: WorkItemId[] = [];
  for (const { consumer, provider } of edges)
    if (consumer !== null && provider !== null && isOpenItem(consumer) && isOpenItem(provider))
      providers.push(provider.item.id);
  return providers;
}

function openLinksIn(edges: readonly PlannedEdge[]): readonly OpenLink[] {
  return edges.flatMap(({ dependency, consumer, provider }) =>
    consumer !== null && provider !== null && isOpenItem(consumer) && isOpenItem(provider)
      ? { dependency, consumer, provider }
      : [],
  );
}

export function arrowOf({ dependency: { consumer, provider } }: Pick<OpenLink, "dependency">): Arrow {
  return [consumer, provider];
}

type Grouped = Pick<LivePlan, "rows" | "edgesFrom"> & {
  /** The sorted members of the group that an item waits in. */
  readonly groupOf: (id: LinkEnd) => readonly WorkItemId[] | null;
};

export function cycleGroupsIn({ rows, edgesFrom, groupOf }: Grouped): LivePlan["cycleGroupOf"] {
  const groupAt = keyed(rows, (first: WorkItemId): CycleGroup | null => {
    const members = groupOf(first);
    if (members === null) return null;
    const within = new Set(members);
    const links = members.flatMap((member) => openLinksIn(edgesFrom(member)));
    return { members, inside: links.filter(({ provider }) => within.has(provider.item.id)) };
  });
  return (id) => {
    const [first] = groupOf(id) ?? [];
    return first === undefined ? null : groupAt(first);
  };
}
