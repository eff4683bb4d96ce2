import type { System } from "../ids.ts";
import type { Model } from "../model/model.ts";

/** Finds the connections of an address: one, or those that share a site. */
export type SiteDirectory = {
  /** @param site as a reference has it, see `siteOf` @returns none for a foreign one */
  connectionsOf(system: System, site: string): readonly string[];
  /** The first site of a connection; null for one without. */
  siteOf(system: System, connection: string): string | null;
  /** Whether all connections to such a tracker share one site. */
  isOnly(system: System): boolean;
};

export function siteDirectory({ sites: all }: Pick<Model, "sites">): SiteDirectory {
  const sites = all.filter(({ isFormer }) => isFormer !== true);
  const found = new Map<string, readonly string[]>();
  return {
    connectionsOf(system, site) {
      const id = `${system} ${site}`;
      const known = found.get(id);
      if (known !== undefined) return known;
      // The longest that fits: a server may have one tracker at its root and another below.
      const fitting = sites
        .flatMap((one) =>
          one.system === system ? one.sites.map((name) => ({ name, connection: one.connection })) : [],
        )
        .filter(({ name }) => isWithin(site, name))
        .toSorted((a, b) => b.name.length - a.name.length);
      const connections = fitting.flatMap(({ name, connection }) => (name === fitting[0]?.name ? connection : []));
      found.set(id, connections);
      return connections;
    },
    siteOf: (system, connection) =>
      sites.find((one) => one.system === system && one.connection === connection)?.sites[0] ?? null,
    isOnly: (system) => new Set(sites.flatMap((one) => (one.system === system ? one.sites[0] : []))).size <= 1,
  };
}

/** `acme.atlassian.net/some/page` is within `acme.atlassian.net`. */
function isWithin(place: string, site: string): boolean {
  return place === site || place.startsWith(`${site}/`);
}
