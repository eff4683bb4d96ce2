import type { System } from "../ids.ts";
import type { Model } from "../model/model.ts";

/** Finds the connection of an address. */
export type SiteDirectory = {
  /** @param site as a reference has it, see `siteOf` @returns null for a foreign one */
  connectionOf(system: System, site: string): string | null;
  /** The first site of a connection; null for one without. */
  siteOf(system: System, connection: string): string | null;
  /** Whether at most one connection to such a tracker exists. */
  isOnly(system: System): boolean;
};

export function siteDirectory({ sites }: Pick<Model, "sites">): SiteDirectory {
  const found = new Map<string, string | null>();
  return {
    connectionOf(system, site) {
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
      const connection = fitting[0]?.connection ?? null;
      found.set(id, connection);
      return connection;
    },
    siteOf: (system, connection) =>
      sites.find((one) => one.system === system && one.connection === connection)?.sites[0] ?? null,
    isOnly: (system) => sites.filter((one) => one.system === system).length <= 1,
  };
}

/** `acme.atlassian.net/some/page` is within `acme.atlassian.net`. */
function isWithin(place: string, site: string): boolean {
  return place === site || place.startsWith(`${site}/`);
}
