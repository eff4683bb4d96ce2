import type { GithubClient } from "./client.ts";
import { partsOf } from "./place.ts";
import { blockersQuery } from "./queries.ts";
import { BlockersPage, type BlockedBy, type EdgesNode } from "./schema.ts";

/** Reads the rest of the blockers of issues that have more of them than a page shows. */
export async function withAllBlockers<T extends EdgesNode>(
  client: GithubClient,
  nodes: readonly T[],
): Promise<readonly T[]> {
  const whole: T[] = [];
  for (const node of nodes) {
    whole.push(node.blockedBy.pageInfo.hasNextPage ? await withRest(client, node) : node);
  }
  return whole;
}

async function withRest<T extends EdgesNode>(client: GithubClient, node: T): Promise<T> {
  const { nameWithOwner } = node.repository;
  const blockers = [...(node.blockedBy.nodes ?? [])];
  let last: BlockedBy = node.blockedBy;
  while (last.pageInfo.hasNextPage && last.pageInfo.endCursor != null) {
    const answer = await client.query({
      what: `reading the blockers of ${nameWithOwner}#${node.number}`,
      owner: partsOf(nameWithOwner).owner,
      query: blockersQuery,
      variables: { id: node.id, after: last.pageInfo.endCursor },
      schema: BlockersPage,
    });
    last = answer.node.blockedBy;
    blockers.push(...(last.nodes ?? []));
  }
  return { ...node, blockedBy: { ...node.blockedBy, totalCount: last.totalCount, nodes: blockers } };
}
