import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import { fixFinderFor } from "../../../src/domain/fixes/smallest-fix.ts";
import type { MovesFix } from "../../../src/domain/fixes/fix-order.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { TrainState } from "../../../src/domain/model/train-state.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { smallGeneratedTrains, type GeneratedTrain } from "../generated-trains.ts";
import { changesIn, isFixed, modelsWith, type Change } from "./every-change.ts";

type Tally = { conflicts: number; fixes: number[]; none: number; tried: number };

/** Every set of one or two changes, of different items, with the conflicts after it in each way to make it. */
function everything({ facts, train, at }: GeneratedTrain, changes: readonly Change[]) {
  const state = new TrainState(train, facts);
  const conflictsIn = (model: Model) => atOneGo(state.follow(model, at)).conflicts;
  const after = (...set: readonly Change[]) => ({
    set,
    outcomes: modelsWith({ facts, train, at }, set).map(conflictsIn),
  });
  const pairs = changes.flatMap((one, place) =>
    changes.slice(place + 1).flatMap((other) => (one.item === other.item ? [] : after(one, other))),
  );
  return [...changes.map((one) => after(one)), ...pairs];
}

function check(generated: GeneratedTrain, tally: Tally): void {
  const { facts, train, at } = generated;
  const view = viewTrain(facts, train, at);
  const before = view.conflicts;
  const find = fixFinderFor(view.plan, facts.items);
  const searches = before.map((conflict) => ({ conflict, ...atOneGo(find(conflict)) }));
  const isFix = (conflict: Conflict, outcomes: readonly (readonly Conflict[])[]) =>
    outcomes.every((after) => isFixed(conflict, { train, before, after }));
  for (const { conflict, fix } of searches) {
    tally.conflicts += 1;
    if (fix === null) continue;
    tally.fixes[fix.moves.length] = (tally.fixes[fix.moves.length] ?? 0) + 1;
    const outcomes = modelsWith(generated, fix.moves).map((model) => viewTrain(model, train, at).conflicts);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(isFix(conflict, outcomes), saying(conflict, fix)).toBe(true);
  }
  const isSmall = ({ fix }: { fix: MovesFix | null }) => fix?.moves.length === 1;
  if (searches.every(isSmall)) return;
  const tries = everything(generated, changesIn(view, generated));
  tally.tried += tries.length;
  for (const { conflict, fix, excluded } of searches.filter((one) => !isSmall(one))) {
    const smaller = tries.filter(({ set }) => fix === null || set.length < fix.moves.length);
    const found = smaller.find(({ outcomes }) => isFix(conflict, outcomes));
    expect(found?.set ?? null, saying(conflict, fix)).toBe(null);
    expect(excluded).toBe(fix === null ? 3 : fix.moves.length - 1);
    if (fix === null) tally.none += 1;
  }
}

function saying({ fingerprint }: Conflict, fix: MovesFix | null): string {
  return `${fingerprint}: ${fix === null ? "none" : fix.moves.map(({ item, to }) => `${item}=${to.ordinal}`).join(" ")}`;
}

test("on 200 small trains each fix clears its conflict, opens none as severe, and no smaller set of changes does", async ({
  annotate,
}) => {
  const tally: Tally = { conflicts: 0, fixes: [], none: 0, tried: 0 };
  fc.assert(
    fc.property(smallGeneratedTrains, (generated) => check(generated, tally)),
    { seed: 14, numRuns: 200 },
  );
  await annotate(JSON.stringify(tally));
  // Fixes of one and of two moves, and conflicts without any, are among them.
  expect(tally.fixes[1]).toBeGreaterThan(50);
  expect(tally.fixes[2]).toBeGreaterThan(5);
  expect(tally.none).toBeGreaterThan(50);
});
