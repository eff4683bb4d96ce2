import { Temporal } from "temporal-polyfill";
import { zoneOf, type Zone } from "../src/domain/schedule/civil-day.ts";
import type { Increment, Iteration, IterationKind } from "../src/domain/model/train.ts";
import type { IncrementEntry, ListedIteration } from "./increment-schema.ts";
import { fillPattern } from "./text-schema.ts";

/** An iteration in days, before a time zone turns them into instants. `endsOn` is the first day after. */
export type PlannedIteration = {
  readonly key: string;
  readonly name: string;
  readonly kind: IterationKind;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly sprintName: string | null;
};

export type PlannedIncrement = { readonly key: string; readonly iterations: readonly PlannedIteration[] };

function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/**
 * Computes an increment's iterations in days, in the file's order.
 * @returns none if iterations are a count and the increment has no first day
 */
export function planIterations(entry: IncrementEntry): PlannedIteration[] {
  const { iterations, starts } = entry;
  if (Array.isArray(iterations)) return iterations.map((iteration) => listed(entry.key, iteration));
  if (starts === undefined) return [];
  const { count, length, last = "regular", sprintName } = iterations;
  return Array.from({ length: count }, (_, index) => {
    const key = String(index + 1);
    const kind = index === count - 1 ? last : "regular";
    return {
      key,
      kind,
      name: iterationName(key, kind),
      startsOn: addDays(starts, index * length),
      endsOn: addDays(starts, (index + 1) * length),
      sprintName: sprintPattern(sprintName, entry.key, key),
    };
  });
}

function listed(increment: string, entry: ListedIteration): PlannedIteration {
  const kind = entry.kind ?? "regular";
  return {
    key: entry.key,
    kind,
    name: entry.name ?? iterationName(entry.key, kind),
    startsOn: entry.starts,
    endsOn: entry.ends,
    sprintName: sprintPattern(entry.sprintName, increment, entry.key),
  };
}

function iterationName(key: string, kind: IterationKind): string {
  const name = /^\d/.test(key) ? `Iteration ${key}` : key;
  return kind === "regular" ? name : `${name} (IP)`;
}

function sprintPattern(template: string | undefined, increment: string, iteration: string): string | null {
  return template === undefined ? null : fillPattern(template, { increment, iteration });
}

/** Gives the planned increments of a train their instants and their order in time. */
export function scheduleIncrements(planned: readonly PlannedIncrement[], timeZone: string): Increment[] {
  const inOrder = planned
    .map(({ key, iterations }) => ({ key, iterations: iterations.toSorted(byStart) }))
    .toSorted((a, b) => compareDays(a.iterations[0]?.startsOn, b.iterations[0]?.startsOn));
  const zone = zoneOf(timeZone);
  let ordinal = 0;
  return inOrder.map(({ key, iterations }) => {
    const scheduled = iterations.map((iteration): Iteration => {
      const startsAt = instantOf(zone, iteration.startsOn);
      const endsAt = instantOf(zone, iteration.endsOn);
      return { ...iteration, increment: key, ordinal: ordinal++, startsAt, endsAt };
    });
    const startsAt = scheduled[0]?.startsAt ?? 0;
    return { key, startsAt, endsAt: scheduled.at(-1)?.endsAt ?? startsAt, iterations: scheduled };
  });
}

/** The file's days exist: its schema checks them. */
function instantOf(zone: Zone, day: string): number {
  const instant = zone.startOf(day);
  if (instant === null) throw new TypeError(`${day} is no day`);
  return instant;
}

function byStart(a: PlannedIteration, b: PlannedIteration): number {
  return compareDays(a.startsOn, b.startsOn);
}

function compareDays(a = "", b = ""): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
