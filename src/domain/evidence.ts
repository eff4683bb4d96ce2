import type { EndEvidence } from "./conflict.ts";
import type { PlannedItem } from "./planned-item.ts";

/** What the plan says of one end, in the tracker's own words where it has some. */
export function evidenceOf({ item, iteration, startsAt, endsAt, datesFrom }: PlannedItem): EndEvidence {
  return {
    status: item.presence === "gone" ? "gone" : item.sourceStatus || item.status,
    iteration: iteration?.key ?? null,
    increment: iteration?.increment ?? null,
    startsAt,
    endsAt,
    datesFrom,
  };
}
