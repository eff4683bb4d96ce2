import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { untold } from "../kit/stub.ts";
import { kindOf } from "./kind.ts";
import type { Neighbour } from "./schema.ts";
import { browseUrl, itemIdOf, projectOf } from "./site.ts";
import { statusOf } from "./status.ts";

/** The other end of a link or a parent, as far as an issue's own payload describes it. */
export function mapStub(connection: JiraConnection, { id, key, fields }: Neighbour): WorkItem {
  const status = fields?.status ?? null;
  const type = fields?.issuetype ?? null;
  return {
    ...untold,
    id: itemIdOf(connection, id),
    system: "jira",
    connection: connection.key,
    nativeId: id,
    handle: id,
    key,
    container: projectOf(key),
    url: browseUrl(connection, key),
    title: fields?.summary ?? "",
    kind: type === null ? "other" : kindOf(type),
    sourceKind: type?.name ?? "",
    ...(status === null ? { status: "todo" as const, sourceStatus: "" } : statusOf({ status })),
  };
}
