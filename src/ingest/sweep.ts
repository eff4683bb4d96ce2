import { sweepStream, type StreamState } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { check, logNotes, noteNames } from "./check-connection.ts";
import { forgetUnlinked, readLinked } from "./linked-items.ts";
import { dropMissing, recordSweep, type SweepDepth } from "./missing-items.ts";
import type { ReadContext } from "./read-context.ts";
import { readRedefined } from "./redefined-values.ts";
import { SyncRun, type SyncRunResult } from "./sync-run.ts";
import { namesOf, noteUnread, readable, scopeRead, unreadContainers } from "./unread.ts";

export type SweepResult = SyncRunResult & {
  /** Items marked as gone; also among the changed. */
  readonly gone: readonly WorkItemId[];
};

export type Sweep = {
  readonly depth: SweepDepth;
  /** See `dropMissing`. */
  readonly maxDrop: number;
};

/**
 * How late (ms) a search may show a change. estuary/connectors#3486 saw Jira Cloud miss changes for more than two hours,
 * and waits for twelve.
 */
const searchLagMs = 12 * 60 * 60 * 1000;

/**
 * Reads every stream, without `peek`, and the items outside of them that others reach. Depth `whole` also finds deleted
 * items, unless a stream failed; it ignores items of containers that it left out, and reads again what changed since the last one. If it read everything, stores the
 * time, see `sweepStream`.
 * @throws Failure of the database; the result holds those of the tracker, and `guard` if too many items are missing at
 * once
 */
export async function sweepConnection(context: ReadContext, { depth, maxDrop }: Sweep): Promise<SweepResult> {
  const { source, store, scope, runtime } = context;
  const run = new SyncRun(context);
  const row = sweepStream(depth);
  const startedAt = runtime.clock();
  const probed = await run.step(row, async () => {
    const probe = await check(context);
    logNotes(context, probe);
    run.unread.push(...unreadContainers(probe.containers));
    await noteUnread(context, run.unread);
    await noteNames(run.reading(run.other), probe);
  });
  if (!probed) return { ...(await run.finish()), gone: [] };
  const streams = source.streams();
  const lastWhole = depth === "whole" ? await store.stream(source.connection, row) : null;
  await run.read(readable(streams, namesOf(run.unread)), async ({ name }) => {
    const before = await store.stream(source.connection, name);
    return { before: before && withSecondLook(before, lastWhole), token: before?.token ?? null };
  });
  await run.step(row, async () => {
    const names = streams.map(({ name }) => name);
    const released = await store.keepStreams(source.connection, [...names, ...namesOf(run.unread)]);
    if (released.length > 0) run.recover();
    const { read } = await readLinked(run.reading(run.other), run.results);
    await readRedefined(run.reading(run.other), new Set([...run.expected.ids, ...run.other.ids, ...read]));
  });
  let gone: readonly WorkItemId[] = [];
  if (depth === "whole" && run.failures.length === 0) {
    await run.step(row, async () => {
      const reading = run.reading(run.expected);
      gone = await dropMissing({ ...reading, scope: scopeRead(scope, namesOf(run.unread)) }, maxDrop);
      // Missing items may have moved out of the scope.
      await forgetUnlinked(reading, run.results);
    });
  }
  const result = { ...(await run.finish()), gone };
  if (result.failures.length === 0 && !result.stopped) await recordSweep(context, depth, startedAt);
  return result;
}

/** A stream's row from which a whole sweep reads once more what polls read since the last one. */
function withSecondLook(before: StreamState, lastWhole: StreamState | null): StreamState {
  const wholeAt = lastWhole?.completedAt ?? null;
  if (before.watermark === null || wholeAt === null) return before;
  return { ...before, watermark: Math.min(before.watermark, wholeAt - searchLagMs) };
}
