import { keyRefParts, type KeyRef, type WorkItemId } from "../../src/domain/ids.ts";
import type { Reference } from "../../src/domain/references/references.ts";
import type { Link } from "../../src/domain/items/work-item.ts";

/** The item whose text it is, and the sites under whose addresses its connection's items stand. */
export type Writer = { readonly id: WorkItemId; readonly key: KeyRef; readonly sites: readonly string[] };

/** Links out of what an item's text says in words; what it says about itself is left out. The source blocks the target. */
export function textLinks(self: Writer, references: readonly Reference[]): readonly Link[] {
  return references
    .filter(({ end }) => !isOwn(end, self))
    .map(({ means, end, phrase }) => ({
      id: `text:${self.id}:${means}:${end}`,
      origin: "text",
      typeId: null,
      typeName: phrase,
      source: means === "blocks" ? self.id : end,
      target: means === "blocks" ? end : self.id,
    }));
}

/** Whether a key names the item itself, by its key or by its address. */
export function isOwn(end: KeyRef, { key, sites }: Pick<Writer, "key" | "sites">): boolean {
  const { site } = keyRefParts(end);
  return end === key || (site !== null && sites.includes(site) && end === `${key}@${site}`);
}
