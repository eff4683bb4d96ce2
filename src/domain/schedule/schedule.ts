import { boxesOn, noPlan, placementOf } from "./placement.ts";
import type { Basis } from "./placement.ts";
import { boxesIn, latestBox } from "./timeboxes.ts";
import { zoneOf } from "./civil-day.ts";
import { planOfParent, planOfParts } from "./family-plan.ts";
import type { PlanLookup } from "./family-plan.ts";
import { hierarchyOf } from "../items/hierarchy.ts";
import type { Families, Hierarchy } from "../items/hierarchy.ts";
import type { SprintKind, WorkItemId } from "../ids.ts";
import type { Interval } from "./interval.ts";
import { nameDirectory } from "../items/names.ts";
import type { Placement } from "../model/planned-item.ts";
import { boxesOf, type Known } from "../items/ownership.ts";
import { relativesOf } from "./relatives.ts";
import type { AlsoMoved } from "./relatives.ts";
import type { Sprint } from "./sprint.ts";
import { targetBoxes } from "./target-timeboxes.ts";
import type { Boards } from "./target-timeboxes.ts";
import { iterationsOf } from "../model/train.ts";
import type { Iteration, Team, Train } from "../model/train.ts";
import { isOpen } from "../items/work-item.ts";
import type { WorkItem } from "../items/work-item.ts";

/** An item's place, and the tracker's timebox that gives it. */
export type Place = { readonly placement: Placement; readonly box: Sprint | null };

/** Places items by the train's calendar and time zone. */
export type Schedule = {
  /** The present or hypothetical place of an item, with all others as they are. */
  readonly placeOf: (item: WorkItem) => Place;
  /** Its possible places in an iteration: one for each pair of dates among its team's timeboxes there. */
  readonly placesIn: (item: WorkItem, iteration: Iteration) => readonly Place[];
  readonly alsoMoved: AlsoMoved;
  readonly parentOf: Hierarchy["parentOf"];
};

/** The inputs from the model and from the teams. */
export type ScheduleSource = Families &
  Boards & {
    readonly teamOf: (id: WorkItemId) => Team | null;
    /** Its known place; null if the model has no such item. */
    readonly placed: (id: WorkItemId) => Placement | null;
  };

/** See docs/rules.md, "Schedule". */
export function scheduleOf(train: Train, source: ScheduleSource): Schedule {
  const { names, sprints, teamOf, placed } = source;
  const zone = zoneOf(train.timeZone);
  const here = boxesIn(zone);
  const iterations = iterationsOf(train);
  const boxes = boxesOn(iterations, nameDirectory(names));
  const hierarchy = hierarchyOf(source);
  const boxesFor = targetBoxes(source, (box) => boxes.ordinalsOf(here(box)));

  const ownDates = ({ startOn, dueOn }: WorkItem): Interval | null => {
    if (startOn === null && dueOn === null) return null;
    return {
      startsAt: startOn === null ? null : zone.startOf(startOn),
      endsAt: dueOn === null ? null : zone.endOf(dueOn),
    };
  };
  const placeIn = (item: WorkItem, basis: Basis) => placementOf(ownDates(item), basis);
  /** Jira puts no sub-task into a sprint of its own, whatever it lists. */
  const seen = (item: WorkItem, lookup: PlanLookup): Place => {
    const latest = currentBox(item, teamOf(item.id), sprints);
    const family = isOpen(item) && (latest === null || item.kind === "subtask") ? familyBasis(item, lookup) : null;
    const follows = item.system === "jira" && family?.layers.length === 1;
    if (latest === null || follows) return { placement: placeIn(item, family ?? noPlan), box: null };
    const box = here(latest);
    return { placement: placeIn(item, boxes.basisOf(box)), box };
  };
  const familyBasis = (item: WorkItem, lookup: PlanLookup): Basis | null => {
    if (item.kind === "subtask") return planOfParent(item, hierarchy, lookup);
    const asPart: PlanLookup["placeOf"] = (part) =>
      part.kind === "subtask" ? placeIn(part, noPlan) : lookup.placeOf(part);
    return planOfParts(hierarchy.childrenOf(item.id), { ...lookup, placeOf: asPart }, iterations);
  };
  const asIs: PlanLookup = {
    itemOf: (item) => item,
    placeOf: (item) => placed(item.id) ?? placeIn(item, noPlan),
  };

  return {
    placeOf: (item) => seen(item, asIs),
    placesIn(item, iteration) {
      const team = teamOf(item.id);
      const there = boxesFor({ item, team, kind: boxKind(item, team), ordinal: iteration.ordinal }).map(here);
      const places = there.map((box) => ({ placement: placeIn(item, boxes.basisOf(box)), box }));
      return places.length > 0 ? places : [{ placement: placeIn(item, boxes.basisIn(iteration)), box: null }];
    },
    alsoMoved: relativesOf({ hierarchy, asIs, seen: (item, lookup) => seen(item, lookup).placement }),
    parentOf: hierarchy.parentOf,
  };
}

/** Open work with closed timeboxes only is back in the backlog; finished work stays in its last one. */
function currentBox(item: WorkItem, team: Team | null, sprints: Known["sprints"]): Sprint | null {
  if (item.sprintIds.length === 0) return null;
  const kind = boxKind(item, team);
  const counts = (box: Sprint) => box.kind === kind && (box.state !== "closed" || !isOpen(item));
  return latestBox(boxesOf(item, sprints).filter(counts));
}

/** The kind of timebox that an item is planned in. */
export function boxKind(item: WorkItem, team: Team | null): SprintKind {
  if (team !== null) return team.from.iterations;
  return item.system === "jira" ? "sprint" : "milestone";
}
