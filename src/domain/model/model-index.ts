import { inDifferences, type Difference } from "../tracking/differences.ts";
import { keyRef, type KeyRef, type LinkEnd, type SprintId, type SprintKind, type WorkItemId } from "../ids.ts";
import { inSteps } from "../tracking/in-steps.ts";
import type { Model } from "./model.ts";
import { ModelTallies } from "./model-tallies.ts";
import { once } from "../tracking/once.ts";
import { SiteRecords } from "../items/site-records.ts";
import type { Sprint } from "../schedule/sprint.ts";
import type { Cells } from "../tracking/cells.ts";
import type { Rows } from "../tracking/rows.ts";
import { TrackedMap } from "../tracking/tracked.ts";
import { TrackedGroups, withOne } from "../tracking/tracked-groups.ts";
import type { ProjectValues } from "../items/project-values.ts";
import type { Link, Presence, PullRequest, WorkItem } from "../items/work-item.ts";

/** Names and sites seldom change, and everything found by a name depends on them: a change needs a new index. */
export type NamesAndSites = Pick<Model, "names" | "sites">;

/** Changes of a model; those to the same object change nothing. */
export type Changes = {
  readonly items: Iterable<Difference<WorkItemId, WorkItem>>;
  readonly sprints: Iterable<Difference<SprintId, Sprint>>;
};

/** An item by its key. */
export type Called = { readonly id: WorkItemId; readonly presence: Presence };

export type IndexOptions = {
  /** Where others keep their results about the same items. */
  readonly rows: Rows<LinkEnd>;
  /** Whether to count the words of items. */
  readonly wantsWords: boolean;
};

/** Everything about an item, or about a key without one. */
export type Node = {
  /** Null if the model has no item with that id. */
  readonly item: WorkItem | null;
  /** Of the items that name it as their parent. */
  readonly childIds: readonly WorkItemId[];
  /** With it at an end. */
  readonly links: readonly Link[];
  /** Keys by which links name it as a consumer. */
  readonly keys: readonly KeyRef[];
};

type Changing = { -readonly [Field in keyof Node]: Node[Field] };

const none: readonly never[] = [];

const nothing: Node = { item: null, childIds: none, links: none, keys: none };

function newNode(): Changing {
  return { ...nothing };
}

type Added = { readonly items: WorkItemId[]; readonly ends: LinkEnd[] };

/**
 * Indexes over the model. They follow its changes: a value computed from a part is computed again after that part
 * changes.
 */
