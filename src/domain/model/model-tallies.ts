import type { Difference } from "../tracking/differences.ts";
import { isKeyRef, type WorkItemId } from "../ids.ts";
import { projectOf } from "../items/issue-key.ts";
import type { StatusBearer } from "../items/statuses.ts";
import type { Cells } from "../tracking/cells.ts";
import { TrackedGroups } from "../tracking/tracked-groups.ts";
import type { Link, WorkItem } from "../items/work-item.ts";

/** A word that affects an item's status. */
export type BorneWord = { readonly bearer: StatusBearer; readonly word: string };

export type LinkType = Pick<Link, "typeId" | "typeName">;

/**
 * Counts over the model: items by place, projects, words, link types, members. They save a walk over all items. Only
 * present items count, except for projects.
 */
export class ModelTallies {
  readonly #items: TrackedGroups<string, WorkItemId, WorkItem>;
  readonly #containers: TrackedCounts<string>;
  readonly #projects: TrackedCounts<string>;
  readonly #words: TrackedCounts<BorneWord>;
  readonly #linkTypes: TrackedCounts<LinkType>;
  readonly #members: TrackedCounts<string>;

  readonly #wantsWords: boolean;

  /** @param wantsWords whether to count the words of items */
  constructor(cells: Cells, wantsWords: boolean) {
    this.#items = new TrackedGroups(cells, ({ id }) => id);
    this.#containers = new TrackedCounts<string>(cells, String);
    this.#projects = new TrackedCounts<string>(cells, String);
    this.#words = new TrackedCounts(cells, ({ bearer, word }) => `${bearer} ${word}`);
    this.#linkTypes = new TrackedCounts(cells, ({ typeId, typeName }) => `${typeId} ${typeName}`);
    this.#members = new TrackedCounts<string>(cells, String);
    this.#wantsWords = wantsWords;
  }

  /** Items of a project or repository. @param container in lower case */
  itemsIn(connection: string, container: string): readonly WorkItem[] {
    return this.#items.of(`${connection} ${container}`);
  }

  /** Names of the projects or repositories with items. */
  containersOf(connection: string): readonly string[] {
    return this.#containers.of(connection);
  }

  /** Whether the project has an item of Jira, present or not. @param project in upper case */
  isProject(project: string): boolean {
    return this.#projects.of(project).length > 0;
  }

  wordsIn(connection: string): readonly BorneWord[] {
    return this.#words.of(connection);
  }

  linkTypesOf(connection: string): readonly LinkType[] {
    return this.#linkTypes.of(connection);
  }

  /** Whether a team's own query finds anything. */
  hasMembers(connection: string, query: string): boolean {
    return this.#members.of(`${connection} ${query}`).length > 0;
  }

  takeItem({ id, was, is }: Difference<WorkItemId, WorkItem>): void {
    if (was !== null) this.#count(was, -1);
    if (is !== null) this.#count(is, 1);
    const [former, place] = [placeOf(was), placeOf(is)];
    if (former !== null && former !== place) this.#items.remove(former, id);
    if (place === null || is === null) return;
    if (former === place) this.#items.put(place, is);
    else this.#items.add(place, is);
  }

  takeLink({ was, is }: Difference<string, Link>): void {
    if (was !== null) this.#countLink(was, -1);
    if (is !== null) this.#countLink(is, 1);
  }

  /** Counts the status that a project gives an item, among the words. */
  countStatus(connection: string, word: string | null, by: 1 | -1): void {
    if (word === null || !this.#wantsWords) return;
    this.#words.count(connection, { bearer: "status", word }, by);
  }

  /** @param query as `${connection} ${query}` */
  countMember(query: string, by: 1 | -1): void {
    this.#members.count(query, query, by);
  }

  #count(item: WorkItem, by: 1 | -1): void {
    const { system, connection, key, container } = item;
    if (system === "jira") {
      const project = projectOf(key.toUpperCase());
      this.#projects.count(project, project, by);
    }
    if (item.presence !== "present") return;
    this.#containers.count(connection, container, by);
    if (!this.#wantsWords) return;
    for (const word of wordsOf(item)) this.#words.count(connection, word, by);
  }

  #countLink({ origin, source, typeId, typeName }: Link, by: 1 | -1): void {
    if (origin !== "jira-link" || isKeyRef(source)) return;
    const connection = source.slice("jira:".length, source.indexOf(":", "jira:".length));
    this.#linkTypes.count(connection, { typeId, typeName }, by);
  }
}

function placeOf(item: WorkItem | null): string | null {
  return item?.presence === "present" ? `${item.connection} ${item.container.toLowerCase()}` : null;
}

function wordsOf({
  system,
  statusId,
  statusName,
  resolutionId,
  resolutionName,
  labels,
}: WorkItem): readonly BorneWord[] {
  const bearing = (bearer: StatusBearer, words: readonly (string | null)[]) =>
    words.flatMap((word): BorneWord[] => (word === null ? [] : [{ bearer, word }]));
  return [
    ...bearing("status", [statusId, statusName]),
    ...bearing("resolution", [resolutionId, resolutionName]),
    ...bearing("label", system === "github" ? labels : []),
  ];
}

/** The distinct values of a group. */
class TrackedCounts<V> {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #values: TrackedGroups<string, string, V>;
  readonly #keyOf: (value: V) => string;

  /** @param keyOf equal for equal values */
  constructor(cells: Cells, keyOf: (value: V) => string) {
    this.#values = new TrackedGroups(cells, keyOf);
    this.#keyOf = keyOf;
  }

  of(group: string): readonly V[] {
    return this.#values.of(group);
  }

  count(group: string, value: V, by: 1 | -1): void {
    const key = this.#keyOf(value);
    const counts = this.#counts.get(group) ?? new Map<string, number>();
    this.#counts.set(group, counts);
    const count = (counts.get(key) ?? 0) + by;
    counts.set(key, count);
    if (count === 0) this.#values.remove(group, key);
    if (count === 1 && by === 1) this.#values.put(group, value);
  }
}
