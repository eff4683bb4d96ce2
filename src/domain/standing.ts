import type { Dependency } from "./dependency.ts";
import { isKeyRef } from "./ids.ts";
import type { LinkEnd, WorkItemId } from "./ids.ts";
import type { Model } from "./model.ts";
import { ownershipOf, placeMatcherOf } from "./ownership.ts";
import type { Standing } from "./planned-item.ts";
import { dependenciesOf } from "./resolve-links.ts";
import type { Team, Train } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

/** An item the train looks at, and as what. */
export type Standee = { readonly item: WorkItem; readonly standing: Standing; readonly team: Team | null };

/** The items a train looks at, in no particular order, and its dependencies, sorted. See docs/rules.md, "Ownership". */
export function standingsOf(model: Model, train: Train): { standees: Standee[]; dependencies: Dependency[] } {
  const owners = ownersOf(model, train);
  const isOwned = (end: LinkEnd) => !isKeyRef(end) && owners.has(end);
  const dependencies = dependenciesOf(model, train).filter(
    ({ consumer, provider }) => isOwned(consumer) || isOwned(provider),
  );
  // A duplicate that a link names is looked at too: people know the dependency by it.
  const ends = new Set<LinkEnd>(
    dependencies.flatMap(({ consumer, provider, written }) => [
      consumer,
      provider,
      ...written.flatMap(({ names }) => names ?? []),
    ]),
  );
  const family = familyOf(model, owners);
  const connections = connectionsOf(train);
  const looks = train.teams.map((team) => placeMatcherOf(team, model));
  const standees: Standee[] = [];
  for (const item of model.items.values()) {
    const team = owners.get(item.id) ?? null;
    if (team !== null) standees.push({ item, standing: "owned", team });
    else if (ends.has(item.id) || (item.presence !== "stub" && family.has(item.id))) {
      standees.push({ item, standing: "neighbour", team });
    } else if (item.presence !== "stub" && connections.has(item.connection)) {
      const isMissed = looks.some((looksAt) => looksAt(item));
      standees.push({ item, standing: isMissed ? "unassigned" : "outside", team });
    }
  }
  return { standees, dependencies };
}

/** Connections whose items the train's teams plan in. */
export function connectionsOf(train: Pick<Train, "teams">): ReadonlySet<string> {
  return new Set(train.teams.map(({ from }) => from.connection));
}

function ownersOf(model: Model, train: Train): ReadonlyMap<WorkItemId, Team> {
  const ownerOf = ownershipOf(train, model);
  const owners = new Map<WorkItemId, Team>();
  for (const item of model.items.values()) {
    const team = ownerOf(item);
    if (team !== null) owners.set(item.id, team);
  }
  return owners;
}

/** Parents and children of owned items. */
function familyOf(model: Model, owners: ReadonlyMap<WorkItemId, Team>): ReadonlySet<WorkItemId> {
  const family = new Set<WorkItemId>();
  for (const { id, parentId } of model.items.values()) {
    if (parentId === null) continue;
    if (owners.has(id)) family.add(parentId);
    if (owners.has(parentId)) family.add(id);
  }
  return family;
}
