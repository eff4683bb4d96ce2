import { Failure } from "../../src/domain/failure.ts";
import { HttpRefusal } from "../kit/answer.ts";
import type { GithubClient } from "./client.ts";
import { partsOf } from "./place.ts";
import { BlockersPage, type BlockedBy, type EdgesNode } from "./schema.ts";

/** Reads the other blockers of issues with more blockers than a page contains. */
export async function withAllBlockers<T extends EdgesNode>(
  client: GithubClient,
  nodes: readonly T[],
): Promise<readonly T[]> {
  const whole: T[] = [];
  for (const node of nodes) {
    whole.push(node.blockedBy?.pageInfo.hasNextPage === true ? await withRest(client, node, node.blockedBy) : node);
  }
  return whole;
}

/** All blockers; only the first page if GitHub refuses the others: the count shows that it is incomplete. */
async function withRest<T extends EdgesNode>(client: GithubClient, node: T, first: BlockedBy): Promise<T> {
  try {
    return { ...node, blockedBy: await restOf(client, node, first) };
  } catch (error) {
    const isHidden = error instanceof Failure && (error.code === "forbidden" || error.code === "not-found");
    if (!isHidden || error.cause instanceof HttpRefusal) throw error;
    return { ...node, unseen: [...node.unseen, "blockedBy"] };
  }
}

async function restOf(client: GithubClient, node: EdgesNode, first: BlockedBy): Promise<BlockedBy> {
  const { nameWithOwner } = node.repository;
  const blockers = [...(first.nodes ?? [])];
  const { owner } = partsOf(nameWithOwner);
  const { blockers: query } = await client.documents(owner);
  let last: BlockedBy = first;
  let after: string | null = null;
  // The same cursor once more would never end; the count shows that blockers are missing.
  while (last.pageInfo.hasNextPage && last.pageInfo.endCursor != null && last.pageInfo.endCursor !== after) {
    after = last.pageInfo.endCursor;
    const answer = await client.query({
      what: `reading the blockers of ${nameWithOwner}#${node.number}`,
      owner,
      query,
      variables: { id: node.id, after },
      schema: BlockersPage,
    });
    last = answer.node.blockedBy;
    blockers.push(...(last.nodes ?? []));
  }
  return { ...first, totalCount: last.totalCount, nodes: blockers };
}
