/**
 * Relations of issues, by database id: parents and children in a person's order, blockers in the order they were added.
 */
export class Relations {
  readonly #parent = new Map<number, number>();
  readonly #children = new Map<number, number[]>();
  readonly #blockedBy = new Map<number, number[]>();
  readonly #blocking = new Map<number, number[]>();
  readonly #closedByPulls = new Map<number, number[]>();
  readonly #closes = new Map<number, number[]>();

  parentOf(child: number): number | null {
    return this.#parent.get(child) ?? null;
  }

  childrenOf(parent: number): readonly number[] {
    return this.#children.get(parent) ?? [];
  }

  addChild(parent: number, child: number): void {
    this.#parent.set(child, parent);
    push(this.#children, parent, child);
  }

  removeChild(parent: number, child: number): void {
    this.#parent.delete(child);
    drop(this.#children, parent, child);
  }

  /** Puts the children in a new order. */
  orderChildren(parent: number, children: readonly number[]): void {
    this.#children.set(parent, [...children]);
  }

  blockersOf(issue: number): readonly number[] {
    return this.#blockedBy.get(issue) ?? [];
  }

  blockedBy(blocker: number): readonly number[] {
    return this.#blocking.get(blocker) ?? [];
  }

  addBlocker(issue: number, blocker: number): void {
    push(this.#blockedBy, issue, blocker);
    push(this.#blocking, blocker, issue);
  }

  removeBlocker(issue: number, blocker: number): void {
    drop(this.#blockedBy, issue, blocker);
    drop(this.#blocking, blocker, issue);
  }

  /** Ids of the pull requests (their issue ids) that close an issue when merged. */
  pullsClosing(issue: number): readonly number[] {
    return this.#closedByPulls.get(issue) ?? [];
  }

  closedBy(pull: number): readonly number[] {
    return this.#closes.get(pull) ?? [];
  }

  setClosed(pull: number, issues: readonly number[]): void {
    for (const issue of this.closedBy(pull)) drop(this.#closedByPulls, issue, pull);
    this.#closes.set(pull, [...issues]);
    for (const issue of issues) push(this.#closedByPulls, issue, pull);
  }

  /** Removes all relations of an issue. */
  forget(issue: number): void {
    const parent = this.parentOf(issue);
    if (parent !== null) this.removeChild(parent, issue);
    for (const child of this.childrenOf(issue).slice()) this.removeChild(issue, child);
    for (const blocker of this.blockersOf(issue).slice()) this.removeBlocker(issue, blocker);
    for (const blocked of this.blockedBy(issue).slice()) this.removeBlocker(blocked, issue);
    for (const pull of this.pullsClosing(issue).slice()) drop(this.#closes, pull, issue);
    this.#closedByPulls.delete(issue);
    this.setClosed(issue, []);
  }

  /** Replaces one issue by another in all relations, in place. */
  rename(from: number, to: number): void {
    for (const map of [this.#children, this.#blockedBy, this.#blocking, this.#closedByPulls, this.#closes]) {
      renameKey(map, from, to);
      for (const ids of map.values()) ids.splice(0, ids.length, ...ids.map((id) => (id === from ? to : id)));
    }
    renameKey(this.#parent, from, to);
    for (const child of this.childrenOf(to)) this.#parent.set(child, to);
  }
}

function renameKey<V>(map: Map<number, V>, from: number, to: number): void {
  const value = map.get(from);
  if (value !== undefined) {
    map.delete(from);
    map.set(to, value);
  }
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key) ?? [];
  if (!list.includes(value)) list.push(value);
  map.set(key, list);
}

function drop(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  const index = list?.indexOf(value) ?? -1;
  if (index !== -1) list?.splice(index, 1);
}
