import type { Copies } from "./copies.ts";
import type { Dependency, Mention } from "./dependency.ts";
import { originalsIn, type Originals } from "./duplicates.ts";
import { isKeyRef } from "../ids.ts";
import type { KeyRef, LinkEnd, WorkItemId } from "../ids.ts";
import { keyDirectory } from "./key-directory.ts";
import type { ModelIndex, Node } from "../model/model-index.ts";
import { linkMeanings, type LinkTypeMeaning } from "./link-meanings.ts";
import { byText, distinct } from "../ordering.ts";
import type { Train } from "../model/train.ts";
import { oneSidedOrigins, type Link, type LinkOrigin, type WorkItem } from "./work-item.ts";

/** The trackers' own relations before text. */
const originOrder: readonly LinkOrigin[] = [
  "jira-link",
  "jira-remote-link",
  "github-blocked-by",
  "github-duplicate-of",
  "text",
];

/** Derives a train's dependencies from links. See docs/rules.md, "Links". */
export type DependencyReader = {
  /** The dependencies of a consumer, sorted by provider. */
  readonly dependenciesOf: (consumer: WorkItem, node: Pick<Node, "links" | "keys">) => readonly Dependency[];
  /** The consumers whose links name them by this key. */
  readonly consumersCalled: (end: KeyRef) => readonly WorkItemId[];
};

export type DependencyFacts = {
  readonly index: ModelIndex;
  readonly copies: Copies;
  /** With its status as the train reads it. */
  readonly itemOf: ItemOf;
};

export function dependencyReader(train: Train, { index, copies, itemOf }: DependencyFacts): DependencyReader {
  const directory = keyDirectory(index, train);
  const meaningOf = linkMeanings(index.names, train);
  const originals = originalsIn(train, { index, copies, itemOf });
  const wordsIn = linkWords();
  const itemCalled = (key: KeyRef, reporter: LinkEnd) => {
    const item = directory.itemOf(key, reporter);
    return item === undefined ? undefined : copies.recordOf(item.id);
  };
  /** Null if it is no work item at all. */
  const providerOf = (blocker: LinkEnd, { id }: WorkItem): LinkEnd | null => {
    if (!isKeyRef(blocker)) return blocker;
    return itemCalled(blocker, id) ?? (directory.isPlausible(blocker) ? directory.nameOf(blocker, id) : null);
  };
  /** What the item at this end of the link waits for; null if it does not wait. */
  const blockerAt = (end: LinkEnd, link: Link): LinkEnd | null =>
    (link.origin === "text" && !train.textReferences) || copies.isWrittenByCopy(link)
      ? null
      : blockerIn(copies.between(link), end, meaningOf);
  /** The item that waits by a link with this key at its end. */
  const consumerAt = (key: KeyRef, link: Link): WorkItemId | undefined => {
    const blocker = blockerAt(key, link);
    return blocker === null ? undefined : itemCalled(key, blocker);
  };
  return {
    dependenciesOf(consumer, node) {
      if (consumer.presence === "gone") return none;
      const foundLinks: FoundLink[] = [];
      const note = (link: Link, blocker: LinkEnd | null) => {
        const provider = blocker === null ? null : providerOf(blocker, consumer);
        if (provider === null || (provider === consumer.id && oneSidedOrigins.has(link.origin))) return;
        const item = isKeyRef(provider) ? undefined : itemOf(provider);
        if (item?.status === "cancelled" && item.id !== consumer.id)
          foundLinks.push(...insteadOfDuplicate(link, { consumer, item }, originals));
        else foundLinks.push({ link, provider });
      };
      for (const link of node.links) note(link, blockerAt(consumer.id, link));
      for (const key of node.keys)
        for (const link of index.nodeOf(key).links)
          if (consumerAt(key, link) === consumer.id) note(link, blockerAt(key, link));
      return dependenciesIn(consumer, foundLinks, wordsIn);
    },
    consumersCalled: (key) => distinct(index.nodeOf(key).links.flatMap((link) => consumerAt(key, link) ?? [])),
  };
}

type ItemOf = (id: WorkItemId) => WorkItem | undefined;

const none: readonly Dependency[] = [];

