import { ComputedCell, GivenCell, isComputing, type Family } from "./cells.ts";
import { inSteps } from "./in-steps.ts";

/** All kinds of values of a key are in one row, so that one lookup finds them. */
export class Rows<K> {
  readonly #rows = new Map<K, unknown[]>();
  #width = 0;

  /** Adds a kind of values. Call it before the first row exists. */
  newColumn<C>(): Column<K, C> {
    const place = this.#width;
    this.#width += 1;
    return {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only its owner writes into this column
      get: (key) => this.#rows.get(key)?.[place] as C | undefined,
      put: (key, cell) => {
        let row = this.#rows.get(key);
        if (row === undefined) {
          row = Array.from({ length: this.#width });
          this.#rows.set(key, row);
        }
        row[place] = cell;
        return cell;
      },
    };
  }
}

type Column<K, C> = { readonly get: (key: K) => C | undefined; readonly put: (key: K, cell: C) => C };

/** Rows of these keys, and possibly of others. */
type RowsFor<K> = { newColumn<C>(): Column<K, C> };

/** One cell for each key that was read, so that a change marks its readers. */
class Readers<K> {
  readonly #cells = new Map<K, GivenCell<number>>();

  noteRead(key: K): void {
    if (!isComputing()) return;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = new GivenCell(0);
      this.#cells.set(key, cell);
    }
    cell.read();
  }

  noteChange(key: K): void {
    this.#cells.get(key)?.alter();
  }
}

/** Values by key. */
export class TrackedMap<K, V> {
  readonly #column: Column<K, GivenCell<V | undefined>>;

  constructor(rows: RowsFor<K> = new Rows<K>()) {
    this.#column = rows.newColumn();
  }

  get(key: K): V | undefined {
    const cell = this.#column.get(key);
    if (cell !== undefined) return cell.read();
    if (isComputing()) this.#newCell(key).read();
    return undefined;
  }

  /** @param value undefined removes the key */
  set(key: K, value: V | undefined): void {
    (this.#column.get(key) ?? this.#newCell(key)).give(value);
  }

  /** Changes part of the value itself. @param fresh the initial value */
  alter(key: K, fresh: () => V, change: (value: V) => void): void {
    const cell = this.#column.get(key) ?? this.#newCell(key);
    const value = cell.read() ?? fresh();
    change(value);
    cell.give(value);
    cell.alter();
  }

  #newCell(key: K): GivenCell<V | undefined> {
    return this.#column.put(key, new GivenCell<V | undefined>(undefined));
  }
}

/** Above this size a map finds a member, below it a linear search. */
const searched = 24;

/** Values of one group, each at its member's index. */
type Group<M, V> = {
  members: M[];
  values: V[];
  /** Indexes by member; null while the group is small. */
  places: Map<M, number> | null;
};

/** Values by group and member. A change of one member marks everything computed from its group. */
export class TrackedGroups<K, M, V> {
  readonly #groups = new Map<K, Group<M, V>>();
  readonly #readers = new Readers<K>();

  /** In no particular order. The group's changes show in it: copy it to keep it. */
  of(key: K): readonly V[] {
    this.#readers.noteRead(key);
    return this.#groups.get(key)?.values ?? [];
  }

  put(key: K, member: M, value: V): void {
    const group = this.#groups.get(key) ?? this.#newGroup(key);
    const { members, values } = group;
    const place = placeIn(group, member);
    if (place !== -1 && values[place] === value) return;
    if (place !== -1) values[place] = value;
    else if (group.places === null && members.length < searched) {
      // `concat` gives lists of exact size; a list that grows has room for sixteen more.
      group.members = members.concat(member);
      group.values = values.concat(value);
    } else {
      group.places ??= new Map(members.map((one, index) => [one, index]));
      group.places.set(member, members.length);
      members.push(member);
      values.push(value);
    }
    this.#readers.noteChange(key);
  }

  remove(key: K, member: M): void {
    const group = this.#groups.get(key);
    const place = group === undefined ? -1 : placeIn(group, member);
    if (group === undefined || place === -1) return;
    // The last one takes the free index.
    const { members, values, places } = group;
    const [last, moved] = [members.length - 1, members.at(-1)];
    members.copyWithin(place, last).pop();
    values.copyWithin(place, last).pop();
    places?.delete(member);
    if (place !== last && moved !== undefined) places?.set(moved, place);
    this.#readers.noteChange(key);
  }

  #newGroup(key: K): Group<M, V> {
    const group: Group<M, V> = { members: [], values: [], places: null };
    this.#groups.set(key, group);
    return group;
  }
}

function placeIn<M>({ members, places }: Pick<Group<M, unknown>, "members" | "places">, member: M): number {
  return places === null ? members.indexOf(member) : (places.get(member) ?? -1);
}

type Same<V> = (former: V, next: V) => boolean;

const never = () => false;

/**
 * Computes once for each key, and again only after one of its inputs has changed.
 * @param isSame if true, the former value stays, and values computed from it are not computed again
 */
export function keyed<K, V>(
  compute: (key: K) => V,
  isSame: Same<V> = never,
  rows: RowsFor<K> = new Rows<K>(),
): (key: K) => V {
  const cells = new Cells({ compute, isSame, queue: null }, rows);
  return (key) => cells.of(key).read();
}

/** Like `keyed`, for a single value. */
export function derived<V>(compute: () => V): () => V {
  const of = keyed((_only: null) => compute());
  return () => of(null);
}

class Cells<K, V> {
  readonly #family: Family<K, V>;
  readonly #column: Column<K, ComputedCell<K, V>>;

  constructor(family: Family<K, V>, rows: RowsFor<K>) {
    this.#family = family;
    this.#column = rows.newColumn();
  }

  of(key: K): ComputedCell<K, V> {
    return this.#column.get(key) ?? this.#column.put(key, new ComputedCell(this.#family, key));
  }
}

/** Like `keyed`, for values whose changes `settle` reports. */
export class Kept<K, V> {
  readonly #cells: Cells<K, V>;
  readonly #waiting: ComputedCell<K, V>[] = [];

  constructor(compute: (key: K) => V, isSame: Same<V>, rows: RowsFor<K> = new Rows<K>()) {
    this.#cells = new Cells({ compute, isSame, queue: this.#waiting }, rows);
  }

  of(key: K): V {
    return this.#cells.of(key).read();
  }

  /** From now on `settle` reports its changes, like those of every value read before. */
  watch(key: K): void {
    this.#cells.of(key);
  }

  /** Updates all values. @param keep receives each one that may have changed */
  *settle(keep: (key: K, value: V) => void): Generator<void, void> {
    const next = () => this.#waiting.pop();
    yield* inSteps(untilNone(next), (cell) => keep(cell.key, cell.read()));
  }
}

function* untilNone<T>(next: () => T | undefined): Generator<T, void> {
  for (let one = next(); one !== undefined; one = next()) yield one;
}

/** For lists whose elements compare by identity. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, place) => one === b[place]);
}

/** For plain values. */
export function isAlike(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
