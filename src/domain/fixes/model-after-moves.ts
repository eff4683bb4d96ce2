import type { Move } from "./move.ts";
import { sprintId } from "../ids.ts";
import type { Model } from "../model/model.ts";
import type { Destination, PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { boxesOf } from "../items/ownership.ts";
import { zoneOf } from "../schedule/civil-day.ts";
import { boxKind } from "../schedule/schedule.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { latestBox } from "../schedule/timeboxes.ts";
import type { Iteration } from "../model/train.ts";
import type { WorkItem } from "../items/work-item.ts";

/** Trackers give the days of versions and milestones in UTC. */
const utc = zoneOf("UTC");

/** A move, and the item's present plan. */
export type PlannableMove = Move<Iteration | null> & { readonly planned: PlannedItem };

/** The timebox that a move leads into, and whether the tracker has it; null if the item leaves its timebox. */
export type Landing = { readonly box: Sprint; readonly isNew: boolean } | null;

/**
 * The timebox of the iteration that the item's team could use, the one that ends nearest to it. If there is none, one
 * with the iteration's own days, on the same board or in the same project as the item's present one.
 */
export function landingOf(
  { planned, to }: PlannableMove,
  plan: LivePlan,
  { sprints }: Pick<Model, "sprints">,
): Landing {
  if (to === null) return null;
  const distance = ({ box }: Destination) => Math.abs((box?.endsAt ?? to.startsAt) - to.endsAt);
  const nearest = plan.replan.destinations(planned, to).toSorted((a, b) => distance(a) - distance(b))[0]?.box;
  const known = nearest == null ? undefined : sprints.get(nearest.id);
  return known === undefined ? { box: newBox(planned, to, sprints), isNew: true } : { box: known, isNew: false };
}

/** An item, and the timebox that a move leads it into. */
export type Landed = { readonly planned: PlannedItem; readonly landing: Landing };

/** The model with each item in that timebox alone, besides its closed ones. */
export function modelAfter(model: Model, landed: readonly Landed[]): Model {
  const byItem = new Map(landed.map((one) => [one.planned.item.id, one]));
  const boxes = landed.flatMap(({ landing }) => landing?.box ?? []);
  const items = Array.from(model.items, ([id, item]) => {
    const one = byItem.get(id);
    return [id, one === undefined ? item : landedItem(item, one, model.sprints)] as const;
  });
  return {
    ...model,
    items: new Map(items),
    sprints: new Map([...model.sprints, ...boxes.map((box) => [box.id, box] as const)]),
  };
}

function landedItem(item: WorkItem, { planned, landing }: Landed, sprints: Model["sprints"]): WorkItem {
  const kind = boxKind(item, planned.team);
  const left = boxesOf(item, sprints).filter((box) => box.kind === kind && box.state !== "closed");
  const kept = item.sprintIds.filter((id) => left.every((box) => box.id !== id));
  return { ...item, sprintIds: landing === null ? kept : [...kept, landing.box.id] };
}

/** Like the item's present timebox, so that the same team owns the item. */
function newBox({ item, team }: PlannedItem, to: Iteration, sprints: Model["sprints"]): Sprint {
  const kind = boxKind(item, team);
  const present = latestBox(boxesOf(item, sprints).filter((box) => box.kind === kind));
  const nativeId = `${item.nativeId}-${to.ordinal}`;
  const isSprint = kind === "sprint";
  return {
    id: sprintId(item, kind, nativeId),
    system: item.system,
    connection: item.connection,
    kind,
    nativeId,
    name: present?.name ?? to.name,
    state: "future",
    startsAt: isSprint ? to.startsAt : utc.startOf(to.startsOn),
    endsAt: isSprint ? to.endsAt : utc.startOf(to.endsOn),
    completedAt: null,
    boardId: present?.boardId ?? null,
    container: isSprint ? null : item.container,
  };
}
