import { siteOf } from "../../src/domain/references/address.ts";
import { keyRef, type KeyRef, type WorkItemId } from "../../src/domain/ids.ts";
import { isOwn, textLinks } from "../kit/text-links.ts";
import { findReferences } from "../../src/domain/references/references.ts";
import type { Link, WorkItem } from "../../src/domain/items/work-item.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { RejectedRecord } from "../../src/ports/connector.ts";
import { descriptionBlocks } from "./adf-blocks.ts";
import { mapStub } from "./map-stub.ts";
import { duplicateEnd } from "./duplicate-types.ts";
import { IssueLink, type Issue } from "./schema.ts";
import { itemIdOf } from "./site.ts";

type MappedLinks = {
  readonly links: readonly Link[];
  readonly stubs: readonly WorkItem[];
  readonly rejected: readonly RejectedRecord[];
};

/** Jira's own bookkeeping, shown as links by old sites: hierarchy, which `parent` already says. */
function isSystemType(name: string): boolean {
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

/** What the description says in words: `Blocked by PAY-12`, `Depends on acme/api#7`. The source blocks the target. */
export function mapTextLinks(connection: JiraConnection, issue: Issue): readonly Link[] {
  const sites = [connection.site, ...(connection.alsoAt ?? [])].map(siteOf);
  const self = { id: itemIdOf(connection, issue.id), key: keyRef("jira", issue.key), sites };
  const writer = { repo: null, isOwn: (end: KeyRef) => isOwn(end, self) };
  return textLinks(self, findReferences(descriptionBlocks(issue.fields.description), writer));
}
