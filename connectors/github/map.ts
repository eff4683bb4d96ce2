import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { PulledEdges, PulledItem, UnseenField } from "../../src/ports/connector.ts";
import { isUnseen, mapEdges, mapTextLinks } from "./map-edges.ts";
import { mapHistory } from "./map-history.ts";
import { isSameAccount, type GithubAccount } from "./account.ts";
import { isMarked } from "./managed-part.ts";
import { instantOf, issueUrl, itemIdOf, milestoneIdOf, type MapContext } from "./place.ts";
import type { Author, EdgesNode, IssueNode } from "./schema.ts";
import { kindOf, noWords, progressOf } from "./status.ts";

/** Maps one issue and all links in its payload. Pure. */
export function mapIssue(context: MapContext, node: IssueNode): PulledItem {
  const { connection } = context;
  const { repository } = node;
  const { links, completeOrigins, stubs, parentId, unseen: edges = [] } = mapEdges(connection, node);
  const unseen = [...edges, ...unseenFields(node)];
  return {
    item: mapItem(context, node, parentId),
    ...(repository.databaseId == null ? {} : { containerId: repository.databaseId }),
    links: [...links, ...mapTextLinks(connection, node)],
    completeOrigins: [...completeOrigins, "text"],
    stubs,
    history: mapHistory(context, node),
    ...(unseen.length === 0 ? {} : { unseen }),
  };
}

/** Maps the edges of one issue, and their newest changes. Pure. */
export function mapEdgesOnly(context: Pick<MapContext, "connection" | "milestones">, node: EdgesNode): PulledEdges {
  return { ...mapEdges(context.connection, node), history: mapHistory(context, node) };
}

/** Fields that the answer lacks; the kind comes from the type, else from labels. */
function unseenFields(node: IssueNode): readonly UnseenField[] {
  const labels = isUnseen(node, "labels");
  return [
    ...(isUnseen(node, "milestone") ? (["sprintIds"] as const) : []),
    ...(labels ? (["labels"] as const) : []),
    ...(labels || isUnseen(node, "issueType") ? (["kind", "sourceKind"] as const) : []),
  ];
}

function mapItem({ connection }: MapContext, node: IssueNode, parentId: WorkItem["parentId"]): WorkItem {
  const repo = node.repository.nameWithOwner;
  const labels = (node.labels?.nodes ?? []).flatMap((label) => label?.name ?? []);
  const progress = progressOf(node, labels);
  const isClosed = progress.status === "done" || progress.status === "cancelled";
  return {
    id: itemIdOf(connection, node.fullDatabaseId),
    system: "github",
    connection: connection.key,
    nativeId: node.fullDatabaseId,
    handle: node.id,
    key: `${repo}#${node.number}`,
    container: repo,
    url: issueUrl(connection, repo, node.number),
    title: node.title,
    presence: "present",
    ...kindOf(node, labels),
    ...progress,
    parentId,
    sprintIds: milestonesOf(connection, node),
    ...noWords,
    points: null,
    pointsWords: null,
    businessValue: null,
    labels,
    components: [],
    startOn: null,
    dueOn: null,
    createdAt: instantOf(node.createdAt),
    updatedAt: instantOf(node.updatedAt),
    closedAt: isClosed ? instantOf(node.closedAt) : null,
  };
}

function milestonesOf(
  connection: MapContext["connection"],
  { milestone, repository }: IssueNode,
): WorkItem["sprintIds"] {
  if (milestone == null || repository.databaseId == null) return [];
  return [milestoneIdOf(connection, repository.databaseId, milestone.number)];
}

/**
 * Whether an issue is a rollup of Signalbox, which is no work of the train. Author and mark must both match: any person
 * can paste a mark, and the account may belong to a person.
 */
export function isOwn({ author, body }: IssueNode, self: GithubAccount): boolean {
  return isMarked(body) && author != null && isSameAccount(self, { login: loginOf(author), id: author.id });
}

/** REST adds `[bot]` to an app's login, GraphQL does not. */
function loginOf({ kind, login }: NonNullable<Author>): string {
  return kind === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login;
}
