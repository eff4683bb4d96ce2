import { emptyPage, type PulledEdges, type PulledItem, type SourcePage } from "../../../src/ports/connector.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import { anItem, jiraId } from "../../support/builders.ts";

export function aPage(change: Partial<SourcePage> = {}): SourcePage {
  return { ...emptyPage, ...change };
}

export function pulled(item: WorkItem, change: Partial<PulledItem> = {}): PulledItem {
  return { item, links: [], completeOrigins: ["jira-link", "text"], stubs: [], history: [], ...change };
}

export function edges(itemId: WorkItem["id"], change: Partial<PulledEdges> = {}): PulledEdges {
  return {
    itemId,
    parentId: null,
    links: [],
    completeOrigins: ["github-blocked-by"],
    stubs: [],
    history: [],
    ...change,
  };
}

/** As a payload describes the other end of a link: `PAY-2`, no dates. */
export function aStub(nativeId: string, change: Partial<WorkItem> = {}): WorkItem {
  return anItem({ nativeId, presence: "stub", createdAt: null, updatedAt: null, ...change });
}

/** `PAY-source blocks PAY-target`. */
export function blocks(source: string, target: string, change: Partial<Link> = {}): Link {
  return {
    id: `jira:acme:link:${source}-${target}`,
    origin: "jira-link",
    typeId: "10000",
    typeName: "Blocks",
    source: jiraId(source),
    target: jiraId(target),
    duplicate: null,
    ...change,
  };
}
