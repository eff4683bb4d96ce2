import type { EndEvidence } from "./conflict.ts";
import type { WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../model/planned-item.ts";

/** The plan of one end, in the tracker's own words if there are any. */
export function evidenceOf(planned: PlannedItem, end: "consumer" | "provider"): EndEvidence {
  const { item, iteration, startsAt, endsAt, datesFrom } = planned;
  return {
    status: item.presence === "gone" ? "gone" : item.sourceStatus || item.status,
    iteration: iteration?.key ?? null,
    increment: iteration?.increment ?? null,
    startsAt,
    endsAt,
    datesFrom,
    ...throughOf(planned, end),
  };
}

/** The deciding part is the first one of a consumer, the last one of a provider. */
function throughOf({ through, item }: PlannedItem, end: "consumer" | "provider"): Pick<EndEvidence, "through"> {
  if (through === null) return {};
  const { first = null, last = null } = through.from === "parent" ? (through.parts ?? {}) : through;
  const [part, other] = end === "consumer" ? [first, last] : [last, first];
  if (through.from === "parent")
    return {
      through: {
        from: "parent",
        item: through.parent,
        unplanned: 0,
        ...(part === null ? {} : { part }),
        ...beside(part, other),
      },
    };
  const { unplanned, next } = through;
  return { through: { from: "parts", item: part ?? item.id, unplanned, ...beside(part, other ?? next) } };
}

function beside(part: WorkItemId | null, other: WorkItemId | null): { readonly otherPart?: WorkItemId } {
  return other === null || other === part ? {} : { otherPart: other };
}
