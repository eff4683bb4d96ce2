import { atOneGo } from "../tracking/in-steps.ts";
import { byText, sortedBy } from "../ordering.ts";
import { at } from "../tracking/integers.ts";

/** A dependency by id. */
export type Arrow<Id extends string = string> = readonly [consumer: Id, provider: Id];

/**
 * Strongly connected components of more than one node, and single nodes with an arrow to themselves. Sorts members, and
 * groups by their first member.
 */
export function cyclicComponents<Id extends string>(arrows: Iterable<Arrow<Id>>): Id[][] {
  return atOneGo(cyclicComponentsInSteps(arrows));
}

/** Number of nodes per step; other work may run between steps. */
const atOnce = 5000;

/** Like `cyclicComponents`. Each step is short; other work may run between two of them. */
export function* cyclicComponentsInSteps<Id extends string>(arrows: Iterable<Arrow<Id>>): Generator<void, Id[][]> {
  const nodes = new Map<Id, { readonly node: number; readonly id: Id; readonly providers: number[] }>();
  const nodeOf = (id: Id) => {
    const known = nodes.get(id) ?? { node: nodes.size, id, providers: [] };
    nodes.set(id, known);
    return known;
  };
  let steps = 0;
  for (const [consumer, provider] of arrows) {
    if (++steps % atOnce === 0) yield;
    nodeOf(consumer).providers.push(nodeOf(provider).node);
  }
  const all = [...nodes.values()];
  const found = yield* componentsInSteps(all.length, (node) => all[node]?.providers ?? none);
  return inOrder(found.map((members) => members.flatMap((node) => all[node]?.id ?? [])));
}

/** With sorted members, the groups by their first member. */
export function inOrder<Id extends string>(groups: readonly (readonly Id[])[]): Id[][] {
  return sortedBy(
    groups.map((members) => members.toSorted(byText)),
    ([first]) => first ?? "",
  );
}

const none: readonly number[] = [];

/**
 * Like `cyclicComponents`, for nodes that are numbers from 0; in no particular order. Tarjan's algorithm without recursion, because
 * chains may be long.
 */
export function* componentsInSteps(
  count: number,
  providersOf: (node: number) => readonly number[],
): Generator<void, number[][]> {
  /* By node; 0 before its visit. */
  const indexes = new Int32Array(count);
  const lows = new Int32Array(count);
  const nexts = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  const path: number[] = [];
  const found: number[][] = [];
  let visited = 0;
  const enter = (node: number) => {
    indexes[node] = lows[node] = ++visited;
    isOpen[node] = 1;
    open.push(node);
    path.push(node);
  };
  const lower = (node: number, low: number) => {
    if (low < at(lows, node)) lows[node] = low;
  };
  let steps = 0;
  for (let root = 0; root < count; root += 1) {
    if (indexes[root] !== 0) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (++steps % atOnce === 0) yield;
      const next = at(nexts, node);
      const provider = providersOf(node)[next];
      if (provider !== undefined) {
        nexts[node] = next + 1;
        if (indexes[provider] === 0) enter(provider);
        else if (isOpen[provider] === 1) lower(node, at(indexes, provider));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(parent, at(lows, node));
      if (lows[node] !== indexes[node]) continue;
      const members = open.splice(open.lastIndexOf(node));
      for (const member of members) isOpen[member] = 0;
      if (members.length > 1 || providersOf(node).includes(node)) found.push(members);
    }
  }
  return found;
}

/**
 * The shortest cycle through one member of a cyclic component, each waiting for the next; of equally short ones the
 * first by id, step for step. A node that waits for itself is a cycle of one.
 * @param members of the component, sorted; the cycle begins at the first
 */
export function shortestCycle(members: readonly string[], providersOf: ProvidersOf): string[] {
  type Path = { readonly id: string; readonly before: Path | null };
  const start = members.slice(0, 1);
  const unseen = new Set(members.slice(1));
  const paths: Path[] = start.map((id) => ({ id, before: null }));
  // The loop appends to `paths`: nearest first.
  for (const path of paths) {
    for (const id of providersOf(path.id)) if (unseen.delete(id)) paths.push({ id, before: path });
  }
  const cycle: string[] = [];
  const closing = paths.find(({ id }) => start.some((first) => providersOf(id).includes(first))) ?? null;
  for (let path: Path | null = closing; path !== null; path = path.before) cycle.unshift(path.id);
  return cycle;
}

/** The providers of an id. */
export type ProvidersOf = (id: string) => readonly string[];

/** Sorted, so that a walk never depends on the order of the arrows. */
export function providersIn(arrows: readonly Arrow[]): ProvidersOf {
  const lists = new Map<string, string[]>();
  for (const [consumer, provider] of arrows.toSorted((a, b) => byText(a[1], b[1]))) {
    const list = lists.get(consumer);
    if (list === undefined) lists.set(consumer, [provider]);
    else list.push(provider);
  }
  return (id) => lists.get(id) ?? [];
}
