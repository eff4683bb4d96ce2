import { isKeyRef, type LinkEnd, type SprintId, type WorkItemId } from "../src/domain/ids.ts";
import { linkMeanings } from "../src/domain/items/link-meanings.ts";
import type { Link, WorkItem } from "../src/domain/items/work-item.ts";
import type { Model } from "../src/domain/model/model.ts";
import type { Sprint } from "../src/domain/schedule/sprint.ts";
import type { Past } from "./past.ts";

/**
 * The model as an export without history tells it for an instant. An item exists since its creation and is to do until
 * it is closed; it is in a sprint from the sprint's start; a sprint is active until people completed it. Links exist since
 * both of their ends do. Type, parent, due date, labels and components are as at the export's end. Only items that the
 * rules can look at: the ends of dependencies, and their families.
 */
export function pastModels(past: Past): (at: number) => Model {
  const links = dependencyLinks(past);
  const items = familiesOf(past, links).map(versionsOf);
  const boxes = [...past.sprints.values()].map(boxVersionsOf);
  return (at) => {
    const present = items.flatMap((versions) => versions(at) ?? []);
    const known = new Map(present.map((item) => [item.id, item]));
    const exists = (end: LinkEnd) => isKeyRef(end) || known.has(end);
    return {
      items: known,
      links: new Map(
        links.filter(({ source, target }) => exists(source) && exists(target)).map((link) => [link.id, link]),
      ),
      sprints: new Map<SprintId, Sprint>(boxes.flatMap((versions) => versions(at) ?? []).map((box) => [box.id, box])),
      pullRequests: new Map(),
      memberships: [],
      streams: [],
      ...namesAndSites,
    };
  };
}

/** The same objects at each instant, as `TrainState` wants. */
const namesAndSites: Pick<Model, "names" | "sites"> = { names: [], sites: [] };

function dependencyLinks({ links, train }: Past): readonly Link[] {
  const meaningOf = linkMeanings([], train);
  return links.filter(
    (link) =>
      meaningOf(link) !== undefined ||
      (link.duplicate ?? null) !== null ||
      (link.origin === "text" && train.textReferences),
  );
}

function familiesOf({ items }: Past, links: readonly Link[]): readonly WorkItem[] {
  const parentOf = new Map(items.map(({ id, parentId }) => [id, parentId]));
  const childrenOf = Map.groupBy(items, ({ parentId }) => parentId);
  const found = new Set<WorkItemId>();
  for (const { source, target } of links) for (const end of [source, target]) if (!isKeyRef(end)) found.add(end);
  // The loop appends to `found`.
  for (const id of found) {
    const parent = parentOf.get(id) ?? null;
    if (parent !== null) found.add(parent);
    for (const child of childrenOf.get(id) ?? []) found.add(child.id);
  }
  return items.filter(({ id }) => found.has(id));
}

/** The same object as long as nothing changes. */
function versionsOf(item: WorkItem): (at: number) => WorkItem | null {
  const open: WorkItem = {
    ...item,
    status: "todo",
    sourceStatus: "To Do",
    statusId: null,
    statusName: null,
    resolutionId: null,
    resolutionName: null,
    closedAt: null,
  };
  return (at) => {
    if ((item.createdAt ?? Infinity) > at) return null;
    return (item.closedAt ?? Infinity) <= at ? item : open;
  };
}

function boxVersionsOf(box: Sprint): (at: number) => Sprint | null {
  const active: Sprint = { ...box, state: "active" };
  const closed: Sprint = { ...box, state: "closed" };
  const completedAt = box.completedAt ?? (box.state === "closed" ? box.endsAt : null) ?? Infinity;
  return (at) => {
    if ((box.startsAt ?? Infinity) > at) return null;
    return completedAt <= at ? closed : active;
  };
}