export class ModelIndex {
  readonly names: Model["names"];
  readonly sites: Model["sites"];
  /** Where values computed from the model live. */
  readonly cells: Cells;
  /** By id, or by key. */
  readonly #nodes: TrackedMap<LinkEnd, Changing>;
  /** Items by key; two connections may have the same. */
  readonly called: TrackedGroups<KeyRef, WorkItemId, Called>;
  readonly records: SiteRecords;
  readonly sprints: TrackedMap<SprintId, Sprint>;
  /** By connection and kind, see `boxesKey`. */
  readonly boxes: TrackedGroups<string, SprintId, Sprint>;
  readonly tallies: ModelTallies;
  readonly #pullRequests: TrackedGroups<string, PullRequest["id"], PullRequest["id"]>;
  readonly #members: TrackedMap<string, string>;
  readonly #values: TrackedMap<string, ProjectValues>;
  /** New items, and new ends of links. */
  #added: Added = { items: [], ends: [] };
  #last: Seen = {
    items: new Map(),
    sprints: new Map(),
    links: new Map(),
    pullRequests: new Map(),
    members: new Map(),
    values: new Map(),
  };

  constructor({ names, sites }: NamesAndSites, { rows, wantsWords }: IndexOptions) {
    this.names = names;
    this.sites = sites;
    this.cells = rows.cells;
    this.#nodes = new TrackedMap(rows);
    this.called = new TrackedGroups(this.cells, ({ id }) => id);
    this.records = new SiteRecords(sites, this.cells);
    this.sprints = new TrackedMap(this.cells);
    this.boxes = new TrackedGroups(this.cells, ({ id }) => id);
    this.tallies = new ModelTallies(this.cells, wantsWords);
    this.#pullRequests = new TrackedGroups(this.cells, (id) => id);
    this.#members = new TrackedMap(this.cells);
    this.#values = new TrackedMap(this.cells);
  }

  readonly itemOf = (id: WorkItemId): WorkItem | null => this.nodeOf(id).item;

  nodeOf(end: LinkEnd): Node {
    return this.#nodes.get(end) ?? nothing;
  }

  /** Records the keys that name a consumer. */
  setKeys(id: WorkItemId, keys: readonly KeyRef[]): void {
    this.#toChange(id).keys = keys;
  }

  #toChange(end: LinkEnd): Changing {
    return this.#nodes.toChange(end, newNode);
  }

  /** Whether a team's own query finds the item. */
  isMember(connection: string, query: string, id: WorkItemId): boolean {
    return this.#members.get(memberKey(connection, query, id)) !== undefined;
  }

  /** What a team's project says of the item; null if it is none of its items. */
  projectValuesOf(connection: string, query: string, id: WorkItemId): ProjectValues | null {
    return this.#values.get(memberKey(connection, query, id)) ?? null;
  }

  /** @param connection null for any */
  isPullRequest(ref: KeyRef, connection: string | null): boolean {
    return this.#pullRequests.of(connection === null ? ref : `${connection} ${ref}`).length > 0;
  }

  /** Everything new since the last call. An item may appear again after it was gone. */
  takeAdded(): Added {
    const added = this.#added;
    this.#added = { items: [], ends: [] };
    return added;
  }

  /** Applies the differences of the model. Each step is short; other work may run between two of them. */
  *follow(model: Model): Generator<void, void> {
    const last = this.#last;
    const seen = seenIn(model);
    this.#last = seen;
    yield* inDifferences(last.members, seen.members, (one) => this.#takeMember(one));
    yield* inDifferences(last.values, seen.values, (one) => this.#takeValues(one));
    yield* inDifferences(last.pullRequests, seen.pullRequests, (one) => this.#takePullRequest(one));
    yield* inDifferences(last.sprints, seen.sprints, (one) => this.#takeSprint(one));
    yield* inDifferences(last.items, seen.items, (one) => this.#takeItem(one));
    yield* inDifferences(last.links, seen.links, (one) => this.#takeLink(one));
  }

  /** Applies some changes, in place of a whole model: `follow` no longer knows what to compare with afterwards. */
  *take({ items, sprints }: Changes): Generator<void, void> {
    yield* inSteps(sprints, (one) => this.#takeSprint(one));
    yield* inSteps(items, (one) => this.#takeItem(one));
  }

  #takeItem(difference: Difference<WorkItemId, WorkItem>): void {
    const { id, was, is } = difference;
    if (was === is) return;
    if (is?.parentId !== was?.parentId) {
      if (was !== null && was.parentId !== null) {
        const parent = this.#toChange(was.parentId);
        parent.childIds = parent.childIds.filter((child) => child !== id);
      }
      if (is !== null && is.parentId !== null) {
        const parent = this.#toChange(is.parentId);
        parent.childIds = withOne(parent.childIds, id);
      }
    }
    if (is?.key !== was?.key || is?.presence !== was?.presence) {
      if (was !== null) this.called.remove(keyRef(was.system, was.key), id);
      if (is !== null) this.called.add(keyRef(is.system, is.key), { id, presence: is.presence });
    }
    this.records.take(difference);
    this.tallies.takeItem(difference);
    if (was === null) this.#added.items.push(id);
    this.#toChange(id).item = is;
  }

  #takeMember({ id, was, is }: Difference<string, string>): void {
    if (was !== null) this.tallies.countMember(was, -1);
    if (is !== null) this.tallies.countMember(is, 1);
    this.#members.set(id, is ?? undefined);
  }

  #takeValues({ id, was, is }: Difference<string, ProjectValues>): void {
    const connection = id.slice(0, id.indexOf(" "));
    if (was !== null) this.tallies.countStatus(connection, was.status, -1);
    if (is !== null) this.tallies.countStatus(connection, is.status, 1);
    this.#values.set(id, is ?? undefined);
  }

  #takeSprint({ id, was, is }: Difference<SprintId, Sprint>): void {
    if (was !== null) this.boxes.remove(boxesKey(was.connection, was.kind), id);
    if (is !== null) this.boxes.put(boxesKey(is.connection, is.kind), is);
    this.sprints.set(id, is ?? undefined);
  }

  #takeLink(difference: Difference<string, Link>): void {
    const { id, was, is } = difference;
    this.tallies.takeLink(difference);
    for (const end of was === null ? none : endsOf(was)) {
      const node = this.#toChange(end);
      node.links = node.links.filter((one) => one.id !== id);
    }
    if (is === null) return;
    this.#addLink(is.source, is);
    if (is.target !== is.source) this.#addLink(is.target, is);
  }

  #addLink(end: LinkEnd, link: Link): void {
    const node = this.#toChange(end);
    if (node.links.length === 0) this.#added.ends.push(end);
    node.links = withOne(node.links, link);
  }

  #takePullRequest({ id, was, is }: Difference<string, PullRequest>): void {
    if (was?.key === is?.key && was?.connection === is?.connection) return;
    for (const key of was === null ? [] : pullRequestKeys(was)) this.#pullRequests.remove(key, id);
    for (const key of is === null ? [] : pullRequestKeys(is)) this.#pullRequests.put(key, id);
  }
}

function endsOf({ source, target }: Link): readonly LinkEnd[] {
  return source === target ? [source] : [source, target];
}

export function boxesKey(connection: string, kind: SprintKind): string {
  return `${connection} ${kind}`;
}

/** A model by id. */
type Seen = Pick<Model, "items" | "sprints" | "links" | "pullRequests"> & {
  /** The connection and query that find an item. */
  readonly members: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, ProjectValues>;
};

function seenIn({ items, sprints, links, pullRequests, memberships }: Model): Seen {
  return { items, sprints, links, pullRequests, members: membersIn(memberships), values: valuesIn(memberships) };
}

/* The same list gives the same map. */

const membersIn = once((memberships: Model["memberships"]) => {
  const members = new Map<string, string>();
  for (const { connection, query, itemIds } of memberships)
    for (const id of itemIds) members.set(memberKey(connection, query, id), `${connection} ${query}`);
  return members;
});
const valuesIn = once((memberships: Model["memberships"]) => {
  const found = new Map<string, ProjectValues>();
  for (const { connection, query, values = new Map<WorkItemId, ProjectValues>() } of memberships)
    for (const [id, one] of values) found.set(memberKey(connection, query, id), one);
  return found;
});

function memberKey(connection: string, query: string, id: WorkItemId): string {
  return `${connection} ${id} ${query}`;
}

function pullRequestKeys({ key, connection }: PullRequest): readonly string[] {
  const ref = keyRef("github", key);
  return [ref, `${connection} ${ref}`];
}
