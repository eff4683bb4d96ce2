import { isKeyRef, type KeyRef, type LinkEnd, type SprintId, type WorkItemId } from "../ids.ts";
import type { TimeboxValue } from "../items/history.ts";
import { isAlike } from "../tracking/tracked.ts";
import { isOpen, type WorkItem } from "../items/work-item.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { listThen, type Former } from "./former.ts";
import type { Gap } from "./gap.ts";
import { statusThen } from "./status-then.ts";
import type { CategoryOf } from "./status-categories.ts";

/** An item as it stood at an instant, and what is not certain about it. */
export type ItemThen = { readonly item: WorkItem; readonly gaps: readonly Gap[] };

/** What an item's history means depends on these. */
export type Surroundings = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly categoryOf: CategoryOf;
  /** The item that has or had a key, as an item of a connection names it. */
  readonly itemCalled: (key: KeyRef, connection: string) => WorkItemId | null;
  /** The timeboxes as they are today. */
  readonly sprints: Pick<ReadonlyMap<SprintId, Sprint>, "get">;
  /** Whether a connection gives any history. */
  readonly hasHistory: (connection: string) => boolean;
};

/**
 * An item at an instant; the same object if nothing in it was different, null if it did not exist yet. Title, kind and own
 * dates are those of today, because no tracker's history that Signalbox reads has them.
 */
export function itemThen(item: WorkItem, former: Former, around: Surroundings): ItemThen | null {
  const { at } = around;
  const { createdAt, updatedAt, presence } = item;
  if (createdAt !== null && createdAt > at && former.firstAt > at) return null;
  if (presence === "stub" || isSettled(item, former, at)) return { item, gaps: [] };
  const isChanged = updatedAt === null || updatedAt > at;
  if (presence === "gone" && (updatedAt === null || !isChanged)) return { item, gaps: ["deletion"] };
  const isClosedSince = item.closedAt !== null && item.closedAt > at;
  const isUntold = isChanged && !former.isTold && (isClosedSince || !around.hasHistory(item.connection));
  const labels = listThen(item.labels, former.labels, (label) => label);
  const { gaps: ofStatus, ...status } = statusThen({ ...around, item, former, labels, isChanged });
  const boxes = boxesThen(item, former, { ...around, isUntold });
  const parent = parentThen(item, former, around);
  const then: WorkItem = {
    ...item,
    ...status,
    presence: "present",
    labels,
    components: listThen(item.components, former.components, (component) => component),
    ...pointsThen(item, former),
    ...placeThen(item, former),
    parentId: parent.id,
    sprintIds: boxes.ids,
  };
  const hasOwnDates = item.startOn !== null || item.dueOn !== null;
  const gaps: readonly Gap[] = [
    ...(isUntold ? (["untold"] as const) : []),
    ...ofStatus.filter((gap) => !(isUntold && gap === "status")),
    ...boxes.gaps,
    ...parent.gaps,
    ...(hasOwnDates && isChanged ? (["own-dates"] as const) : []),
    ...(createdAt === null ? (["creation"] as const) : []),
  ];
  return { item: isAlike(item, then) ? item : then, gaps };
}

/** Whether all that is known of it had happened: everything below would find it as it is today. */
function isSettled(item: WorkItem, { hasLater }: Former, at: number): boolean {
  const { presence, createdAt, updatedAt, closedAt } = item;
  const isClosed = closedAt === null || (closedAt <= at && !isOpen(item));
  return presence === "present" && createdAt !== null && updatedAt !== null && updatedAt <= at && isClosed && !hasLater;
}

function pointsThen({ points, pointsWords }: WorkItem, former: Former): Pick<WorkItem, "points" | "pointsWords"> {
  if (former.points === null) return { points, pointsWords };
  const { value } = former.points;
  return typeof value === "number" ? { points: value, pointsWords: null } : { points: null, pointsWords: value };
}

/** GitHub does not tell the number that a transferred issue had. */
function placeThen({ container, key }: WorkItem, former: Former): Pick<WorkItem, "container" | "key"> {
  const value = former.container?.value ?? null;
  return value === null ? { container, key } : { container: value.container, key: value.key ?? key };
}

type Parent = { readonly id: WorkItemId | null; readonly gaps: readonly Gap[] };

function parentThen({ parentId, connection }: WorkItem, former: Former, { itemCalled }: Surroundings): Parent {
  if (former.parent === null) return { id: parentId, gaps: [] };
  const { value } = former.parent;
  const id = value === null ? null : idOf(value, connection, itemCalled);
  return { id, gaps: value !== null && id === null ? ["parent"] : [] };
}

/** The item at an end of a link, or of a parent. */
export function idOf(end: LinkEnd, connection: string, itemCalled: Surroundings["itemCalled"]): WorkItemId | null {
  return isKeyRef(end) ? itemCalled(end, connection) : end;
}

type Boxes = { readonly ids: readonly SprintId[]; readonly gaps: readonly Gap[] };
type BoxSurroundings = Pick<Surroundings, "at" | "sprints"> & { readonly isUntold: boolean };

/** Without a history, an item is in a sprint from the sprint's start: nothing tells when people planned it there. */
function boxesThen(item: WorkItem, former: Former, { at, sprints, isUntold }: BoxSurroundings): Boxes {
  const hasBegun = (id: SprintId) => {
    const sprint = sprints.get(id);
    return sprint?.kind !== "sprint" || sprint.startsAt === null || sprint.startsAt <= at;
  };
  const ids = listThen(item.sprintIds, former.timeboxes, ({ id }: TimeboxValue) => id);
  const isLost = [...former.timeboxes.values()].some(
    ({ member: { id }, wasIn }) => wasIn && (id === null || sprints.get(id) === undefined),
  );
  return { ids: isUntold ? ids.filter(hasBegun) : ids, gaps: isLost ? ["timebox"] : [] };
}
