import type { PullRequest } from "../../src/domain/items/work-item.ts";
import { instantOf, pullUrl, type MapContext } from "./place.ts";
import type { PullNode } from "./schema.ts";

/** The part of a pull request that deliveries have as well. */
type PullRecord = Omit<PullNode, "closingIssuesReferences" | "unseen">;

/** Maps a pull request. Pure. */
export function mapPull({ connection }: Pick<MapContext, "connection">, node: PullRecord): PullRequest {
  const repo = node.repository.nameWithOwner;
  const key = `${repo}#${node.number}`;
  return {
    id: `github:${connection.key}:pull:${node.fullDatabaseId}`,
    connection: connection.key,
    key,
    container: repo,
    url: pullUrl(connection, repo, node.number),
    title: node.title,
    state: stateOf(node.state),
    updatedAt: instantOf(node.updatedAt) ?? 0,
    closedAt: instantOf(node.closedAt),
  };
}

function stateOf(state: string): PullRequest["state"] {
  switch (state.toUpperCase()) {
    case "MERGED":
      return "merged";
    case "CLOSED":
      return "closed";
    default:
      return "open";
  }
}

/** Handles of the issues in these repositories that pull requests close. */
export function handlesClosedBy(pulls: readonly PullNode[], repos: readonly string[]): readonly string[] {
  const scope = new Set(repos.map((repo) => repo.toLowerCase()));
  const issues = pulls.flatMap(({ closingIssuesReferences }) => closingIssuesReferences?.nodes ?? []);
  const handles = issues.flatMap((issue) =>
    issue !== null && scope.has(issue.repository.nameWithOwner.toLowerCase()) ? issue.id : [],
  );
  return [...new Set(handles)];
}
