import { Failure } from "../domain/failure.ts";
import type { PlannableMove } from "../domain/fixes/model-after-moves.ts";
import { movabilityIn, type Obstacle } from "../domain/fixes/move.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { incrementAt, iterationsOf, type Iteration } from "../domain/model/train.ts";
import { distinct } from "../domain/ordering.ts";
import { carriersIn } from "../domain/schedule/carriers.ts";
import { nearest } from "../domain/similar-name.ts";

/** A move as people write it: the item's key, maybe with its connection, and an iteration or `none`. */
export type GivenMove = { readonly key: string; readonly iteration: string };

/**
 * Finds the items and iterations of moves.
 * @throws Failure `config-invalid` for a key or an iteration that the train does not have or has several times, and for
 *   an item that no team can plan by a timebox
 */
export function movesGiven(view: TrainView, given: readonly GivenMove[]): readonly PlannableMove[] {
  const moves = given.map(({ key, iteration }): PlannableMove => {
    const planned = itemNamed(view, key);
    const obstacle = movabilityIn(view.plan)(planned);
    if (obstacle !== null) throw cannotMove(view, planned, obstacle);
    return { item: planned.item.id, planned, to: iteration === "none" ? null : iterationNamed(view, iteration) };
  });
  const twice = moves.find(({ item }, place) => moves.findIndex((one) => one.item === item) !== place);
  if (twice === undefined) return moves;
  throw wrong(`${twice.planned.item.key} is moved twice.`, "Name each item once.");
}

/**
 * The item with that key; of several the only one that a team of the train owns.
 * @param named `PAY-12`, `acme/api#7`, or with its connection: `jira-eu:PAY-12`
 * @throws Failure `config-invalid` if there is none, or more than one
 */
export function itemNamed({ train, items }: TrainView, named: string): PlannedItem {
  const all = [...items.values()];
  const called = all.filter(({ item }) => namesOf(item).includes(named.toLowerCase()));
  const owned = called.filter(({ role }) => role === "owned");
  const [found, ...others] = owned.length > 0 ? owned : called;
  if (found === undefined) {
    const similar = nearest(named, new Set(all.flatMap(({ item, role }) => (role === "owned" ? [item.key] : []))));
    const remedy = similar === null ? "Write a key as its tracker does: PAY-12, acme/api#7." : `Is it ${similar}?`;
    throw wrong(`The train ${train.name} has no item ${named}.`, remedy);
  }
  if (others.length === 0) return found;
  const full = [found, ...others].map(({ item }) => `${item.connection}:${item.key}`);
  throw wrong(`Several items are called ${named}.`, `Name the connection too: ${full.join(" or ")}.`);
}

function namesOf({ key, connection }: PlannedItem["item"]): readonly string[] {
  return [key.toLowerCase(), `${connection}:${key}`.toLowerCase()];
}

/** A key alone means the present increment, or the only other one that has it. */
function iterationNamed({ train, at }: TrainView, named: string): Iteration {
  const all = iterationsOf(train);
  const present = incrementAt(train, at);
  const called = all.filter(({ key, increment }) => named === key || named === fullName({ key, increment }));
  const [found, ...others] = called.length > 1 ? called.filter(({ increment }) => increment === present) : called;
  if (found !== undefined && others.length === 0) return found;
  const known = (called.length > 1 ? called : all).map(fullName).join(", ");
  const what =
    called.length > 1
      ? `Several iterations are called ${named}.`
      : `The train ${train.name} has no iteration ${named}.`;
  throw wrong(what, `Name one of these, or none: ${known}.`);
}

function fullName({ key, increment }: Pick<Iteration, "key" | "increment">): string {
  return `${increment}/${key}`;
}

function cannotMove(view: TrainView, planned: PlannedItem, obstacle: NonNullable<Obstacle>): Failure {
  const { key, sourceStatus } = planned.item;
  switch (obstacle) {
    case "no-team": {
      const teams = view.train.teams.map(({ name }) => name).join(", ");
      return wrong(
        `No team of the train ${view.train.name} owns ${key}.`,
        `Name an item of one of its teams: ${teams}.`,
      );
    }
    case "not-open":
      return wrong(`${key} is not open: ${sourceStatus}.`, "Name an item that is to do or in progress.");
    case "planned-by-others": {
      const carriersOf = carriersIn(view.plan);
      const carriers = distinct([...carriersOf(planned, "last"), ...carriersOf(planned, "first")]);
      const keys = carriers.map(({ item }) => item.key).join(" or ");
      return wrong(
        `${key} has no timebox of its own: its parts or its parent plan it.`,
        keys === "" ? "Name an item that its team puts into a timebox." : `Move ${keys} instead.`,
      );
    }
  }
}

function wrong(what: string, remedy: string): Failure {
  return new Failure({ code: "config-invalid", what, remedy, verdict: { kind: "stop" } });
}
