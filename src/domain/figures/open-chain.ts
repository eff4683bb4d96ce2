import { cyclicComponents, type Arrow } from "../conflicts/cyclic-components.ts";
import { byText } from "../ordering.ts";

/**
 * The longest chain in which each item waits for the next. Of items that wait for each other it takes one, because a
 * chain through a circle has no end; of equally long chains the first by its ids.
 * @returns the consumer first; empty without arrows between different groups
 */
export function longestChain<Id extends string>(arrows: readonly Arrow<Id>[]): readonly Id[] {
  const groups = cyclicComponents(arrows);
  const groupOf = new Map(groups.flatMap((members) => members.map((member) => [member, members] as const)));
  const nodeOf = (id: Id): Id => groupOf.get(id)?.[0] ?? id;
  const providers = new Map<Id, Set<Id>>();
  const waiting = new Map<Id, number>();
  for (const [consumer, provider] of arrows) {
    const [from, to] = [nodeOf(consumer), nodeOf(provider)];
    const known = providers.get(from) ?? new Set();
    if (from === to || known.has(to)) continue;
    providers.set(from, known.add(to));
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    waiting.set(from, waiting.get(from) ?? 0);
  }
  return chainOf(lengthsIn(providers, waiting), providers);
}

type Providers<Id> = ReadonlyMap<Id, ReadonlySet<Id>>;

/** The length of the longest chain that begins at each node. Providers before their consumers, without recursion. */
function lengthsIn<Id extends string>(providers: Providers<Id>, waiting: Map<Id, number>): ReadonlyMap<Id, number> {
  // Kahn's order: each consumer before its providers. The loop appends to `order`.
  const order = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (const consumer of order) {
    for (const provider of providers.get(consumer) ?? []) {
      const left = (waiting.get(provider) ?? 0) - 1;
      waiting.set(provider, left);
      if (left === 0) order.push(provider);
    }
  }
  const lengths = new Map<Id, number>();
  for (const id of order.toReversed()) {
    const behind = [...(providers.get(id) ?? [])].map((provider) => lengths.get(provider) ?? 0);
    lengths.set(
      id,
      behind.reduce((longest, length) => Math.max(longest, length + 1), 0),
    );
  }
  return lengths;
}

function chainOf<Id extends string>(lengths: ReadonlyMap<Id, number>, providers: Providers<Id>): readonly Id[] {
  const chain: Id[] = [];
  let next = [...lengths.keys()];
  for (;;) {
    const longest = next.reduce((most, id) => Math.max(most, lengths.get(id) ?? 0), 0);
    const [first] = next.filter((id) => lengths.get(id) === longest).toSorted(byText);
    if (first === undefined) return chain;
    chain.push(first);
    next = [...(providers.get(first) ?? [])];
  }
}
