import type { EndEvidence } from "./conflict.ts";
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
  if (through.from === "parent") {
    const { parent, parts } = through;
    const part = end === "consumer" ? parts?.first : parts?.last;
    return { through: { from: "parent", item: parent, unplanned: 0, ...(part === undefined ? {} : { part }) } };
  }
  const { first, last, unplanned } = through;
  return { through: { from: "parts", item: (end === "consumer" ? first : last) ?? item.id, unplanned } };
}
