import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { probabilityOf } from "../../../src/domain/forecast/logistic.ts";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import type { SprintStay } from "../../../src/domain/forecast/sprint-stay.ts";
import { now } from "./made-up-teams.ts";

export const start = now - 900 * dayMs;

export function aStay(change: Partial<SprintStay> = {}): SprintStay {
  return {
    item: "i",
    team: "a",
    sprint: "s",
    container: "PAY",
    kind: "story",
    from: start,
    sprintStartsAt: start,
    sprintEndsAt: start + 14 * dayMs,
    createdAt: start - 10 * dayMs,
    carried: 0,
    lastEndedAt: null,
    openProviders: 0,
    openParts: 0,
    closedAt: null,
    ...change,
  };
}

/** A tracker in which carried and old items slip more; from the middle on, everything slips more. */
export function tracker(seed: string, items = 30): readonly SprintStay[] {
  const random = randomFrom(seed);
  return Array.from({ length: 60 }, (_, sprint) =>
    Array.from({ length: items }, (_one, place): SprintStay => {
      const sprintStartsAt = start + sprint * 14 * dayMs;
      const carried = Math.floor(4 * random() ** 2);
      const age = 300 * random() ** 3;
      const isAdded = random() < 0.2;
      const from = sprintStartsAt + (isAdded ? 12 * random() * dayMs : 0);
      const logOdds = -2.2 + 1.6 * carried + 0.4 * Math.log1p(age) + (sprint > 30 ? 1.2 : 0);
      const slips = random() < probabilityOf(logOdds);
      const sprintEndsAt = sprintStartsAt + 14 * dayMs;
      return aStay({
        item: `${sprint} ${place}`,
        team: place % 2 === 0 ? "a" : "b",
        sprint: `s${sprint}`,
        kind: place % 3 === 0 ? "bug" : "story",
        from,
        sprintStartsAt,
        sprintEndsAt,
        createdAt: from - age * dayMs,
        carried,
        lastEndedAt: carried > 0 ? sprintStartsAt : null,
        openProviders: place % 5 === 0 ? 1 : 0,
        openParts: place % 7 === 0 ? 2 : 0,
        closedAt: slips ? (random() < 0.5 ? null : sprintEndsAt + dayMs) : from + random() * (sprintEndsAt - from),
      });
    }),
  ).flat();
}
