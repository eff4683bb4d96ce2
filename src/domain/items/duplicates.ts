import type { LinkEnd, WorkItemId } from "../ids.ts";
import { isKeyRef } from "../ids.ts";
import { linkMeanings, type LinkTypeMeaning } from "./link-meanings.ts";
import type { Copies } from "./copies.ts";
import type { ModelIndex } from "../model/model-index.ts";
import type { Train } from "../model/train.ts";
import type { Link, WorkItem } from "./work-item.ts";

/** The originals of duplicates. */
export type Originals = {
  /** The items of which a cancelled item is a duplicate, at the end of the chain, sorted; none if no tracker names one. */
  of(item: WorkItem): readonly LinkEnd[];
};

export type OriginalFacts = {
  readonly index: Pick<ModelIndex, "nodeOf" | "names">;
  readonly copies: Copies;
  /** With its status as the train reads it. */
  readonly itemOf: ItemOf;
};

/** See docs/rules.md, "Duplicates". */
export function originalsIn(train: Train, { index, copies, itemOf }: OriginalFacts): Originals {
  const meaningOf = linkMeanings(index.names, train);
  const originalsOf = (duplicate: LinkEnd): readonly LinkEnd[] => {
    const found: LinkEnd[] = [];
    for (const link of copies.linksOf(duplicate, index.nodeOf(duplicate).links)) {
      const which = duplicateEnd(link, meaningOf);
      const { source, target } = copies.between(link);
      if (which === "source" && source === duplicate) found.push(target);
      if (which === "target" && target === duplicate) found.push(source);
    }
    return found;
  };
  const isEnded = (end: LinkEnd) => isOver(isKeyRef(end) ? undefined : itemOf(end));
  return {
    of(item) {
      if (item.status !== "cancelled") return [];
      const ends = chainEnds(item.id, originalsOf, isEnded);
      const living = ends.filter((end) => !isEnded(end));
      return (living.length > 0 ? living : ends).toSorted();
    },
  };
}

type ItemOf = (id: WorkItemId) => WorkItem | undefined;

/** The train file's meaning of a type takes precedence over its words. */
function duplicateEnd(link: Link, meaningOf: LinkTypeMeaning): "source" | "target" | null {
  const means = link.origin === "jira-link" ? meaningOf(link) : undefined;
  if (means === undefined) return link.duplicate ?? null;
  if (means === "source-duplicates-target") return "source";
  return means === "target-duplicates-source" ? "target" : null;
}

/** Follows cancelled items that name another one; each item once, so that a circle ends. */
function chainEnds(
  start: WorkItemId,
  originalsOf: (duplicate: LinkEnd) => readonly LinkEnd[],
  isEnded: (end: LinkEnd) => boolean,
): readonly LinkEnd[] {
  const seen = new Set<LinkEnd>([start]);
  const ends: LinkEnd[] = [];
  const waiting = [...originalsOf(start)];
  for (let end = waiting.shift(); end !== undefined; end = waiting.shift()) {
    if (seen.has(end)) continue;
    seen.add(end);
    const next = isEnded(end) ? originalsOf(end) : [];
    if (next.length === 0) ends.push(end);
    else waiting.push(...next);
  }
  return ends;
}

function isOver(item: WorkItem | undefined): boolean {
  return item !== undefined && (item.status === "cancelled" || item.presence === "gone");
}
