import type { StatusCategory } from "../../src/domain/items/work-item.ts";
import { isOfPart } from "../kit/set-aside.ts";
import type { JiraClient } from "./client.ts";
import { type History, type Issue, type Status, StatusList } from "./schema.ts";
import { categoryByKey } from "./status.ts";

/**
 * Categories of a site's statuses, by id. An issue has its status with the category; of statuses that only a changelog
 * names, the site's list has them, which Signalbox requests once.
 */
export class StatusCategories {
  readonly #known = new Map<string, StatusCategory | null>();

  /** Those that the changelogs of these issues need; null for a status that is gone from the site. */
  async of(
    client: JiraClient,
    issues: readonly Issue[],
    histories: ReadonlyMap<string, readonly History[]>,
  ): Promise<ReadonlyMap<string, StatusCategory | null>> {
    this.#learn(issues.map(({ fields }) => fields.status));
    const missing = [...histories.values()]
      .flat()
      .flatMap(statusIdsIn)
      .filter((id) => !this.#known.has(id));
    if (missing.length > 0) {
      this.#learn(await readStatuses(client));
      for (const id of missing) if (!this.#known.has(id)) this.#known.set(id, null);
    }
    return this.#known;
  }

  #learn(statuses: readonly Status[]): void {
    for (const { id, statusCategory } of statuses) {
      if (id != null) this.#known.set(id, categoryByKey(statusCategory?.key));
    }
  }
}

function statusIdsIn({ items }: History): readonly string[] {
  return items.flatMap(({ field, from, to }) => (field === "status" ? [from, to].filter((id) => id != null) : []));
}

/** Empty if the site does not show them to the account: then these categories stay unknown. */
async function readStatuses(client: JiraClient): Promise<readonly Status[]> {
  try {
    const request = { what: "reading its statuses", schema: StatusList };
    return await client.call({ ...request, request: (api) => api.statuses() });
  } catch (error) {
    if (isOfPart(error)) return [];
    throw error;
  }
}
