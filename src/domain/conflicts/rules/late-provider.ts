import { toleranceOf } from "../../schedule/interval.ts";
import type { Interval } from "../../schedule/interval.ts";
import type { PlannedItem, Placement } from "../../model/planned-item.ts";
import type { Iteration } from "../../model/train.ts";
import { openProvider } from "./rule.ts";
import type { EdgeRule } from "./rule.ts";

/** B is not over before D starts, and both are not planned for the same time. See docs/rules.md. */
export const lateProvider: EdgeRule = {
  looksAt: "edge",
  severity: "conflict",
  fires(edge) {
    const provider = openProvider(edge);
    if (provider === null) return false;
    return edge.isPart ? endsAfter(decidingIn(provider), edge.consumer) : isLate(decidingIn(provider), edge.consumer);
  },
};

/** An item below D need not be over before D starts: it is D's own work, and D ends with it. */
export function endsAfter(part: Placement, whole: PlannedItem): boolean {
  const isAfter = (one: Interval, other: Interval) =>
    one.endsAt !== null && other.endsAt !== null && one.endsAt > other.endsAt;
  return isAfter(part, whole) && (part.datesFrom === "item" || isAfter(part.counted, whole.counted));
}

/** The place that decides when a provider ends: of one planned by its parts, that of the last part. */
export function decidingIn(provider: PlannedItem): Placement {
  return (
    (provider.datesFrom === "parts" && provider.through?.from === "parts" ? provider.through.end : null) ?? provider
  );
}

export function isLate(provider: Placement, consumer: PlannedItem): boolean {
  if (isWithin(provider, consumer)) return false;
  const [given, needed] = [provider.iteration, consumer.iteration];
  if (given === null || needed === null || given.ordinal < needed.ordinal) return isNotOver(provider, consumer);
  if (given.ordinal > needed.ordinal) return true;
  return startsAfter(provider, consumer) || outlasts(provider, consumer, given);
}

/** B lies within the time of D: a long sprint, or the parts of an epic. Own dates are promises, not timeboxes. */
export function isWithin(provider: Placement, consumer: PlannedItem): boolean {
  if (provider.datesFrom === "item" || consumer.datesFrom === "item") return false;
  const [given, needed] = [provider.counted, consumer.counted];
  if (given.startsAt === null || given.endsAt === null || needed.startsAt === null || needed.endsAt === null)
    return false;
  return given.startsAt >= needed.startsAt && given.endsAt <= needed.endsAt;
}

/** By the real dates and by the aligned ones: hours and weekends are no conflict between timeboxes in step. */
function isNotOver(provider: Placement, consumer: PlannedItem): boolean {
  if (!endsTooLate(provider, consumer)) return false;
  return provider.datesFrom === "item" || endsTooLate(provider.counted, consumer.counted);
}

/** For a consumer without a start its end counts. A provider without an end ends after its start. */
function endsTooLate(provider: Interval, consumer: Interval): boolean {
  const neededAt = consumer.startsAt ?? consumer.endsAt;
  if (neededAt === null) return false;
  if (provider.endsAt !== null) return provider.endsAt > neededAt;
  return provider.startsAt !== null && provider.startsAt >= neededAt;
}

function startsAfter(provider: Placement, consumer: PlannedItem): boolean {
  return provider.startsAt !== null && consumer.endsAt !== null && provider.startsAt >= consumer.endsAt;
}

/** Both are in one iteration by name, but B ends after it and after D. */
function outlasts({ counted }: Placement, consumer: PlannedItem, iteration: Iteration): boolean {
  if (counted.endsAt === null) return false;
  return counted.endsAt - toleranceOf(iteration) > Math.max(iteration.endsAt, consumer.counted.endsAt ?? -Infinity);
}