/** One for each provider, sorted by it. */
function dependenciesIn(
  { id, system }: WorkItem,
  foundLinks: readonly FoundLink[],
  wordsIn: WordsIn,
): readonly Dependency[] {
  if (foundLinks.length === 0) return none;
  const inOrder = sortedLinks(foundLinks);
  const found: Dependency[] = [];
  for (let first = 0, next = 0; first < inOrder.length; first = next) {
    const provider = inOrder[first]?.provider ?? id;
    while (inOrder[next]?.provider === provider) next += 1;
    const { origins, written } = wordsIn(inOrder.slice(first, next));
    const crossTracker = isOfJira(provider) !== (system === "jira");
    found.push({ consumer: id, provider, origins, written, crossTracker });
  }
  // The copy has no spare capacity: a grown list has room for sixteen more.
  return found.slice();
}

const fewLinks = 10;

/** Most lists are short, and V8's own sort allocates a kilobyte for each. */
function sortedLinks(foundLinks: readonly FoundLink[]): readonly FoundLink[] {
  if (foundLinks.length > fewLinks) return foundLinks.toSorted(byProvider);
  const sorted: FoundLink[] = [];
  for (const one of foundLinks) sorted.splice(sorted.findLastIndex((other) => byProvider(other, one) <= 0) + 1, 0, one);
  return sorted;
}

function byProvider(a: FoundLink, b: FoundLink): number {
  return byText(a.provider, b.provider) || byOrigin(a.link.origin, b.link.origin) || byText(a.link.id, b.link.id);
}

type LinkWords = Pick<Dependency, "origins" | "written">;
type WordsIn = (foundLinks: readonly FoundLink[]) => LinkWords;

/** Computes the origins and words of links. Dependencies from one relation of the tracker share one object per link type. */
function linkWords(): WordsIn {
  const relations = new Map<string, LinkWords>();
  const wordsIn = (foundLinks: readonly FoundLink[]): LinkWords => ({
    origins: distinct(foundLinks.map(({ link }) => link.origin)),
    written: foundLinks.map(mentionOf),
  });
  return (foundLinks) => {
    const [first] = foundLinks;
    const isAlone = first !== undefined && foundLinks.length === 1 && first.names === undefined;
    if (!isAlone || oneSidedOrigins.has(first.link.origin)) return wordsIn(foundLinks);
    const { origin, typeName } = first.link;
    const known = relations.get(typeName);
    if (known?.origins[0] === origin) return known;
    const words = wordsIn(foundLinks);
    relations.set(typeName, words);
    return words;
  };
}

function isOfJira(end: LinkEnd): boolean {
  return end.startsWith("jira:") || end.startsWith("key:jira:");
}

function byOrigin(a: LinkOrigin, b: LinkOrigin): number {
  return originOrder.indexOf(a) - originOrder.indexOf(b);
}

/** A link that states a dependency, and the duplicate that it names instead of the provider. */
type FoundLink = { readonly link: Link; readonly provider: LinkEnd; readonly names?: WorkItemId };

function mentionOf({ link, names }: FoundLink): Mention {
  const { origin, typeName: words } = link;
  const mention = { origin, words, in: oneSidedOrigins.has(origin) ? writtenIn(link) : null };
  return names === undefined ? mention : { ...mention, names };
}

function blockerIn(link: Link, end: LinkEnd, meaningOf: LinkTypeMeaning): LinkEnd | null {
  const { origin, source, target } = link;
  if (origin === "github-duplicate-of") return null;
  const means = origin === "jira-link" ? meaningOf(link) : "source-blocks-target";
  if (means === "source-blocks-target" && target === end) return source;
  return means === "target-blocks-source" && source === end ? target : null;
}

/**
 * A consumer of a closed duplicate waits for the original, with `names` being the duplicate; for nothing if it is
 * itself the original.
 */
function insteadOfDuplicate(
  link: Link,
  { consumer, item }: { readonly consumer: WorkItem; readonly item: WorkItem },
  originals: Originals,
): readonly FoundLink[] {
  const living = originals.of(item);
  if (living.length === 0) return [{ link, provider: item.id }];
  return living
    .filter((original) => original !== consumer.id)
    .map((original) => ({ link, provider: original, names: item.id }));
}

/** The id of a one-sided link contains the item that has it: the provider or the consumer. */
function writtenIn({ id, source, target }: Link): WorkItemId | null {
  const isOfSource = id.startsWith(`text:${source}:`) || id.startsWith(`${source}:remote:`);
  const writer = isOfSource ? source : target;
  return isKeyRef(writer) ? null : writer;
}
