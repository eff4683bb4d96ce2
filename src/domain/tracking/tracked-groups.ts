import type { Cells } from "./cells.ts";
import { RowMap } from "./rows.ts";
import { rowsIn, type Home } from "./tracked.ts";

/** Above this size a map finds a member, below it a linear search. */
const searched = 24;

/** The values of one group. */
type Group<M, V> = {
  values: V[];
  /** Indexes by member; null until one is searched in a large group. */
  places: Map<M, number> | null;
  /** The cell that its readers depend on; 0 for none. */
  cell: number;
};

const none: readonly never[] = [];

function newGroup<M, V>(): Group<M, V> {
  return { values: [], places: null, cell: 0 };
}

/** Values by group and member. A change of one member marks everything computed from its group. */
export class TrackedGroups<K, M, V> {
  readonly #cells: Cells;
  readonly #memberOf: (value: V) => M;
  readonly #groups: RowMap<K, Group<M, V>>;

  /** @param memberOf the member that a value belongs to */
  constructor(home: Home<K>, memberOf: (value: V) => M) {
    const rows = rowsIn(home);
    this.#cells = rows.cells;
    this.#groups = new RowMap(rows);
    this.#memberOf = memberOf;
  }

  /** In no particular order. The group's changes show in it: copy it to keep it. */
  of(key: K): readonly V[] {
    if (!this.#cells.isComputing()) return this.#groups.get(key)?.values ?? none;
    const group = this.#groups.of(key, newGroup);
    if (group.cell === 0) group.cell = this.#cells.newGiven(null);
    this.#cells.read(group.cell);
    return group.values;
  }

  /** In place of the former value of the same member. */
  put(key: K, value: V): void {
    const group = this.#groups.of(key, newGroup);
    const place = this.#placeIn(group, this.#memberOf(value));
    if (place === -1) this.#append(group, value);
    else if (group.values[place] === value) return;
    else group.values[place] = value;
    this.#noteChange(group);
  }

  /** Like `put`, for a member that the group does not have: it need not be searched. */
  add(key: K, value: V): void {
    const group = this.#groups.of(key, newGroup);
    this.#append(group, value);
    this.#noteChange(group);
  }

  #append(group: Group<M, V>, value: V): void {
    if (group.values.length < searched) group.values = withOne(group.values, value);
    else group.values.push(value);
    group.places?.set(this.#memberOf(value), group.values.length - 1);
  }

  remove(key: K, member: M): void {
    const group = this.#groups.get(key);
    if (group === undefined) return;
    const place = this.#placeIn(group, member);
    if (place === -1) return;
    const { values, places } = group;
    // The last one takes the free index.
    const last = values.pop();
    places?.delete(member);
    if (last !== undefined && place < values.length) {
      values[place] = last;
      places?.set(this.#memberOf(last), place);
    }
    this.#noteChange(group);
  }

  #placeIn(group: Group<M, V>, member: M): number {
    const { values } = group;
    if (group.places === null && values.length <= searched)
      return values.findIndex((value) => this.#memberOf(value) === member);
    group.places ??= new Map(values.map((one, index) => [this.#memberOf(one), index]));
    return group.places.get(member) ?? -1;
  }

  #noteChange({ cell }: Group<M, V>): void {
    if (cell !== 0) this.#cells.alter(cell);
  }
}

/** A list of exact size: a grown one has room for sixteen more. */
export function withOne<T>(list: readonly T[], value: T): T[] {
  const [first, second] = list;
  if (first === undefined) return [value];
  return second === undefined ? [first, value] : list.concat([value]);
}
