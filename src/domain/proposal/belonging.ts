import { counted } from "../counted.ts";
import { sortedBy } from "../ordering.ts";
import { byCount } from "./counting.ts";
import type { Place } from "./proposed-team.ts";
import type { SiteLook } from "./site-look.ts";
import { countTies, placeId, type Tie } from "./ties.ts";

/** Containers that belong together, and why each does. `size`: items of the sample that are in sprints. */
export type Group = { readonly members: readonly Member[]; readonly size: number };
export type Member = Place & { readonly why: string };

/** Of the smaller container's sample, this share of links ties two containers. */
const enough = 0.01;

/**
 * Which projects and repositories belong together: those with items in the same sprints, and those whose items link to
 * each other. The group with most items in sprints comes first.
 */
export function groupContainers(looks: readonly SiteLook[]): readonly Group[] {
  const places = new Map(
    looks.flatMap(({ system, connection, containers }) =>
      containers.map(({ key }) => {
        const place: Place = { system, connection, container: key };
        return [placeId(place), place] as const;
      }),
    ),
  );
  const items = looks.flatMap(({ connection, items: own }) =>
    own.map(({ container, boxes }) => ({ id: placeId({ connection, container }), isPlanned: boxes.length > 0 })),
  );
  const counts = new Map(byCount(items.map(({ id }) => id)));
  const ties = new Map(
    [...countTies(looks, places)].map(([id, all]) => [id, all.filter((tie) => isTied(id, tie, counts))] as const),
  );
  const groups = components([...places.keys()].toSorted(), ties).map((ids): Group => {
    const members = sortedBy(
      [...places].filter(([id]) => ids.has(id)),
      ([id]) => id,
    );
    return {
      members: members.map(([id, place]) => ({ ...place, why: whyOf(ties.get(id) ?? []) })),
      size: items.filter(({ id, isPlanned }) => isPlanned && ids.has(id)).length,
    };
  });
  return groups.toSorted((a, b) => b.size - a.size || b.members.length - a.members.length);
}

function isTied(from: string, { to, links, sprints }: Tie, counts: ReadonlyMap<string, number>): boolean {
  const smaller = Math.min(...[from, placeId(to)].map((id) => counts.get(id) ?? 0));
  return sprints > 0 || links >= Math.max(1, Math.ceil(enough * smaller));
}

/** The sets of ids that ties lead through, in the order of their first ids. */
function components(ids: readonly string[], ties: ReadonlyMap<string, readonly Tie[]>): readonly ReadonlySet<string>[] {
  const seen = new Set<string>();
  return ids.flatMap((start) => {
    if (seen.has(start)) return [];
    // A set that grows while it is read: each id adds those that it leads to.
    const found = new Set([start]);
    for (const id of found) for (const { to } of ties.get(id) ?? []) found.add(placeId(to));
    for (const id of found) seen.add(id);
    return [found];
  });
}

/** `shares 12 sprints with LED, 3 links with acme/api`; empty for a container alone. */
function whyOf(ties: readonly Tie[]): string {
  return ties
    .toSorted((a, b) => b.sprints - a.sprints || b.links - a.links || (placeId(a.to) < placeId(b.to) ? -1 : 1))
    .slice(0, 2)
    .map(({ to, links, sprints }) =>
      sprints > 0
        ? `shares ${counted(sprints, "sprint")} with ${to.container}`
        : `${counted(links, "link")} with ${to.container}`,
    )
    .join(", ");
}
