import { sweepStream } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { check, noteNames } from "./check.ts";
import { forgetUnlinked, readLinked } from "./linked-items.ts";
import { dropMissing, recordSweep, type SweepDepth } from "./missing-items.ts";
import type { ReadContext } from "./read-context.ts";
import { SyncRun, type SyncRunResult } from "./sync-run.ts";
import { namesOf, noteUnread, readable, scopeRead, unreadContainers } from "./unread.ts";

export type SweepResult = SyncRunResult & {
  /** Marked as gone; they are among the changed. */
  readonly gone: readonly WorkItemId[];
};

export type Sweep = {
  readonly depth: SweepDepth;
  /** See `dropMissing`. */
  readonly maxDrop: number;
};

/**
 * Reads every stream, whatever a poll would have said of it, and the items outside of them that others lead to. Depth
 * `whole` also finds what is gone, unless a stream could not be read: a container that was left out has nothing missing.
 * Stores when it read everything, see `sweepStream`.
 * @throws Failure of the database; the tracker's are in the result, and `guard` where too much is missing at once
 */
export async function sweepConnection(context: ReadContext, { depth, maxDrop }: Sweep): Promise<SweepResult> {
  const { source, store, scope, runtime } = context;
  const run = new SyncRun(context);
  const row = sweepStream(depth);
  const startedAt = runtime.clock();
  const probed = await run.step(row, async () => {
    const probe = await check(context);
    const { notes, containers } = probe;
    for (const note of notes) runtime.log.info({ connection: source.connection, note }, "connection note");
    run.unread.push(...unreadContainers(containers));
    await noteUnread(context, run.unread);
    await noteNames(run.reading(run.other), probe);
  });
  if (!probed) return { ...(await run.finish()), gone: [] };
  const streams = source.streams();
  await run.read(readable(streams, namesOf(run.unread)), async ({ name }) => {
    const before = await store.stream(source.connection, name);
    return { before, token: before?.token ?? null };
  });
  await run.step(row, async () => {
    const names = streams.map(({ name }) => name);
    const released = await store.keepStreams(source.connection, [...names, ...namesOf(run.unread)]);
    if (released.length > 0) run.recover();
    await readLinked(run.reading(run.other), run.results);
  });
  let gone: readonly WorkItemId[] = [];
  if (depth === "whole" && run.failures.length === 0) {
    await run.step(row, async () => {
      const reading = run.reading(run.expected);
      gone = await dropMissing({ ...reading, scope: scopeRead(scope, namesOf(run.unread)) }, maxDrop);
      // What was missing may have moved to where no team looks.
      await forgetUnlinked(reading, run.results);
    });
  }
  const result = { ...(await run.finish()), gone };
  if (result.failures.length === 0 && !result.stopped) await recordSweep(context, depth, startedAt);
  return result;
}
