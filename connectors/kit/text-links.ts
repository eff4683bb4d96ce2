import type { KeyRef, WorkItemId } from "../../src/domain/ids.ts";
import type { Reference } from "../../src/domain/references.ts";
import type { Link } from "../../src/domain/work-item.ts";

/** Links out of what an item's text says in words; what it says about itself is left out. The source blocks the target. */
export function textLinks(self: WorkItemId, own: KeyRef, references: readonly Reference[]): readonly Link[] {
  return references
    .filter(({ end }) => end !== own)
    .map(({ means, end, phrase }) => ({
      id: `text:${self}:${means}:${end}`,
      origin: "text",
      typeId: null,
      typeName: phrase,
      source: means === "blocks" ? self : end,
      target: means === "blocks" ? end : self,
    }));
}
