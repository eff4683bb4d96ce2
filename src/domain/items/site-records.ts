import type { WorkItemId } from "../ids.ts";
import type { ModelSite } from "../model/model.ts";
import type { Cells } from "../tracking/cells.ts";
import type { Difference } from "../tracking/differences.ts";
import { TrackedGroups } from "../tracking/tracked-groups.ts";
import type { WorkItem } from "./work-item.ts";

const none: readonly WorkItemId[] = [];

/** The records of one item that several connections to its site read, each with an id of its own. */
export class SiteRecords {
  /** By system and connection; only sites of several connections. */
  readonly #sites: ReadonlyMap<string, string>;
  readonly #records: TrackedGroups<string, WorkItemId, WorkItemId>;

  constructor(sites: readonly ModelSite[], cells: Cells) {
    this.#sites = sharedSites(sites);
    this.#records = new TrackedGroups(cells, (id) => id);
  }

  /** Whether two connections read one site: otherwise every item is one record. */
  get areShared(): boolean {
    return this.#sites.size > 0;
  }

  /** With the item's own, in no particular order; none for an item whose site has one connection. */
  of(id: WorkItemId): readonly WorkItemId[] {
    const key = this.#keyOf(id);
    return key === null ? none : this.#records.of(key);
  }

  take({ id, was, is }: Difference<WorkItemId, WorkItem>): void {
    const key = (was === null) === (is === null) ? null : this.#keyOf(id);
    if (key === null) return;
    if (is === null) this.#records.remove(key, id);
    else this.#records.add(key, id);
  }

  /** The tracker's own id at its site. No connection's key contains a colon. */
  #keyOf(id: WorkItemId): string | null {
    if (!this.areShared) return null;
    const [system, connection] = id.split(":", 2);
    const reader = `${system}:${connection}`;
    const site = this.#sites.get(reader);
    return site === undefined ? null : `${system} ${site} ${id.slice(reader.length)}`;
  }
}

/** The site of each connection that shares it with another one, by system and connection: `github:hub`. */
export function sharedSites(all: readonly ModelSite[]): ReadonlyMap<string, string> {
  const named = all.flatMap(({ system, connection, sites: [site] }) =>
    site === undefined ? [] : [{ name: `${system}:${connection}`, system, site }],
  );
  const shared = Map.groupBy(named, ({ system, site }) => `${system} ${site}`);
  return new Map(
    [...shared.values()].flatMap((group) => (group.length < 2 ? [] : group.map(({ name, site }) => [name, site]))),
  );
}
