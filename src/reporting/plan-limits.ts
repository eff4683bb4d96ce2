import type { DoneWrite, PublicationLedger } from "../ports/publication-ledger.ts";
import { placeName, type Plan, type PlannedWrite, type Waiting } from "./planned-writes.ts";

/** The window of both limits. */
export const hourMs = 3_600_000;

/** Whether an instant is so far ahead that the clock which gave it was wrong: clocks of replicas differ less. */
export function isAhead(instant: number, now: number): boolean {
  return instant > now + hourMs;
}

/** A train's writes within the last hour, the oldest first, without those of a clock that was ahead. */
export async function recentWrites(
  store: Pick<PublicationLedger, "writesDone">,
  train: string,
  at: number,
): Promise<readonly DoneWrite[]> {
  return (await store.writesDone(train, at - hourMs)).filter((one) => !isAhead(one.at, at));
}

/** `recent`: writes within the last hour, the oldest first; `perHour`: at least 1. */
export type RewriteLimit = { readonly recent: readonly DoneWrite[]; readonly perHour: number };

/**
 * A text that reached the train's limit of writes per hour waits until one of those writes is an hour old: a plan that
 * flips, or two Signalboxes that disagree, must not fill people's mailboxes.
 */
export function withinRewrites(plan: Plan, { recent, perHour }: RewriteLimit): Plan {
  const byMarker = Map.groupBy(recent, ({ marker }) => marker);
  const resting = plan.writes.flatMap((write) => {
    const times = byMarker.get(write.marker) ?? [];
    const first = times.length >= perHour ? times.at(-perHour) : undefined;
    return first === undefined ? [] : [{ write, until: first.at + hourMs }];
  });
  return putOff(plan, resting, "rewritten-too-often");
}

/** `created`: when comments were created within the last hour, the oldest first; `at`: now. Epoch milliseconds. */
export type CommentCap = { readonly created: readonly number[]; readonly cap: number; readonly at: number };

/** New comments over the cap wait for a later run; the rollup lists their conflicts meanwhile. */
export function withinCap(plan: Plan, { created, cap, at }: CommentCap): Plan {
  const creates = plan.writes.filter(({ action }) => action === "create");
  const room = Math.max(0, cap - created.length);
  const taken = [...created, ...creates.slice(0, room).map(() => at)];
  const over = creates.slice(room).map((write, place) => {
    // Its place is free once this one, and all before it, are an hour old.
    const freed = taken[taken.length - cap + place];
    return { write, until: freed === undefined ? null : freed + hourMs };
  });
  return putOff(plan, over, "cap");
}

type PutOff = { readonly write: PlannedWrite; readonly until: number | null };

function putOff(plan: Plan, late: readonly PutOff[], because: Waiting["because"]): Plan {
  const lateOnes = new Set(late.map(({ write }) => write));
  const waiting = late.map(({ write, until }) => ({
    marker: write.marker,
    connection: write.connection,
    where: placeName(write.place),
    because,
    until,
    draft: write,
  }));
  return {
    ...plan,
    writes: plan.writes.filter((write) => !lateOnes.has(write)),
    waiting: [...plan.waiting, ...waiting],
  };
}
