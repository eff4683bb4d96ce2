import type { WorkItem } from "../../src/domain/work-item.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { kindOf } from "./kind.ts";
import type { Neighbour } from "./schema.ts";
import { browseUrl, itemIdOf, projectOf } from "./site.ts";
import { sourceStatusOf, statusCategoryOf } from "./status.ts";

/** The other end of a link or a parent, as far as an issue's own payload describes it. */
export function mapStub(connection: JiraConnection, { id, key, fields }: Neighbour): WorkItem {
  const status = fields?.status ?? null;
  const type = fields?.issuetype ?? null;
  return {
    id: itemIdOf(connection, id),
    system: "jira",
    connection: connection.key,
    nativeId: id,
    handle: id,
    key,
    container: projectOf(key),
    url: browseUrl(connection, key),
    title: fields?.summary ?? "",
    presence: "stub",
    kind: type === null ? "other" : kindOf(type),
    sourceKind: type?.name ?? "",
    status: status === null ? "todo" : statusCategoryOf({ status }),
    sourceStatus: status === null ? "" : sourceStatusOf({ status }),
    parentId: null,
    sprintIds: [],
    points: null,
    labels: [],
    components: [],
    startOn: null,
    dueOn: null,
    createdAt: null,
    updatedAt: null,
    closedAt: null,
  };
}
