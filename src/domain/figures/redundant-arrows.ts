import { cyclicComponentsInSteps, type Arrow } from "../conflicts/cyclic-components.ts";
import { inSteps } from "../tracking/in-steps.ts";

/** An arrow that a longer path states already: the consumer waits for the provider through the ids between. */
export type RedundantArrow<Id extends string> = {
  readonly consumer: Id;
  readonly provider: Id;
  /** From the one for which the consumer waits to the one that waits for the provider. */
  readonly through: readonly Id[];
};

export type RedundantArrows<Id extends string> = {
  readonly found: readonly RedundantArrow<Id>[];
  /** Number of consumers whose search ended at its bound: more of their arrows may be redundant. */
  readonly cutShort: number;
};

/** Number of arrows that the search follows from one consumer, the nearest first. */
const mostFollowed = 100;

/**
 * The arrows that a transitive reduction removes (Aho, Garey and Ullman 1972), as far as the bound allows. Leaves out ids
 * that wait for each other: there the reduction is not unique. So all found arrows can be removed together, and each id
 * still waits for the same ones. Each step is short.
 * @param arrows each once
 * @returns in the order of the arrows, each with a shortest path
 */
export function* redundantArrows<Id extends string>(
  arrows: readonly Arrow<Id>[],
): Generator<void, RedundantArrows<Id>> {
  const circular = new Set((yield* cyclicComponentsInSteps(arrows)).flat());
  const nodes = new Map<Id, Node<Id>>();
  const nodeOf = (id: Id): Node<Id> => {
    const node: Node<Id> = nodes.get(id) ?? { id, providers: [], waiting: 0, height: 0, seenFrom: null };
    nodes.set(id, node);
    return node;
  };
  yield* inSteps(arrows, ([from, to]) => {
    if (circular.has(from) || circular.has(to)) return;
    const provider = nodeOf(to);
    nodeOf(from).providers.push(provider);
    provider.waiting += 1;
  });
  yield* setHeights([...nodes.values()]);
  const found: RedundantArrow<Id>[] = [];
  let cutShort = 0;
  yield* inSteps(nodes.values(), (node) => {
    if (node.providers.length < 2) return;
    const { paths, isCutShort } = throughOthers(node);
    if (isCutShort) cutShort += 1;
    for (const { id: provider } of node.providers) {
      const path = paths.get(provider);
      if (path !== undefined) found.push({ consumer: node.id, provider, through: idsOf(path) });
    }
  });
  return { found, cutShort };
}

type Node<Id> = {
  readonly id: Id;
  readonly providers: Node<Id>[];
  /** Number of consumers without a height. */
  waiting: number;
  /** The number of arrows in the longest path from here: a path leads only to lower nodes. */
  height: number;
  /** The last node whose search came here. */
  seenFrom: Node<Id> | null;
};

function* setHeights<Id>(nodes: readonly Node<Id>[]): Generator<void, void> {
  // Kahn's order: each consumer before its providers. The loop appends to it.
  const order = nodes.filter(({ waiting }) => waiting === 0);
  yield* inSteps(order, ({ providers }) => {
    for (const provider of providers) {
      provider.waiting -= 1;
      if (provider.waiting === 0) order.push(provider);
    }
  });
  yield* inSteps(order.toReversed(), (node) => {
    for (const { height } of node.providers) node.height = Math.max(node.height, height + 1);
  });
}

type Path<Id> = { readonly node: Node<Id>; readonly before: Path<Id> | null };

/** Paths from a node's providers to its other providers, without the last; nearest first. */
function throughOthers<Id>(from: Node<Id>) {
  const paths = new Map<Id, Path<Id>>();
  const direct = new Set(from.providers);
  const lowest = from.providers.reduce((least, { height }) => Math.min(least, height), Number.POSITIVE_INFINITY);
  for (const node of direct) node.seenFrom = from;
  let followed = 0;
  const open: Path<Id>[] = from.providers.map((node) => ({ node, before: null }));
  // The loop appends to `open`.
  for (const path of open)
    for (const node of path.node.providers) {
      if (node.height < lowest) continue;
      if (++followed > mostFollowed) return { paths, isCutShort: true };
      if (direct.delete(node)) paths.set(node.id, path);
      if (node.seenFrom === from) continue;
      node.seenFrom = from;
      open.push({ node, before: path });
    }
  return { paths, isCutShort: false };
}

function idsOf<Id>(last: Path<Id>): readonly Id[] {
  const ids: Id[] = [];
  for (let path: Path<Id> | null = last; path !== null; path = path.before) ids.unshift(path.node.id);
  return ids;
}
