import { keyRefParts, type KeyRef, type WorkItemId } from "../../src/domain/ids.ts";
import type { Reference } from "../../src/domain/references/references.ts";
import type { Link } from "../../src/domain/items/work-item.ts";

/** The item of the text, and the sites (base addresses) of its connection. */
export type Writer = { readonly id: WorkItemId; readonly key: KeyRef; readonly sites: readonly string[] };

/** Links that an item's text states; omits references to the item itself. The source blocks the target. */
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

/** Whether a reference, by key or by address, is the item itself. */
export function isOwn(end: KeyRef, { key, sites }: Pick<Writer, "key" | "sites">): boolean {
  const { site } = keyRefParts(end);
  return end === key || (site !== null && sites.includes(site) && end === `${key}@${site}`);
}
