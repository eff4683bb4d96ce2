import type { Failure } from "../domain/failure.ts";
import { textOf } from "../domain/failure.ts";
import type { RefusalRecord } from "../ports/publication-ledger.ts";
import { placeName, type Place, type Plan, type PlannedWrite } from "./plan.ts";

const hourMs = 3_600_000;

/** How long a text rests that the tracker refused once, twice, three times in a row, and from then on. */
const pausesMs = [hourMs, 4 * hourMs, 24 * hourMs, 7 * 24 * hourMs] as const;

/** So often in a row a text is tried at once where it says something else by now: then it was not the words. */
const newWordsAtMost = 3;

/** `at`: now, in epoch milliseconds. */
export type Refused = { readonly refusals: readonly RefusalRecord[]; readonly at: number };

/**
 * The plan with what the trackers refused before left for later: until its pause is over, its item changed, or it says
 * something else. What was refused for good by a lock, a workflow or a permission is so asked for ever more rarely.
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
  if (refusal.until <= at || changedAt(write.place) !== refusal.itemUpdatedAt) return false;
  // What is hidden is not to be seen the sooner for other words.
  if (write.publication?.state === "gone") return true;
  return write.text.digest === refusal.digest || refusal.count >= newWordsAtMost;
}

function changedAt(place: Place): number | null {
  return place.kind === "comment" ? place.item.updatedAt : null;
}

type RefusedNow = { readonly failure: Pick<Failure, "code" | "message" | "remedy">; readonly at: number };

/** What is remembered of a write that was refused just now. @param before what was known of it */
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
