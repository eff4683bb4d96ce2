import { isOfPart } from "../kit/set-aside.ts";
import type { GithubClient } from "./client.ts";
import { instantOf, partsOf } from "./place.ts";
import { type IssueNode, type Timeline, TimelinePage } from "./schema.ts";
import { overlapMs } from "./streams.ts";

type Entries = NonNullable<Timeline["nodes"]>;
type Read = { readonly updatedAt: number; readonly entries: Entries };

/**
 * Complete timelines. An issue comes with its newest entries; this class reads the older ones of the issues that have
 * more, page by page backwards. Caches them as long as polls read the same issues again: a timeline only grows.
 */
export class Timelines {
  readonly #read = new Map<string, Read>();
  #newestAt = 0;

  /** The issues with all their entries, or with the readable ones. */
  async of(client: GithubClient, nodes: readonly IssueNode[]): Promise<readonly IssueNode[]> {
    const whole: IssueNode[] = [];
    for (const node of nodes) {
      const newest = node.timelineItems;
      const isCut = newest?.pageInfo.hasPreviousPage === true;
      whole.push(isCut ? { ...node, timelineItems: await this.#whole(client, node, newest) } : node);
    }
    this.#forget(nodes);
    return whole;
  }

  async #whole(client: GithubClient, node: IssueNode, newest: Timeline): Promise<Timeline> {
    const entries = joined(this.#read.get(node.id)?.entries, newest) ?? (await entriesOf(client, node, newest));
    this.#read.set(node.id, { updatedAt: updatedAtOf(node), entries });
    return { ...newest, nodes: entries };
  }

  /** Drops issues older than the overlap of polls, which return them again only after a change. */
  #forget(nodes: readonly IssueNode[]): void {
    this.#newestAt = Math.max(this.#newestAt, ...nodes.map(updatedAtOf));
    for (const [id, { updatedAt }] of this.#read) {
      if (updatedAt < this.#newestAt - overlapMs) this.#read.delete(id);
    }
  }
}

function updatedAtOf({ updatedAt }: IssueNode): number {
  return instantOf(updatedAt) ?? 0;
}

/** The known entries and the newest ones; null if entries may be missing between them. */
function joined(known: Entries | undefined, { nodes }: Timeline): Entries | null {
  const first = nodes?.find((entry) => entry !== null);
  const place = known?.findIndex((entry) => entry?.id === first?.id) ?? -1;
  return known === undefined || nodes == null || place === -1 ? null : [...known.slice(0, place), ...nodes];
}

async function entriesOf(client: GithubClient, { id, number, repository }: IssueNode, newest: Timeline) {
  let entries: Entries = newest.nodes ?? [];
  let page = newest;
  let before: string | null = null;
  // The same cursor once more would never end.
  while (page.pageInfo.hasPreviousPage && page.pageInfo.startCursor != null && page.pageInfo.startCursor !== before) {
    before = page.pageInfo.startCursor;
    const older = await olderPage(client, {
      what: `reading the timeline of ${repository.nameWithOwner}#${number}`,
      owner: partsOf(repository.nameWithOwner).owner,
      variables: { id, before },
    });
    if (older === null) break;
    entries = [...(older.nodes ?? []), ...entries];
    page = older;
  }
  return entries;
}

type Question = {
  readonly what: string;
  readonly owner: string;
  readonly variables: { readonly id: string; readonly before: string };
};

/** Null if GitHub refuses it: then the issue keeps the entries that came with it. */
async function olderPage(client: GithubClient, question: Question): Promise<Timeline | null> {
  try {
    const { timeline: query } = await client.documents(question.owner);
    const { node } = await client.query({ ...question, query, schema: TimelinePage });
    return node.timelineItems;
  } catch (error) {
    if (isOfPart(error)) return null;
    throw error;
  }
}
