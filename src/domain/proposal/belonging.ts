import type { Place } from "./proposed-team.ts";
import type { SiteLook } from "./site-look.ts";

/** Containers that belong together, and why each does. */
export type Group = { readonly members: readonly Member[]; readonly size: number };
export type Member = Place & { readonly why: string };

type Tie = { readonly to: string; readonly links: number; readonly sprints: number };

/** Of the smaller container's sample, this share of links ties two containers. */
const enough = 0.01;

/**
 * Which projects and repositories belong together: those with items in the same sprints, and those whose items link to
 * each other. The group with most items in sprints comes first.
 */
export function groupContainers(looks: readonly SiteLook[]): readonly Group[] {
  const places = looks.flatMap(({ system, connection, containers }) =>
    containers.map(({ key }): Place => ({ system, connection, container: key })),
  );
  const byName = new Map(places.map((place) => [idOf(place), place]));
  const counts = new Map<string, number>();
  const planned = new Map<string, number>();
  for (const { connection, items } of looks) {
    for (const { container, boxes } of items) {
      const id = idOf({ connection, container });
      counts.set(id, (counts.get(id) ?? 0) + 1);
      if (boxes.length > 0) planned.set(id, (planned.get(id) ?? 0) + 1);
    }
  }
  const ties = tiesOf(looks, byName);
  const isTied = (from: string, { to, links, sprints }: Tie) =>
    sprints > 0 || links >= Math.max(1, Math.ceil(enough * Math.min(counts.get(from) ?? 0, counts.get(to) ?? 0)));
  const seen = new Set<string>();
  const groups: Group[] = [];
  for (const start of [...byName.keys()].toSorted()) {
    if (seen.has(start)) continue;
    const ids = reached(start, seen, (id) => (ties.get(id) ?? []).filter((tie) => isTied(id, tie)).map(({ to }) => to));
    const members = ids.flatMap((id): Member[] => {
      const place = byName.get(id);
      return place === undefined ? [] : [{ ...place, why: whyOf(ties.get(id) ?? [], byName) }];
    });
    groups.push({ members, size: ids.reduce((sum, id) => sum + (planned.get(id) ?? 0), 0) });
  }
  return groups.toSorted((a, b) => b.size - a.size || b.members.length - a.members.length);
}

function idOf({ connection, container }: Pick<Place, "connection" | "container">): string {
  return `${connection} ${container.toLowerCase()}`;
}

function reached(start: string, seen: Set<string>, next: (id: string) => readonly string[]): readonly string[] {
  const found = [start];
  seen.add(start);
  for (const id of found) {
    for (const other of next(id)) {
      if (seen.has(other)) continue;
      seen.add(other);
      found.push(other);
    }
  }
  return found.toSorted();
}

function tiesOf(looks: readonly SiteLook[], byName: ReadonlyMap<string, Place>): ReadonlyMap<string, readonly Tie[]> {
  const counts = new Map<string, { from: string; to: string; links: number; sprints: number }>();
  const add = (a: string, b: string, what: "links" | "sprints") => {
    if (a === b || !byName.has(a) || !byName.has(b)) return;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const tie = counts.get(`${from}\n${to}`) ?? { from, to, links: 0, sprints: 0 };
      tie[what] += 1;
      counts.set(`${from}\n${to}`, tie);
    }
  };
  for (const look of looks) {
    for (const { source, target } of look.links) {
      for (const from of endsNamed(source.system, source.container, { look, looks })) {
        for (const to of endsNamed(target.system, target.container, { look, looks })) add(from, to, "links");
      }
    }
    const members = Map.groupBy(
      look.items.flatMap(({ container, boxes }) => boxes.map((box) => ({ box, container }))),
      ({ box }) => box,
    );
    for (const group of members.values()) {
      const [first, ...others] = [...new Set(group.map(({ container }) => idOf({ ...look, container })))].toSorted();
      for (const other of others) add(first ?? "", other, "sprints");
    }
  }
  return Map.groupBy([...counts.values()], ({ from }) => from);
}

type Around = { readonly look: SiteLook; readonly looks: readonly SiteLook[] };

/** A container of the link's own tracker; of another system, in whatever connection has it. */
function endsNamed(system: SiteLook["system"], container: string, { look, looks }: Around): readonly string[] {
  if (system === look.system) return [idOf({ connection: look.connection, container })];
  return looks.filter((other) => other.system === system).map(({ connection }) => idOf({ connection, container }));
}

function whyOf(ties: readonly Tie[], byName: ReadonlyMap<string, Place>): string {
  const said = ties
    .toSorted((a, b) => b.sprints - a.sprints || b.links - a.links || (a.to < b.to ? -1 : 1))
    .slice(0, 2)
    .map(({ to, links, sprints }) => {
      const name = byName.get(to)?.container ?? to;
      return sprints > 0 ? `shares ${sprints} sprints with ${name}` : `${links} links with ${name}`;
    });
  return said.join(", ");
}
