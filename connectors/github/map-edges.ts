import { keyRef } from "../../src/domain/ids.ts";
import { findReferences } from "../../src/domain/references.ts";
import { untold } from "../kit/stub.ts";
import { textLinks } from "../kit/text-links.ts";
import type { Link, WorkItem } from "../../src/domain/work-item.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { PulledEdges } from "../../src/ports/connector.ts";
import { issueUrl, itemIdOf } from "./place.ts";
import type { EdgesNode, IssueNode, Neighbour } from "./schema.ts";
import { statusOf } from "./status.ts";

/** Parent and blockers of one issue. Pure. */
export function mapEdges(connection: GithubConnection, node: EdgesNode): PulledEdges {
  const told = node.blockedBy?.nodes ?? [];
  const blockers = told.filter((blocker) => blocker !== null);
  const parent = node.parent ?? null;
  const isWhole =
    node.blockedBy !== null &&
    !isUnseen(node, "blockedBy") &&
    blockers.length === told.length &&
    blockers.length >= node.blockedBy.totalCount;
  return {
    itemId: itemIdOf(connection, node.fullDatabaseId),
    parentId: parent === null ? null : itemIdOf(connection, parent.fullDatabaseId),
    links: blockers.map((blocker) => blockedBy(connection, node, blocker)),
    // A blocker that our account may not see is missing from the list, not gone: what was known of it stays.
    completeOrigins: isWhole ? ["github-blocked-by"] : [],
    stubs: [...(parent === null ? [] : [parent]), ...blockers].map((end) => mapStub(connection, end)),
    ...(isUnseen(node, "parent") ? { unseen: ["parentId"] } : {}),
  };
}

/** Whether the answer lacked a field of the record, or something in it. */
export function isUnseen({ unseen }: Pick<EdgesNode, "unseen">, field: string): boolean {
  return unseen.some((path) => path === field || path.startsWith(`${field}.`));
}

/** The source blocks the target. */
function blockedBy(connection: GithubConnection, consumer: EdgesNode, provider: Neighbour): Link {
  return {
    id: `github:${connection.key}:blocked-by:${consumer.fullDatabaseId}:${provider.fullDatabaseId}`,
    origin: "github-blocked-by",
    typeId: null,
    typeName: "blocked by",
    source: itemIdOf(connection, provider.fullDatabaseId),
    target: itemIdOf(connection, consumer.fullDatabaseId),
  };
}

/** What the body says in words: `Blocked by PAY-12`, `Depends on #7`. The source blocks the target. */
export function mapTextLinks(connection: GithubConnection, node: IssueNode): readonly Link[] {
  const self = itemIdOf(connection, node.fullDatabaseId);
  const repo = node.repository.nameWithOwner;
  const own = keyRef("github", `${repo}#${node.number}`);
  return textLinks(self, own, findReferences(node.body, repo));
}

/** The other end of a relation, as far as an issue's own payload describes it. */
function mapStub(connection: GithubConnection, neighbour: Neighbour): WorkItem {
  const { id, fullDatabaseId, number, title, repository } = neighbour;
  return {
    ...untold,
    id: itemIdOf(connection, fullDatabaseId),
    system: "github",
    connection: connection.key,
    nativeId: fullDatabaseId,
    handle: id,
    key: `${repository.nameWithOwner}#${number}`,
    container: repository.nameWithOwner,
    url: issueUrl(connection, repository.nameWithOwner, number),
    title,
    kind: "other",
    sourceKind: "",
    ...statusOf(neighbour),
  };
}
