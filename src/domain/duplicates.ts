import type { LinkEnd, WorkItemId } from "./ids.ts";
import { isKeyRef } from "./ids.ts";
import { linkMeanings, type MeaningOf } from "./link-meanings.ts";
import type { Model } from "./model.ts";
import type { Train } from "./train.ts";
import type { Link, WorkItem } from "./work-item.ts";

/** Where the work on a duplicate goes on. */
export type Survivors = {
  /** What a cancelled item is a duplicate of, to the end of the chain, sorted; none where no tracker names such an item. */
  of(item: WorkItem): readonly LinkEnd[];
};

/** See docs/rules.md, "Duplicates". `model` holds each item's status as the train reads it. */
export function survivorsIn(model: Model, train: Train): Survivors {
  const meaningOf = linkMeanings(model, train);
  const originals = new Map<LinkEnd, LinkEnd[]>();
  for (const link of model.links) {
    const which = duplicateEnd(link, meaningOf);
    if (which === null) continue;
    const [duplicate, original] = which === "source" ? [link.source, link.target] : [link.target, link.source];
    const known = originals.get(duplicate);
    if (known === undefined) originals.set(duplicate, [original]);
    else known.push(original);
  }
  const isEnded = (end: LinkEnd) => isOver(isKeyRef(end) ? undefined : model.items.get(end));
  return {
    of(item) {
      if (item.status !== "cancelled" || !originals.has(item.id)) return [];
      const ends = chainEnds(item.id, originals, (end) => isEnded(end));
      const living = ends.filter((end) => !isEnded(end));
      return (living.length > 0 ? living : ends).toSorted();
    },
  };
}

/** What the train file says of a type comes before its words. */
function duplicateEnd(link: Link, meaningOf: MeaningOf): "source" | "target" | null {
  const means = link.origin === "jira-link" ? meaningOf(link) : undefined;
  if (means === undefined) return link.duplicate ?? null;
  if (means === "source-duplicates-target") return "source";
  return means === "target-duplicates-source" ? "target" : null;
}

/** Follows what is cancelled itself and names another; each item once, so that a circle ends. */
function chainEnds(
  start: WorkItemId,
  originals: ReadonlyMap<LinkEnd, readonly LinkEnd[]>,
  isEnded: (end: LinkEnd) => boolean,
): readonly LinkEnd[] {
  const seen = new Set<LinkEnd>([start]);
  const ends: LinkEnd[] = [];
  const waiting = [...(originals.get(start) ?? [])];
  for (let end = waiting.shift(); end !== undefined; end = waiting.shift()) {
    if (seen.has(end)) continue;
    seen.add(end);
    const next = isEnded(end) ? (originals.get(end) ?? []) : [];
    if (next.length === 0) ends.push(end);
    else waiting.push(...next);
  }
  return ends;
}

function isOver(item: WorkItem | undefined): boolean {
  return item !== undefined && (item.status === "cancelled" || item.presence === "gone");
}
