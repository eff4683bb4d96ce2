import { createHash } from "node:crypto";
import type { Marker } from "../../src/ports/connector.ts";
import type { Issue } from "./schema.ts";
import type { SiteFacts } from "./site.ts";

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
 * Our own rollup issues are no work of the train. Both must be ours: people may use the label, and the account may
 * belong to a person. `creator` cannot be changed, `reporter` can be set aside by a project's automation.
 */
export function isOwn({ fields }: Issue, { accountId }: SiteFacts): boolean {
  const authors = [fields.creator?.accountId, fields.reporter?.accountId];
  return authors.includes(accountId) && (fields.labels ?? []).includes(ownLabel);
}

/**
 * As far as a delivery tells, which does not know our account: both labels of a rollup. A copy that people made of one
 * carries them as well; the next poll, which sees the author, takes that in.
 */
export function isOwnLabelled(labels: readonly string[]): boolean {
  return labels.includes(ownLabel) && labels.some((label) => /^signalbox-[0-9a-f]{12}$/.test(label));
}
