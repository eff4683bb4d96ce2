import { pairsOf } from "./counting.ts";
import type { Place } from "./proposed-team.ts";
import type { SiteLook } from "./site-look.ts";

/** What joins a container to another one. */
export type Tie = { readonly to: Place; readonly links: number; readonly sprints: number };

type Counted = { readonly from: Place; readonly to: Place; links: number; sprints: number };

/** The id of a container: keys of two trackers may be the same, and GitHub's differ in case only. */
export function placeId({ connection, container }: Pick<Place, "connection" | "container">): string {
  return `${connection} ${container.toLowerCase()}`;
}

/** Counts the links between the items of two containers, and the sprints that items of both were in. */
export function countTies(
  looks: readonly SiteLook[],
  places: ReadonlyMap<string, Place>,
): ReadonlyMap<string, readonly Tie[]> {
  const ties = new Map<string, Counted>();
  const tieOf = (from: Place, to: Place): Counted => {
    const id = `${placeId(from)}\n${placeId(to)}`;
    const tie = ties.get(id) ?? { from, to, links: 0, sprints: 0 };
    ties.set(id, tie);
    return tie;
  };
  const known = (ids: Iterable<string>) => [...new Set(ids)].toSorted().flatMap((id) => places.get(id) ?? []);
  for (const look of looks) {
    for (const { source, target } of look.links) {
      for (const from of known(endIds(source, look, looks))) {
        for (const to of known(endIds(target, look, looks))) {
          if (from === to) continue;
          tieOf(from, to).links += 1;
          tieOf(to, from).links += 1;
        }
      }
    }
    for (const containers of containersBySprint(look)) {
      for (const [one, next] of pairsOf(known(containers))) {
        tieOf(one, next).sprints += 1;
        tieOf(next, one).sprints += 1;
      }
    }
  }
  return Map.groupBy([...ties.values()], ({ from }) => placeId(from));
}

/** A container of the link's own tracker; of another system, in whatever connection has it. */
function endIds(
  end: Pick<Place, "system" | "container">,
  look: SiteLook,
  looks: readonly SiteLook[],
): readonly string[] {
  const near = end.system === look.system ? [look] : looks.filter(({ system }) => system === end.system);
  return near.map(({ connection }) => placeId({ connection, container: end.container }));
}

function containersBySprint({ connection, items }: SiteLook): readonly (readonly string[])[] {
  const members = items.flatMap(({ container, boxes }) => boxes.map((box) => ({ box, container })));
  const bySprint = Map.groupBy(members, ({ box }) => box);
  return [...bySprint.values()].map((group) => group.map(({ container }) => placeId({ connection, container })));
}
