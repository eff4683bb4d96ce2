import type { Dependency, Mention } from "./dependency.ts";
import { survivorsIn, type Survivors } from "./duplicates.ts";
import { isKeyRef } from "./ids.ts";
import type { LinkEnd, WorkItemId } from "./ids.ts";
import { keyDirectory } from "./key-directory.ts";
import type { KeyDirectory } from "./key-directory.ts";
import type { Model } from "./model.ts";
import { linkMeanings, type MeaningOf } from "./link-meanings.ts";
import { distinct, sortedBy } from "./ordering.ts";
import type { Train } from "./train.ts";
import type { Link, LinkOrigin, WorkItem } from "./work-item.ts";

/** The trackers' own relations before text. */
const originOrder: readonly LinkOrigin[] = ["jira-link", "github-blocked-by", "github-duplicate-of", "text"];

/** Either form of end. */
const isOfJira = /^(?:key:)?jira:/u;

/**
 * Every dependency the model's links tell in the train's reading, owned or not, sorted by consumer, then provider.
 * See docs/rules.md, "Links".
 */
export function dependenciesOf(model: Model, train: Train): Dependency[] {
  const directory = keyDirectory(model, train);
  const meaningOf = linkMeanings(model, train);
  const survivors = survivorsIn(model, train);
  const found = new Map<string, Pair & { readonly tellings: Telling[] }>();
  for (const link of model.links) {
    const means = blockingOf(link, meaningOf);
    if (means === undefined || (link.origin === "text" && !train.textReferences)) continue;
    const named = pairOf(link, means, directory);
    if (named === null) continue;
    for (const { names, ...pair } of livingPairs(named, model, survivors)) {
      const telling = { link, ...(names === undefined ? {} : { names }) };
      const known = found.get(pairKey(pair));
      if (known === undefined) found.set(pairKey(pair), { ...pair, tellings: [telling] });
      else known.tellings.push(telling);
    }
  }
  return sortedBy(found.values(), pairKey).map(({ consumer, provider, tellings }) => ({
    consumer: consumer.id,
    provider,
    origins: distinct(tellings.map(({ link }) => link.origin)).toSorted(byOrigin),
    written: sortedBy(tellings, ({ link }) => link.id)
      .map(mentionOf)
      .toSorted((a, b) => byOrigin(a.origin, b.origin)),
    crossTracker: isOfJira.test(provider) !== (consumer.system === "jira"),
  }));
}

function byOrigin(a: LinkOrigin, b: LinkOrigin): number {
  return originOrder.indexOf(a) - originOrder.indexOf(b);
}

/** A link that says so, and the duplicate that it names instead of the provider. */
type Telling = { readonly link: Link; readonly names?: WorkItemId };

function mentionOf({ link, ...named }: Telling): Mention {
  return { origin: link.origin, words: link.typeName, in: link.origin === "text" ? writtenIn(link) : null, ...named };
}

type Blocking = "source-blocks-target" | "target-blocks-source";

/** Undefined for a link that makes nobody wait. */
function blockingOf(link: Link, meaningOf: MeaningOf): Blocking | undefined {
  if (link.origin === "github-duplicate-of") return undefined;
  if (link.origin !== "jira-link") return "source-blocks-target";
  const means = meaningOf(link);
  return means === "source-blocks-target" || means === "target-blocks-source" ? means : undefined;
}

/**
 * Who waits for a duplicate that was closed waits for what it is a duplicate of, `names` being the duplicate; for nothing
 * where that is the item itself.
 */
function livingPairs(
  pair: Pair,
  model: Model,
  survivors: Survivors,
): readonly (Pair & { readonly names?: WorkItemId })[] {
  const { consumer, provider } = pair;
  const item = isKeyRef(provider) ? undefined : model.items.get(provider);
  const living = item === undefined || item.id === consumer.id ? [] : survivors.of(item);
  if (item === undefined || living.length === 0) return [pair];
  return living
    .filter((survivor) => survivor !== consumer.id)
    .map((survivor) => ({ consumer, provider: survivor, names: item.id }));
}

/** The id of a link from a text begins with the item whose text it is: the end that blocks, or the one that waits. */
function writtenIn({ id, source, target }: Link): WorkItemId | null {
  const writer = id.startsWith(`text:${source}:`) ? source : target;
  return isKeyRef(writer) ? null : writer;
}

type Pair = { readonly consumer: WorkItem; readonly provider: LinkEnd };

/** A space sorts before every character of an id, so that this is the order by consumer, then provider. */
function pairKey({ consumer, provider }: Pair): string {
  return `${consumer.id} ${provider}`;
}

/** Null where the consumer is nobody we know, or gone and waits for nothing, or the provider is no work item at all. */
function pairOf(link: Link, means: Blocking, directory: KeyDirectory): Pair | null {
  const [blocker, blocked] = means === "source-blocks-target" ? [link.source, link.target] : [link.target, link.source];
  const consumer = directory.itemOf(blocked, blocker);
  if (consumer === undefined || consumer.presence === "gone") return null;
  const provider = directory.itemOf(blocker, consumer.id);
  if (provider !== undefined) return { consumer, provider: provider.id };
  return directory.isPlausible(blocker) ? { consumer, provider: directory.nameOf(blocker, consumer.id) } : null;
}
