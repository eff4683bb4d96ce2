import { atOneGo } from "../tracking/in-steps.ts";
import { byText, sortedBy } from "../ordering.ts";

/** A dependency by id. */
export type Arrow<Id extends string = string> = readonly [consumer: Id, provider: Id];

type Node<Id> = {
  readonly id: Id;
  readonly next: Node<Id>[];
  /** Place on the stack of open nodes; -1 before and after. */
  place: number;
  index: number;
  low: number;
};

/**
 * Strongly connected components of more than one node, and single nodes with an arrow to themselves. Sorts members, and
 * groups by their first member.
 */
export function cyclicComponents<Id extends string>(arrows: Iterable<Arrow<Id>>): Id[][] {
  return atOneGo(cyclicComponentsInSteps(arrows));
}

/** Number of nodes per step; other work may run between steps. */
const atOnce = 5000;

/** Tarjan's algorithm without recursion, because chains may be long. */
export function* cyclicComponentsInSteps<Id extends string>(arrows: Iterable<Arrow<Id>>): Generator<void, Id[][]> {
  const open: Node<Id>[] = [];
  const found: Id[][] = [];
  let visited = 0;
  const enter = (node: Node<Id>) => {
    node.index = node.low = ++visited;
    node.place = open.push(node) - 1;
    return { node, rest: node.next.values() };
  };
  const nodes = yield* graphOf(arrows);
  let steps = 0;
  for (const root of nodes) {
    if (root.index !== 0) continue;
    const path = [enter(root)];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      if (++steps % atOnce === 0) yield;
      const { node, rest } = step;
      const { value: next } = rest.next();
      if (next !== undefined) {
        if (next.index === 0) path.push(enter(next));
        else if (next.place !== -1) node.low = Math.min(node.low, next.index);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) parent.low = Math.min(parent.low, node.low);
      if (node.low !== node.index) continue;
      const members = open.splice(node.place);
      for (const member of members) member.place = -1;
      if (members.length > 1 || node.next.includes(node)) found.push(members.map(({ id }) => id).toSorted(byText));
    }
  }
  return sortedBy(found, ([first]) => first ?? "");
}

function* graphOf<Id extends string>(arrows: Iterable<Arrow<Id>>): Generator<void, Iterable<Node<Id>>> {
  const nodes = new Map<Id, Node<Id>>();
  const nodeOf = (id: Id): Node<Id> => {
    const node: Node<Id> = nodes.get(id) ?? { id, next: [], place: -1, index: 0, low: 0 };
    nodes.set(id, node);
    return node;
  };
  let steps = 0;
  for (const [consumer, provider] of arrows) {
    if (++steps % atOnce === 0) yield;
    nodeOf(consumer).next.push(nodeOf(provider));
  }
  return nodes.values();
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
