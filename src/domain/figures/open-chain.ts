import { cyclicComponents, type Arrow } from "../conflicts/cyclic-components.ts";
import { byText } from "../ordering.ts";

type Node<Id> = {
  readonly id: Id;
  readonly providers: Set<Node<Id>>;
  /** Number of consumers that are not in order yet. */
  waiting: number;
  /** The longest chain from here, in arrows. */
  length: number;
};

/**
 * The longest chain in which each item waits for the next. Of items that wait for each other it takes the first by id,
 * because a chain through a circle has no end; of equally long chains the first by its ids.
 * @returns the consumer first; empty without arrows between different groups
 */
export function longestChain<Id extends string>(arrows: readonly Arrow<Id>[]): readonly Id[] {
  const nodes = graphOf(arrows);
  // Kahn's order, without recursion because chains may be long: each consumer before its providers. The loop appends to it.
  const order = nodes.filter(({ waiting }) => waiting === 0);
  for (const { providers } of order) {
    for (const provider of providers) {
      provider.waiting -= 1;
      if (provider.waiting === 0) order.push(provider);
    }
  }
  for (const node of order.toReversed())
    for (const { length } of node.providers) node.length = Math.max(node.length, length + 1);
  const chain: Id[] = [];
  for (let next = longestOf(nodes); next !== undefined; next = longestOf([...next.providers])) chain.push(next.id);
  return chain;
}

/** Of equally long ones the first by id. */
function longestOf<Id extends string>(nodes: readonly Node<Id>[]): Node<Id> | undefined {
  return nodes.toSorted((a, b) => b.length - a.length || byText(a.id, b.id)).at(0);
}

/** One node for each group of items that wait for each other; only nodes with arrows between them. */
function graphOf<Id extends string>(arrows: readonly Arrow<Id>[]): readonly Node<Id>[] {
  const first = new Map(
    cyclicComponents(arrows).flatMap((members) =>
      members.flatMap((member) => members.slice(0, 1).map((one) => [member, one] as const)),
    ),
  );
  const nodes = new Map<Id, Node<Id>>();
  const nodeOf = (id: Id): Node<Id> => {
    const node: Node<Id> = nodes.get(id) ?? { id, providers: new Set(), waiting: 0, length: 0 };
    nodes.set(id, node);
    return node;
  };
  for (const [from, to] of arrows) {
    const [one, other] = [first.get(from) ?? from, first.get(to) ?? to];
    if (one === other) continue;
    const [consumer, provider] = [nodeOf(one), nodeOf(other)];
    if (consumer.providers.has(provider)) continue;
    consumer.providers.add(provider);
    provider.waiting += 1;
  }
  return [...nodes.values()];
}
