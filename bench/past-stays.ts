import type { SprintStay } from "../src/domain/forecast/sprint-stay.ts";
import { sprintStays } from "../src/domain/forecast/sprint-stays.ts";
import { isKeyRef, type WorkItemId } from "../src/domain/ids.ts";
import { linkMeanings } from "../src/domain/items/link-meanings.ts";
import { atOneGo } from "../src/domain/tracking/in-steps.ts";
import type { Past } from "./past.ts";
import { teamAtIn } from "./past-teams.ts";

/** Every stay of an item in a sprint of a team. Type, links and parents are as at the export's end. */
export function staysIn(past: Past): readonly SprintStay[] {
  const items = new Map(past.items.map((item) => [item.id, item]));
  const providers = providersIn(past);
  const parts = Map.groupBy(past.items, ({ parentId }) => parentId);
  return atOneGo(
    sprintStays({
      items: past.items,
      sprints: past.sprints,
      teamAt: teamAtIn(past),
      providersOf: (id) => (providers.get(id) ?? []).flatMap((provider) => items.get(provider) ?? []),
      partsOf: (id) => parts.get(id) ?? [],
    }),
  );
}

function providersIn({ train, links }: Past): ReadonlyMap<WorkItemId, readonly WorkItemId[]> {
  const meaningOf = linkMeanings([], train);
  const found = new Map<WorkItemId, WorkItemId[]>();
  for (const link of links) {
    const means = meaningOf(link);
    const [consumer, provider] =
      means === "source-blocks-target" ? [link.target, link.source] : [link.source, link.target];
    if ((means !== "source-blocks-target" && means !== "target-blocks-source") || isKeyRef(provider)) continue;
    if (isKeyRef(consumer)) continue;
    found.set(consumer, [...(found.get(consumer) ?? []), provider]);
  }
  return found;
}
