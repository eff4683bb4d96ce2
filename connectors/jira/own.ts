import { createHash } from "node:crypto";
import type { Marker } from "../../src/ports/connector.ts";

/** Label of every issue we write, and key of the entity property that names the publication. */
export const ownLabel = "signalbox";
export const ownProperty = "signalbox";

/** A marker in twelve hex digits: short enough for a label and for a line people see. */
export function markerHash(marker: Marker): string {
  return createHash("sha256").update(marker).digest("hex").slice(0, 12);
}

/** The label a publication is found by, since properties cannot be searched. */
export function markerLabel(marker: Marker): string {
  return `${ownLabel}-${markerHash(marker)}`;
}

/**
 * As far as a delivery tells, which does not know our account: both labels of a rollup. A copy that people made of one
 * carries them as well; the next poll, which sees the author, takes that in.
 */
export function isOwnLabelled(labels: readonly string[]): boolean {
  return labels.includes(ownLabel) && labels.some((label) => /^signalbox-[0-9a-f]{12}$/.test(label));
}
