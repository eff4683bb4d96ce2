import { sprintId } from "../../src/domain/ids.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { PulledItem, RejectedRecord } from "../../src/ports/connector.ts";
import { estimateIn } from "./estimate.ts";
import { dayOf, instantOf } from "./instant.ts";
import { kindOf } from "./kind.ts";
import { mapHistory } from "./map-history.ts";
import { mapLinks, mapTextLinks, mapStub } from "./map-links.ts";
import { mapVersion, mentionedSprints, type MentionedSprint } from "./map-sprint.ts";
import type { History, Issue } from "./schema.ts";
import { browseUrl, itemIdOf, originOf, type MapContext } from "./site.ts";
import { statusOf } from "./status.ts";

export type MappedIssue = {
  readonly pulled: PulledItem;
  /** Timeboxes as the issue describes them, for those that no board or project lists. */
  readonly boxes: readonly Sprint[];
  readonly rejected: readonly RejectedRecord[];
};

/**
 * Maps one issue and all links in its payload. Pure.
 * @param histories its changelog, as far as it is readable
 */
export function mapIssue(context: MapContext, issue: Issue, histories: readonly History[]): MappedIssue {
  const { connection } = context;
  const { links, stubs, rejected } = mapLinks(connection, issue);
  const { project, parentKey } = issue.fields;
  const parent = issue.fields.parent ?? null;
  const sprints = sprintsOf(context, issue);
  return {
    pulled: {
      item: mapItem(context, issue, sprints),
      ...(project.id == null ? {} : { containerId: project.id }),
      ...(parentKey !== undefined && { parentKey }),
      links: [...links, ...mapTextLinks(connection, issue)],
      completeOrigins: ["jira-link", "text"],
      stubs: parent === null ? stubs : [mapStub(connection, parent), ...stubs],
      history: mapHistory(context, issue, histories),
    },
    boxes: boxesOf(connection, issue, sprints),
    rejected,
  };
}

function mapItem(context: MapContext, issue: Issue, sprints: readonly MentionedSprint[]): WorkItem {
  const { connection, facts } = context;
  const { id, key, fields } = issue;
  const progress = statusOf(fields);
  const isOver = progress.status === "done" || progress.status === "cancelled";
  return {
    id: itemIdOf(connection, id),
    system: "jira",
    connection: connection.key,
    nativeId: id,
    handle: id,
    key,
    container: fields.project.key,
    url: browseUrl(connection, key),
    title: fields.summary,
    presence: "present",
    kind: kindOf(fields.issuetype),
    sourceKind: fields.issuetype.name,
    ...progress,
    parentId: fields.parent ? itemIdOf(connection, fields.parent.id) : null,
    sprintIds: sprintIdsOf(connection, issue, sprints),
    ...estimateIn(context.facts.pointsFields.map((field) => fields[field])),
    businessValue: estimateIn(facts.businessValueFields.map((field) => fields[field])).points,
    labels: fields.labels ?? [],
    components: (fields.components ?? []).map(({ name }) => name),
    startOn: firstDayIn(facts.startFields.map((field) => fields[field])),
    dueOn: dayOf(fields.duedate),
    createdAt: instantOf(fields.created),
    updatedAt: instantOf(fields.updated),
    closedAt: isOver ? closedAtOf(issue) : null,
  };
}

function firstDayIn(values: readonly unknown[]): string | null {
  return values.map(dayOf).find((day) => day !== null) ?? null;
}

/**
 * When an issue was closed: old issues have only a resolution date, team-managed ones sometimes only the date of the
 * status category.
 */
function closedAtOf({ fields }: Issue): number | null {
  return instantOf(fields.resolutiondate) ?? instantOf(fields.statuscategorychangedate);
}

function sprintsOf({ connection, facts }: MapContext, { fields }: Issue): readonly MentionedSprint[] {
  return facts.sprintField === null ? [] : mentionedSprints(connection, fields[facts.sprintField]);
}

function sprintIdsOf(
  connection: JiraConnection,
  { fields }: Issue,
  sprints: readonly MentionedSprint[],
): WorkItem["sprintIds"] {
  const origin = originOf(connection);
  const versions = (fields.fixVersions ?? []).map(({ id }) => sprintId(origin, "version", id));
  return [...new Set([...sprints.map(({ nativeId }) => sprintId(origin, "sprint", nativeId)), ...versions])];
}

function boxesOf(connection: JiraConnection, { fields }: Issue, sprints: readonly MentionedSprint[]): Sprint[] {
  return [
    ...sprints.flatMap(({ sprint }) => sprint ?? []),
    ...(fields.fixVersions ?? []).map((version) => mapVersion(connection, fields.project.key, version)),
  ];
}
