import { emptyPage, type SourcePage } from "../ports/connector.ts";
import { isStopped, type ReadContext } from "./read-context.ts";

/** A transaction by itself takes as long as about thirty records; more pages at once save little, and take memory. */
const pagesAtOnce = 4;

/**
 * Groups pages for storing them in one transaction each. If reading fails, yields the pages before the failure first;
 * once the context's signal aborts, each page by itself, so that nothing waits for more.
 * @throws what reading throws
 */
export async function* inGroups(
  context: Pick<ReadContext, "signal">,
  pages: AsyncIterable<SourcePage>,
): AsyncGenerator<readonly SourcePage[], void> {
  let group: readonly SourcePage[] = [];
  try {
    for await (const page of pages) {
      if (!mayFollow(group, page)) {
        yield group;
        group = [];
      }
      group = [...group, page];
      if (group.length === pagesAtOnce || isStopped(context)) {
        yield group;
        group = [];
      }
    }
  } catch (error) {
    if (group.length > 0) yield group;
    throw error;
  }
  if (group.length > 0) yield group;
}

/** A whole list unlists all else of its kind; a project or repository has one name in a transaction. */
function mayFollow(group: readonly SourcePage[], page: SourcePage): boolean {
  const [first] = group;
  if (first === undefined) return true;
  if (first.wholeList !== undefined || page.wholeList !== undefined) return false;
  const names = new Map<string, string>();
  return [...group, page]
    .flatMap(({ items }) => items)
    .every(({ item, containerId = item.container }) => {
      const name = names.get(containerId) ?? item.container;
      names.set(containerId, name);
      return name === item.container;
    });
}

/** Successive pages as one page for the store; of several readings of a record the last one stays the last. */
export function joined(pages: readonly SourcePage[]): SourcePage {
  const times = pages.flatMap(({ toldAt }) => toldAt ?? []);
  return {
    ...emptyPage,
    ...pages[0],
    items: pages.flatMap(({ items }) => items),
    edges: pages.flatMap(({ edges }) => edges),
    sprints: pages.flatMap(({ sprints }) => sprints),
    mentions: pages.flatMap(({ mentions = [] }) => mentions),
    pullRequests: pages.flatMap(({ pullRequests }) => pullRequests),
    rejected: pages.flatMap(({ rejected }) => rejected),
    ...(times.length > 0 && { toldAt: Math.min(...times) }),
  };
}
