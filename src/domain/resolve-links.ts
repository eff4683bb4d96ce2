import type { Dependency } from "./dependency.ts";
import type { LinkEnd } from "./ids.ts";
import { keyDirectory } from "./key-directory.ts";
import type { KeyDirectory } from "./key-directory.ts";
import type { Model } from "./model.ts";
import { distinct, sortedBy } from "./ordering.ts";
import type { LinkMeaning, Train } from "./train.ts";
import type { Link, LinkOrigin, WorkItem } from "./work-item.ts";

/** The trackers' own relations before text. */
const originOrder: readonly LinkOrigin[] = ["jira-link", "github-blocked-by", "text"];

/** Either form of end. */
const isOfJira = /^(?:key:)?jira:/u;

/**
 * Every dependency the model's links tell in the train's reading, owned or not, sorted by consumer, then provider.
 * See docs/rules.md, "Links".
 */
export function dependenciesOf(model: Model, train: Train): Dependency[] {
  const directory = keyDirectory(model, train);
  const meanings = new Map(train.linkMeanings.map(({ name, means }) => [name.toLowerCase(), means]));
  const found = new Map<string, { consumer: WorkItem; provider: LinkEnd; origins: LinkOrigin[] }>();
  for (const link of model.links) {
    const means = link.origin === "jira-link" ? meanings.get(link.typeName.toLowerCase()) : "source-blocks-target";
    if (means === undefined || (link.origin === "text" && !train.textReferences)) continue;
    const pair = pairOf(link, means, directory);
    if (pair === null) continue;
    const known = found.get(pairKey(pair));
    if (known === undefined) found.set(pairKey(pair), { ...pair, origins: [link.origin] });
    else known.origins.push(link.origin);
  }
  return sortedBy(found.values(), pairKey).map(({ consumer, provider, origins }) => ({
    consumer: consumer.id,
    provider,
    origins: distinct(origins).toSorted((a, b) => originOrder.indexOf(a) - originOrder.indexOf(b)),
    crossTracker: isOfJira.test(provider) !== (consumer.system === "jira"),
  }));
}

type Pair = { readonly consumer: WorkItem; readonly provider: LinkEnd };

/** A space sorts before every character of an id, so that this is the order by consumer, then provider. */
function pairKey({ consumer, provider }: Pair): string {
  return `${consumer.id} ${provider}`;
}

/** Null where the consumer is nobody we know, or gone and waits for nothing, or the provider is no work item at all. */
function pairOf(link: Link, means: LinkMeaning["means"], directory: KeyDirectory): Pair | null {
  const [blocker, blocked] = means === "source-blocks-target" ? [link.source, link.target] : [link.target, link.source];
  const consumer = directory.itemOf(blocked, blocker);
  if (consumer === undefined || consumer.presence === "gone") return null;
  const provider = directory.itemOf(blocker, consumer.id);
  if (provider !== undefined) return { consumer, provider: provider.id };
  return directory.isPlausible(blocker) ? { consumer, provider: blocker } : null;
}
