import type { StatusCategory } from "../../src/domain/items/work-item.ts";
import type { Issue } from "./schema.ts";
import { categoryByKey } from "./status.ts";

/**
 * Categories of a site's statuses, by id, as far as the issues read so far have these statuses: a changelog names a
 * status without its category.
 */
export class StatusCategories {
  readonly #known = new Map<string, StatusCategory | null>();

  /** Those known with these issues. */
  with(issues: readonly Issue[]): ReadonlyMap<string, StatusCategory | null> {
    for (const { fields } of issues) {
      const { id, statusCategory } = fields.status;
      if (id != null) this.#known.set(id, categoryByKey(statusCategory?.key));
    }
    return this.#known;
  }
}
