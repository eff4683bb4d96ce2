import { keyRef, type KeyRef, type WorkItemId } from "../../src/domain/ids.ts";
import { distinct } from "../../src/domain/ordering.ts";
import { mentionedKeys } from "../../src/domain/references/mentions.ts";
import type { PullRequest } from "../../src/domain/items/work-item.ts";
import type { PulledPull } from "../../src/ports/read-pull-request.ts";
import { instantOf, itemIdOf, pullUrl, type MapContext } from "./place.ts";
import type { PullNode } from "./schema.ts";

/** Maps a pull request and the items that it closes, or names in title, branch or body. Pure. */
export function mapPull({ connection }: Pick<MapContext, "connection">, node: PullNode): PulledPull {
  const repo = node.repository.nameWithOwner;
  const key = `${repo}#${node.number}`;
  const own: WorkItemId | KeyRef = keyRef("github", key);
  const told = node.closingIssuesReferences?.nodes ?? null;
  const closing = (told ?? []).filter((issue) => issue !== null);
  const named = [node.title, node.headRefName, node.body].flatMap((text) => mentionedKeys(text, repo));
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
    references: distinct([...closing.map((issue) => itemIdOf(connection, issue.fullDatabaseId)), ...named]).filter(
      (end) => end !== own,
    ),
    ...(told === null || closing.length < told.length ? { unseen: ["references"] } : {}),
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
