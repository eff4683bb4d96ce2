import { fc, test as property } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Pace } from "../../../src/domain/forecast/pace.ts";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import { never, simulate, type RemainingItem } from "../../../src/domain/forecast/simulate.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";

const teams = ["a", "b", "c"] as const;
const days = 60;

/** The pace of a team that finishes this number of items each day. */
function steady(perDay: number): Pace {
  const horizons = [14, 42, 84].map((length) => ({ days: length, totals: Float64Array.of(perDay * length) }));
  return { horizons, blocks: [new Float64Array(14).fill(1)] };
}

const work = fc
  .array(fc.record({ team: fc.constantFrom(...teams), waitsFor: fc.uniqueArray(fc.nat(20), { maxLength: 3 }) }), {
    maxLength: 20,
  })
  .map((all) =>
    all.map(({ team, waitsFor }, place): RemainingItem => {
      return { id: `${place}`, team, waitsFor: waitsFor.map(String) };
    }),
  );
const perDay = fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
const daysOff = fc.array(fc.uniqueArray(fc.nat(20)), { minLength: 3, maxLength: 3 });

property.prop([work, perDay, daysOff])(
  "each day a team finishes the first items of its list whose providers are finished",
  (items, paces, off) => {
    const finishedOn = new Map<string, number>();
    for (let day = 0; day < days; day += 1)
      for (const [place, team] of teams.entries()) {
        if (off[place]?.includes(day)) continue;
        const isReady = ({ id, waitsFor }: RemainingItem) =>
          !finishedOn.has(id) && waitsFor.every((provider) => (finishedOn.get(provider) ?? days) < day);
        const ready = items.filter((item) => item.team === team && isReady(item));
        for (const { id } of ready.slice(0, paces[place])) finishedOn.set(id, day);
      }
    const simulation = atOneGo(
      simulate(
        {
          items,
          paces: new Map(teams.map((team, place) => [team, steady(paces[place] ?? 0)])),
          blackouts: new Map(teams.map((team, place) => [team, new Set(off[place])])),
        },
        { trials: 1, days },
        randomFrom("second"),
      ),
    );
    expect([...simulation.finishedOn]).toEqual(items.map(({ id }) => finishedOn.get(id) ?? never));
  },
);
