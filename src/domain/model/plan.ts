import type { Dependency } from "../items/dependency.ts";
import { isKeyRef, type KeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import { areSameFinishes, finishesOf } from "../forecast/finishes-of-team.ts";
import { cycleGroupsIn } from "../conflicts/cycle-group.ts";
import type { ModelIndex, Node } from "./model-index.ts";
import { otherOwnersOf, ownerPlaces, ownershipOf } from "../items/ownership.ts";
import { isCountedBy } from "../rollup/counted-work.ts";
import { isPlannedWork, plannedAt } from "./planned-item.ts";
import type { PlannedEdge, PlannedItem, PlannedWork, Placement } from "./planned-item.ts";
import type { LivePlan } from "./train-plan.ts";
import { pointsOf } from "../items/points.ts";
import { projectQuery, withProjectValues, type ProjectValues } from "../items/project-values.ts";
import { replanBy } from "../schedule/replan.ts";
import { setupFaultsIn } from "../setup/setup.ts";
import { figuresOf } from "../rollup/team-figures.ts";
import { capacitiesIn } from "../rollup/load.ts";
import { copiesIn } from "../items/copies.ts";
import { dependencyReader } from "../items/dependencies-from-links.ts";
import { scheduleOf } from "../schedule/schedule.ts";
import type { WorkItem } from "../items/work-item.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { rolesIn } from "../items/item-roles.ts";
import { statusReader, type ReadItem, type StatusGuess } from "../items/statuses.ts";
import type { Rows } from "../tracking/rows.ts";
import { isAlike, isSameList, keyed, Kept } from "../tracking/tracked.ts";
import { TrackedGroups } from "../tracking/tracked-groups.ts";
import { projectOf, type Team } from "./train.ts";

/** Results about an item that depend on other items. The owner of a plan keeps them up to date. */
export class PlanIndex {
  /** Dependencies by provider and consumer. */
  readonly waiting: TrackedGroups<LinkEnd, WorkItemId, Dependency>;
  /** Dependencies by the duplicate that they name instead of their provider, and by consumer and provider. */
  readonly named: TrackedGroups<WorkItemId, string, Dependency>;
  /** By team. */
  readonly owned: TrackedGroups<string, WorkItemId, PlannedItem>;

  constructor(rows: Rows<LinkEnd>) {
    this.waiting = new TrackedGroups(rows, ({ consumer }) => consumer);
    this.named = new TrackedGroups(rows.cells, ({ consumer, provider }) => `${consumer} ${provider}`);
    this.owned = new TrackedGroups(rows.cells, ({ item }) => item.id);
  }
}

export type PlanSource = Pick<LivePlan, "train" | "lastBoundary" | "hasPassed"> & {
  readonly index: ModelIndex;
  /** The rows of the index. */
  readonly rows: Rows<LinkEnd>;
  readonly planIndex: PlanIndex;
  /** The sorted members of the group in which an item waits for itself; null for none. */
  readonly groupOf: (id: LinkEnd) => readonly WorkItemId[] | null;
};

/** A plan, and the other results about its items. */
export type PlanReading = LivePlan & {
  /** Consumers whose links name them by this key. */
  readonly calls: Kept<KeyRef, readonly WorkItemId[]>;
  /** See `dependenciesFrom`. */
  readonly waits: Kept<WorkItemId, readonly Dependency[]>;
  readonly entries: Kept<WorkItemId, PlanEntry | null>;
  /** An item that counts in an iteration; null for any other. */
  readonly work: Kept<WorkItemId, PlannedWork | null>;
  /** See `edgesFrom`. */
  readonly edges: Kept<WorkItemId, readonly PlannedEdge[]>;
};

/** Results about one item of the model. */
export type PlanEntry = {
  readonly placement: Placement;
  /** The tracker's timebox that gives its place. */
  readonly box: Sprint | null;
  /** Null if the train does not look at it. */
  readonly planned: PlannedItem | null;
  readonly guess: StatusGuess | null;
};

/** An item as the train reads it, and its owner. */
type ItemFacts = ReadItem &
  Omit<Node, "item"> & {
    readonly stored: WorkItem;
    /** Of its team's project; null without one. */
    readonly values: ProjectValues | null;
    readonly team: Team | null;
  };

const none: readonly Dependency[] = [];

function valuesFrom(index: ModelIndex, team: Team | null, id: WorkItemId): ProjectValues | null {
  const project = projectOf(team);
  if (team === null || project === null) return null;
  return index.projectValuesOf(team.from.connection, projectQuery(project), id);
}

/** One train's plan over the model: owners, places, dependencies. See docs/rules.md. */
export function planReading({ index, rows, planIndex, groupOf, ...source }: PlanSource): PlanReading {
  const { train } = source;
  const { cells } = rows;
  const read = statusReader(train);
  const ownerOf = ownershipOf(train, index);
  const elsewhereOf = otherOwnersOf(train, index);
  const copies = copiesIn({ index, rows, ownerPlace: ownerPlaces(train, index) });
  const factsOf = keyed(
    rows,
    (id: WorkItemId): ItemFacts | null => {
      const { item: stored, childIds, links, keys } = index.nodeOf(id);
      if (stored === null) return null;
      const team = copies.recordOf(id) === id ? ownerOf(stored) : null;
      const values = valuesFrom(index, team, id);
      const { item: known, guess } = read(values === null ? stored : withProjectValues(stored, values));
      const parentId = copies.parentOf(stored);
      const item = parentId === known.parentId ? known : { ...known, parentId };
      return { stored, values, item, guess, team, childIds: copies.childIdsOf(id, childIds), links, keys };
    },
    (former, next) =>
      former !== null &&
      next !== null &&
      former.stored === next.stored &&
      former.values === next.values &&
      former.team === next.team &&
      former.item.parentId === next.item.parentId &&
      isSameList(former.childIds, next.childIds) &&
      former.links === next.links &&
      former.keys === next.keys,
  );
  const itemOf = (id: WorkItemId) => factsOf(id)?.item;
  const teamOf = (id: WorkItemId) => factsOf(id)?.team ?? null;
  const childIdsOf = (id: WorkItemId) => factsOf(id)?.childIds ?? index.nodeOf(id).childIds;

  const links = dependencyReader(train, { index, copies, itemOf });
  const isOwned = (end: LinkEnd) => !isKeyRef(end) && teamOf(end) !== null;
  const calls = new Kept(cells, (end: KeyRef) => links.consumersCalled(end), isSameList);
  const waits = new Kept(
    rows,
    (consumer: WorkItemId): readonly Dependency[] => {
      const facts = factsOf(consumer);
      if (facts === null) return none;
      const stated = { links: copies.linksOf(consumer, facts.links), keys: facts.keys };
      const all = links.dependenciesOf(facts.item, stated);
      return all.length === 0 || facts.team !== null ? all : all.filter(({ provider }) => isOwned(provider));
    },
    isAlike,
  );
  const dependenciesFrom = (consumer: WorkItemId) => waits.of(consumer);
  const dependenciesTo = (provider: LinkEnd) => planIndex.waiting.of(provider);
  const isWaiting = (end: LinkEnd) => !isKeyRef(end) && dependenciesFrom(end).length > 0;
  const isEnd = (end: LinkEnd) => isWaiting(end) || planIndex.waiting.of(end).length > 0;
  const isNamed = (end: LinkEnd) => !isKeyRef(end) && planIndex.named.of(end).length > 0;

  const ownedBy = ({ key }: Team) => planIndex.owned.of(key);
  const schedule = scheduleOf(train, {
    cells,
    names: index.names,
    sprints: index.sprints,
    boxes: index.boxes,
    itemOf,
    teamOf,
    childIdsOf,
    ownedBy: (team) => ownedBy(team).map(({ item }) => item),
    placed: (id) => entries.of(id)?.placement ?? null,
  });
  const roleOf = rolesIn(train, index, {
    isEnd: (end) => isEnd(end) || isNamed(end),
    isOwned,
    isCopy: (id) => copies.recordOf(id) !== id,
    childIdsOf,
  });
  const entries = new Kept(
    rows,
    (id: WorkItemId): PlanEntry | null => {
      const facts = factsOf(id);
      if (facts === null) return null;
      const { item, team, guess } = facts;
      const { box, placement } = schedule.placeOf(item);
      const role = roleOf(item, team);
      if (role === null) return { placement, box, planned: null, guess };
      const elsewhere = role === "neighbour" ? elsewhereOf(facts.stored) : {};
      const planned = plannedAt(placement, { item, role, team, points: pointsOf(item, team), ...elsewhere });
      return { placement, box, planned, guess };
    },
    isAlike,
  );
  const plannedOf = (id: WorkItemId) => entries.of(id)?.planned ?? null;
  const edges = new Kept(
    rows,
    (id: WorkItemId): readonly PlannedEdge[] => {
      const dependencies = waits.of(id);
      if (dependencies.length === 0) return [];
      const consumer = plannedOf(id);
      return dependencies.map((dependency) => {
        const { provider } = dependency;
        return { dependency, consumer, provider: isKeyRef(provider) ? null : plannedOf(provider) };
      });
    },
    () => false,
  );
  const isCounted = (planned: PlannedItem) => isCountedBy({ plannedOf, childIdsOf }, planned);
  const work = new Kept(
    rows,
    (id: WorkItemId): PlannedWork | null => {
      const planned = plannedOf(id);
      return planned !== null && isPlannedWork(planned) && isCounted(planned) ? planned : null;
    },
    Object.is,
  );
  const countedBy = keyed(cells, (team: Team) => ownedBy(team).filter(isCounted));
  const counting = { ...source, rows, ownedBy, isCounted, countedBy };
  return {
    ...counting,
    itemOf: plannedOf,
    recordOf: copies.recordOf,
    parentOf: schedule.parentOf,
    dependenciesFrom,
    dependenciesTo,
    providersBy(consumer, link) {
      const item = itemOf(consumer);
      const found = item === undefined ? none : links.dependenciesOf(item, { links: [link], keys: [] });
      return found.map(({ provider }) => provider);
    },
    edgesFrom: (id) => edges.of(id),
    capacityOf: capacitiesIn(counting),
    finishesOf: keyed(cells, (team: Team) => finishesOf(team, counting), areSameFinishes),
    figuresOf: keyed(cells, (team: Team) => figuresOf(team, counting)),
    ...setupFaultsIn(counting, index),
    cycleGroupOf: cycleGroupsIn({ rows, edgesFrom: (id) => edges.of(id), groupOf }),
    replan: replanBy({
      ...schedule,
      plannedOf,
      isEnd,
    }),
    calls,
    waits,
    entries,
    work,
    edges,
  };
}
