import { boxesOf } from "../items/ownership.ts";
import { nameDirectory } from "../items/names.ts";
import { isOpen } from "../items/work-item.ts";
import type { Model } from "../model/model.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { iterationsOf, type Team, type Train } from "../model/train.ts";
import { distinct, sortedBy } from "../ordering.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { iterationOfBox } from "../schedule/timeboxes.ts";

/** A running or coming timebox of a team that belongs to no iteration of its train: `undated` ones have no end. */
export type StrayBox = { readonly team: string; readonly name: string; readonly isUndated: boolean };

/**
 * Timeboxes in which a team has open work although they fit no iteration: within the calendar of the train, or running
 * without dates. A future sprint often gets its dates only when it begins.
 */
export function strayBoxes(
  train: Train,
  { ownedBy }: Pick<LivePlan, "ownedBy">,
  { sprints, names }: Pick<Model, "sprints" | "names">,
): readonly StrayBox[] {
  const iterations = iterationsOf(train);
  const iterationOf = iterationOfBox(iterations, nameDirectory(names));
  const isInside = ({ startsAt, endsAt }: Sprint) =>
    endsAt !== null && iterations.some((one) => (startsAt ?? endsAt) < one.endsAt && one.startsAt < endsAt);
  const ofTeam = (team: Team): readonly StrayBox[] => {
    const open = ownedBy(team).filter(({ item }) => item.presence === "present" && isOpen(item));
    const boxes = distinct(open.flatMap(({ item }) => boxesOf(item, sprints))).filter(
      (box) => box.kind === team.from.iterations && box.state !== "closed" && iterationOf(box) === null,
    );
    return sortedBy(boxes, ({ id }) => id)
      .filter((box) => isInside(box) || (box.state === "active" && box.endsAt === null))
      .map(({ name, endsAt }) => ({ team: team.name, name, isUndated: endsAt === null }));
  };
  return train.teams.flatMap(ofTeam);
}
