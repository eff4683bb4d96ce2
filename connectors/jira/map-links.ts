import { siteOf } from "../../src/domain/references/address.ts";
import { type KeyRef, type WorkItemId, keyRef } from "../../src/domain/ids.ts";
import { findReferences } from "../../src/domain/references/references.ts";
import type { Link, WorkItem } from "../../src/domain/items/work-item.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { RejectedRecord } from "../../src/ports/connector.ts";
import { isOwn, textLinks } from "../kit/text-links.ts";
import { stubDefaults } from "../kit/stub.ts";
import { duplicateEnd } from "./duplicate-types.ts";
import { type Issue, IssueLink, type Neighbour } from "./schema.ts";
import { browseUrl, itemIdOf, projectOf } from "./site.ts";
import { kindOf } from "./kind.ts";
import { statusOf } from "./status.ts";
import { textFormOf } from "./choose-text-form.ts";

type MappedLinks = {
  readonly links: readonly Link[];
  readonly stubs: readonly WorkItem[];
  readonly rejected: readonly RejectedRecord[];
};

/** Whether a link type is Jira's own hierarchy, which old sites show as links and `parent` already contains. */
export function isSystemType(name: string): boolean {
  return name === "Epic-Story Link" || name.startsWith("jira_");
}

/** `source —[type]→ target`: an `outwardIssue` is the target, an `inwardIssue` the source. */
export function mapLinks(connection: JiraConnection, issue: Issue): MappedLinks {
  const links: Link[] = [];
  const stubs: WorkItem[] = [];
  const rejected: RejectedRecord[] = [];
  for (const raw of issue.fields.issuelinks ?? []) {
    const link = IssueLink.safeParse(raw).data;
    const other = link?.outwardIssue ?? link?.inwardIssue;
    if (link === undefined || !other) {
      rejected.push({ ref: issue.key, reason: "one of its links has no id, type or other end" });
    } else if (!isSystemType(link.type.name)) {
      links.push(linkOf(connection, itemIdOf(connection, issue.id), link));
      stubs.push(mapStub(connection, other));
    }
  }
  return { links, stubs, rejected };
}

function linkOf(
  connection: JiraConnection,
  self: WorkItemId,
  { id, type, outwardIssue, inwardIssue }: IssueLink,
): Link {
  return {
    id: `jira:${connection.key}:link:${id}`,
    origin: "jira-link",
    typeId: type.id,
    typeName: type.name,
    source: outwardIssue || !inwardIssue ? self : itemIdOf(connection, inwardIssue.id),
    target: outwardIssue ? itemIdOf(connection, outwardIssue.id) : self,
    duplicate: duplicateEnd(type),
  };
}

/** Links that the description states: `Blocked by PAY-12`, `Depends on acme/api#7`. The source blocks the target. */
export function mapTextLinks(connection: JiraConnection, issue: Issue): readonly Link[] {
  const blocks = textFormOf(connection).blocksOf(issue.fields.description);
  if (blocks.length === 0) return [];
  const sites = [connection.site, ...(connection.alsoAt ?? [])].map(siteOf);
  const self = { id: itemIdOf(connection, issue.id), key: keyRef("jira", issue.key), sites };
  const writer = { repo: null, isOwn: (end: KeyRef) => isOwn(end, self) };
  return textLinks(self, findReferences(blocks, writer));
}

/** A stub for the other end of a link or a parent, from an issue's payload. */
export function mapStub(connection: JiraConnection, { id, key, fields }: Neighbour): WorkItem {
  const status = fields?.status ?? null;
  const type = fields?.issuetype ?? null;
  return {
    ...stubDefaults,
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
