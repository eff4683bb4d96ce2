import type { Dependency, Mention } from "./dependency.ts";
import { isKeyRef } from "./ids.ts";
import type { LinkEnd, WorkItemId } from "./ids.ts";
import { keyDirectory } from "./key-directory.ts";
import type { KeyDirectory } from "./key-directory.ts";
import type { Model } from "./model.ts";
import { nameDirectory } from "./names.ts";
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
  const meaningOf = linkMeanings(model, train);
  const found = new Map<string, { consumer: WorkItem; provider: LinkEnd; links: Link[] }>();
  for (const link of model.links) {
    const means = link.origin === "jira-link" ? meaningOf(link) : "source-blocks-target";
    if (means === undefined || (link.origin === "text" && !train.textReferences)) continue;
    const pair = pairOf(link, means, directory);
    if (pair === null) continue;
    const known = found.get(pairKey(pair));
    if (known === undefined) found.set(pairKey(pair), { ...pair, links: [link] });
    else known.links.push(link);
  }
  return sortedBy(found.values(), pairKey).map(({ consumer, provider, links }) => ({
    consumer: consumer.id,
    provider,
    origins: distinct(links.map(({ origin }) => origin)).toSorted(byOrigin),
    written: sortedBy(links, ({ id }) => id)
      .map(mentionOf)
      .toSorted((a, b) => byOrigin(a.origin, b.origin)),
    crossTracker: isOfJira.test(provider) !== (consumer.system === "jira"),
  }));
}

/** By the type's present name or its id, else by a name that it had. */
function linkMeanings(model: Model, train: Train): (link: Link) => LinkMeaning["means"] | undefined {
  const meanings = new Map(train.linkMeanings.map(({ name, means }) => [name.toLowerCase(), means]));
  const names = nameDirectory(model.names);
  return ({ typeId, typeName, source, target }) => {
    const present = meanings.get(typeName.toLowerCase());
    if (present !== undefined || typeId === null) return present;
    const [, connection = ""] = (isKeyRef(source) ? target : source).split(":");
    const all = [typeId, ...names.linkTypeNames(connection, typeId)];
    return all.map((name) => meanings.get(name.toLowerCase())).find((means) => means !== undefined);
  };
}

function byOrigin(a: LinkOrigin, b: LinkOrigin): number {
  return originOrder.indexOf(a) - originOrder.indexOf(b);
}

function mentionOf(link: Link): Mention {
  return { origin: link.origin, words: link.typeName, in: link.origin === "text" ? writtenIn(link) : null };
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
function pairOf(link: Link, means: LinkMeaning["means"], directory: KeyDirectory): Pair | null {
  const [blocker, blocked] = means === "source-blocks-target" ? [link.source, link.target] : [link.target, link.source];
  const consumer = directory.itemOf(blocked, blocker);
  if (consumer === undefined || consumer.presence === "gone") return null;
  const provider = directory.itemOf(blocker, consumer.id);
  if (provider !== undefined) return { consumer, provider: provider.id };
  return directory.isPlausible(blocker) ? { consumer, provider: directory.nameOf(blocker, consumer.id) } : null;
}
