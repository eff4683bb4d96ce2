import { iterationOfBox, latestBox } from "./boxes.ts";
import { zoneOf } from "./civil-day.ts";
import type { Zone } from "./civil-day.ts";
import type { SprintKind } from "./ids.ts";
import type { Model } from "./model.ts";
import { nameDirectory } from "./names.ts";
import { boxesOf } from "./ownership.ts";
import type { PlannedItem } from "./planned-item.ts";
import type { Sprint } from "./sprint.ts";
import { targetBoxes } from "./target-boxes.ts";
import type { Owned } from "./target-boxes.ts";
import { iterationsOf } from "./train.ts";
import type { Iteration, Team, Train } from "./train.ts";
import { isOpen } from "./work-item.ts";
import type { WorkItem } from "./work-item.ts";

/** Where one item stands in the calendar, and the tracker's box that says so. */
export type Place = Pick<PlannedItem, "iteration" | "startsAt" | "endsAt" | "datesFrom"> & {
  readonly box: Sprint | null;
};

/** Places items by the train's calendar and time zone. */
export type Schedule = {
  readonly placeOf: (item: WorkItem, team: Team | null) => Place;
  /** Where it would stand in an iteration: a place for each pair of dates that its team's boxes there have. */
  readonly placesIn: (item: WorkItem, team: Team | null, iteration: Iteration) => readonly Place[];
};

type DatesFrom = "item" | "sprint" | "iteration";
type Span = { readonly from: DatesFrom; readonly startsAt: number | null; readonly endsAt: number | null };

/** See docs/rules.md, "Schedule". */
export function scheduleOf(train: Train, { model, owned }: Owned): Schedule {
  const zone = zoneOf(train.timeZone);
  const here = boxesIn(zone);
  const iterationOf = iterationOfBox(iterationsOf(train), nameDirectory(model.names));
  const boxesFor = targetBoxes({ model, owned }, (box) => iterationOf(here(box)));
  const ownDates = (item: WorkItem): Dates => ({
    startsAt: item.startOn === null ? null : zone.startOf(item.startOn),
    endsAt: item.dueOn === null ? null : zone.endOf(item.dueOn),
  });
  const inBox = (item: WorkItem, box: Sprint | null, iteration: Iteration | null): Place => ({
    box,
    iteration,
    ...datesOf(ownDates(item), box, iteration),
  });
  return {
    placeOf(item, team) {
      const latest = currentBox(item, team, model);
      const box = latest === null ? null : here(latest);
      return inBox(item, box, box === null ? null : iterationOf(box));
    },
    placesIn(item, team, iteration) {
      const boxes = boxesFor({ item, team, kind: boxKind(item, team), ordinal: iteration.ordinal });
      const places = boxes.map((box) => inBox(item, here(box), iteration));
      return places.length > 0 ? places : [inBox(item, null, iteration)];
    },
  };
}

/**
 * Versions and milestones have days where sprints have instants. Connectors give them as days in UTC; on the train they
 * begin and end with its own days, or a milestone due on an iteration's last day would fall into the next one. The same box for the same box.
 */
function boxesIn(zone: Zone): (box: Sprint) => Sprint {
  const known = new Map<Sprint, Sprint>();
  const at = (instant: number | null) => (instant === null ? null : zone.startOfUtcDay(instant));
  return (box) => {
    if (box.kind === "sprint") return box;
    const moved = known.get(box) ?? { ...box, startsAt: at(box.startsAt), endsAt: at(box.endsAt) };
    known.set(box, moved);
    return moved;
  };
}

/** Open work that is left in closed boxes only is back in the backlog; finished work stays where it was last. */
function currentBox(item: WorkItem, team: Team | null, model: Model): Sprint | null {
  const kind = boxKind(item, team);
  const boxes = boxesOf(item, model).filter((box) => box.kind === kind);
  return latestBox(isOpen(item) ? boxes.filter(({ state }) => state !== "closed") : boxes);
}

function boxKind(item: WorkItem, team: Team | null): SprintKind {
  if (team !== null) return team.from.iterations;
  return item.system === "jira" ? "sprint" : "milestone";
}

type Dates = Omit<Span, "from">;

/** The item's own dates win over its box's, those over the iteration's; `datesFrom` names where the end comes from. */
function datesOf(own: Dates, box: Dates | null, iteration: Iteration | null): Omit<Place, "box" | "iteration"> {
  const spans: Span[] = [{ from: "item", ...own }];
  if (box !== null) spans.push({ from: "sprint", startsAt: box.startsAt, endsAt: box.endsAt });
  if (iteration !== null) spans.push({ from: "iteration", startsAt: iteration.startsAt, endsAt: iteration.endsAt });
  const end = spans.find(({ endsAt }) => endsAt !== null);
  const start = spans.find(({ startsAt }) => startsAt !== null);
  const endsAt = end?.endsAt ?? null;
  const startsAt = start?.startsAt ?? null;
  // A start that lies behind the end says nothing: the end is what was promised.
  const contradicts = startsAt !== null && endsAt !== null && startsAt >= endsAt;
  return { startsAt: contradicts ? null : startsAt, endsAt, datesFrom: end?.from ?? start?.from ?? null };
}
