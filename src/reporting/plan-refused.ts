import type { Failure } from "../domain/failure.ts";
import { textOf } from "../domain/failure.ts";
import type { RefusalRecord } from "../ports/publication-ledger.ts";
import { hourMs, isAhead } from "./plan-limits.ts";
import { placeName, type Place, type Plan, type PlannedWrite } from "./planned-writes.ts";

/** How long a text waits after one, two, three refusals in a row, and from then on. */
const pausesMs = [hourMs, 4 * hourMs, 24 * hourMs, 7 * 24 * hourMs] as const;

/** Up to this number of refusals in a row a changed text is tried at once; after that the words are not the reason. */
const newWordsAtMost = 3;

/** `at`: now, in epoch milliseconds. */
export type Refused = { readonly refusals: readonly RefusalRecord[]; readonly at: number };

/**
 * Delays the writes that trackers refused before: until the pause is over, the item changed, or the text changed. A
 * lock, a workflow or a permission thus causes ever fewer requests.
 */
export function withoutRefused(plan: Plan, { refusals, at }: Refused): Plan {
  const byMarker = new Map(refusals.map((refusal) => [refusal.marker, refusal]));
  const resting = plan.writes.flatMap((write) => {
    const refusal = byMarker.get(write.marker);
    return refusal !== undefined && rests(refusal, write, at) ? [{ write, refusal }] : [];
  });
  if (resting.length === 0) return plan;
  const held = new Set(resting.map(({ write }) => write));
  const waiting = resting.map(({ write, refusal: { until, code, text } }) => {
    const because =
      write.publication?.state === "gone" ? ("removed-by-a-person" as const) : ("refused-before" as const);
    const { marker, connection, place } = write;
    return { marker, connection, where: placeName(place), because, until, refusal: { code, text }, draft: write };
  });
  return { ...plan, writes: plan.writes.filter((write) => !held.has(write)), waiting: [...plan.waiting, ...waiting] };
}

function rests(refusal: RefusalRecord, write: PlannedWrite, at: number): boolean {
  if (refusal.until <= at || isAhead(refusal.at, at) || changedAt(write.place) !== refusal.itemUpdatedAt) return false;
  // Other words do not make a hidden issue visible.
  if (write.publication?.state === "gone") return true;
  return write.text.digest === refusal.digest || refusal.count >= newWordsAtMost;
}

function changedAt(place: Place): number | null {
  return place.kind === "comment" ? place.item.updatedAt : null;
}

type RefusedNow = { readonly failure: Pick<Failure, "code" | "message" | "remedy">; readonly at: number };

/** The record of a fresh refusal. @param before the previous record */
export function refusalOf(
  { marker, train, connection, text: draft, place }: PlannedWrite,
  before: RefusalRecord | undefined,
  { failure, at }: RefusedNow,
): RefusalRecord {
  const count = (before?.count ?? 0) + 1;
  const pause = pausesMs[Math.min(count, pausesMs.length) - 1] ?? hourMs;
  const itemUpdatedAt = changedAt(place);
  const { code } = failure;
  return {
    marker,
    train,
    connection,
    count,
    at,
    until: at + pause,
    digest: draft.digest,
    itemUpdatedAt,
    code,
    text: textOf(failure),
  };
}
