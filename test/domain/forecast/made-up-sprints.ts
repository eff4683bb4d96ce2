import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import type { SlipQuestion } from "../../../src/domain/forecast/slip-outlook.ts";
import type { SprintId } from "../../../src/domain/ids.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import { anItem, planned } from "../../support/builders.ts";
import { aView } from "../../support/views.ts";

/** The beginning of the forecast's day: one day before the running sprint's end. */
export const today = Date.UTC(2026, 10, 24);

const sprintDays = 14;

export function sprintIdOf(place: number): SprintId {
  return `jira:acme:sprint:${place}`;
}

/** Sprint 0 ends tomorrow; the sprint of place n is n sprints older, that of −1 comes next. */
export function sprintOf(place: number, change: Partial<Sprint> = {}): Sprint {
  const endsAt = today + dayMs - place * sprintDays * dayMs;
  return {
    id: sprintIdOf(place),
    system: "jira",
    connection: "acme",
    kind: "sprint",
    nativeId: String(place),
    name: `Sprint ${place}`,
    state: place > 0 ? "closed" : place === 0 ? "active" : "future",
    startsAt: endsAt - sprintDays * dayMs,
    endsAt,
    completedAt: null,
    boardId: 1,
    container: null,
    ...change,
  };
}

/** How the items of one past sprint went. */
export type Going = {
  readonly slips: boolean;
  /** Share of the sprint after which an item without a slip is closed; days after the end for one with. */
  readonly closed: number;
};

/** Items of past sprints, the oldest first. @param goingOf how an item went; `luck` is between 0 and 1 */
export function pastItems(
  { sprints, each }: { readonly sprints: number; readonly each: number },
  goingOf: (luck: number) => Going,
): readonly WorkItem[] {
  const random = randomFrom("made-up sprints");
  return Array.from({ length: sprints }, (_, place) => sprints - place).flatMap((sprint) =>
    Array.from({ length: each }, (_, place): WorkItem => {
      const { startsAt, endsAt } = sprintOf(sprint);
      const { slips, closed } = goingOf(random());
      const closedAt = slips
        ? (endsAt ?? 0) + closed * dayMs
        : (startsAt ?? 0) + closed * sprintDays * dayMs * (0.9 + random() / 10);
      return anItem({
        nativeId: String(1000 * sprint + place),
        sprintIds: [sprintIdOf(sprint)],
        createdAt: (startsAt ?? 0) - 5 * dayMs,
        status: "done",
        closedAt,
      });
    }),
  );
}

/** Three in ten slip, for ten days; the others are closed in the first half. */
export const usual = (luck: number): Going =>
  luck < 0.3 ? { slips: true, closed: 10 } : { slips: false, closed: 0.5 };

/** An open item of the running sprint. */
export function running(nativeId: string, change: Partial<WorkItem> = {}): WorkItem {
  return anItem({ nativeId, sprintIds: [sprintIdOf(0)], createdAt: today - 20 * dayMs, ...change });
}

export function slipQuestion(
  items: readonly WorkItem[],
  plan: Partial<PlannedItem> = {},
  sprints: readonly Sprint[] = [],
): SlipQuestion {
  const all = [...Array.from({ length: 60 }, (_, place) => sprintOf(place)), ...sprints];
  return {
    view: aView(items.map((item) => planned(item, plan))),
    sprints: new Map(all.map((sprint) => [sprint.id, sprint])),
    now: today,
  };
}
