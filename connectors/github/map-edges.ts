import { siteOf } from "../../src/domain/references/address.ts";
import { keyRef, type KeyRef } from "../../src/domain/ids.ts";
import { findReferences } from "../../src/domain/references/references.ts";
import { stubDefaults } from "../kit/stub.ts";
import { markdownBlocks } from "../kit/markdown-blocks.ts";
import { isOwn, textLinks } from "../kit/text-links.ts";
import type { Link, LinkOrigin, WorkItem } from "../../src/domain/items/work-item.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { PulledEdges } from "../../src/ports/connector.ts";
import { issueUrl, itemIdOf } from "./place.ts";
import type { EdgesNode, IssueNode, Neighbour } from "./schema.ts";
import { statusOf } from "./status.ts";

/** Maps parent, blockers and duplicate target of one issue. Pure. */
export function mapEdges(connection: GithubConnection, node: EdgesNode): Omit<PulledEdges, "history"> {
  const nodes = node.blockedBy?.nodes ?? [];
  const blockers = nodes.filter((blocker) => blocker !== null);
  const parent = node.parent ?? null;
  const isWhole =
    node.blockedBy != null &&
    !isUnseen(node, "blockedBy") &&
    blockers.length === nodes.length &&
    blockers.length >= node.blockedBy.totalCount;
  const original = node.duplicateOf ?? null;
  // Hidden ends, and fields that the server does not have, are missing, not deleted: the store keeps them.
  const isHidden =
    node.duplicateOf === undefined ||
    isUnseen(node, "duplicateOf") ||
    (original === null && node.stateReason?.toUpperCase() === "DUPLICATE");
  const origins: readonly (readonly [LinkOrigin, boolean])[] = [
    ["github-blocked-by", isWhole],
    ["github-duplicate-of", !isHidden],
  ];
  return {
    itemId: itemIdOf(connection, node.fullDatabaseId),
    parentId: parent === null ? null : itemIdOf(connection, parent.fullDatabaseId),
    links: [
      ...blockers.map((blocker) => blockedBy(connection, node, blocker)),
      ...(original === null ? [] : [duplicateOf(connection, node, original)]),
    ],
    completeOrigins: origins.flatMap(([origin, isComplete]) => (isComplete ? [origin] : [])),
    stubs: [parent, ...blockers, original].filter((end) => end !== null).map((end) => mapStub(connection, end)),
    ...(node.parent === undefined || isUnseen(node, "parent") ? { unseen: ["parentId"] } : {}),
  };
}

/** Whether the answer lacked a field of the record, or a part of it. */
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

function duplicateOf(connection: GithubConnection, duplicate: EdgesNode, original: Neighbour): Link {
  const source = itemIdOf(connection, duplicate.fullDatabaseId);
  return {
    id: `github:${connection.key}:duplicate-of:${duplicate.fullDatabaseId}`,
    origin: "github-duplicate-of",
    typeId: null,
    typeName: "duplicate of",
    source,
    target: itemIdOf(connection, original.fullDatabaseId),
    duplicate: "source",
  };
}

/** Links that the body states: `Blocked by PAY-12`, `Depends on #7`. The source blocks the target. */
export function mapTextLinks(connection: GithubConnection, node: IssueNode): readonly Link[] {
  const blocks = markdownBlocks(node.body);
  if (blocks.length === 0) return [];
  const repo = node.repository.nameWithOwner;
  const sites = [connection.webUrl, ...(connection.alsoAt ?? [])].map(siteOf);
  const key = keyRef("github", `${repo}#${node.number}`);
  const self = { id: itemIdOf(connection, node.fullDatabaseId), key, sites };
  const writer = { repo, isOwn: (end: KeyRef) => isOwn(end, self) };
  return textLinks(self, findReferences(blocks, writer));
}

/** A stub for the other end of a relation, from an issue's payload. */
function mapStub(connection: GithubConnection, neighbour: Neighbour): WorkItem {
  const { id, fullDatabaseId, number, title, repository } = neighbour;
  return {
    ...stubDefaults,
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
