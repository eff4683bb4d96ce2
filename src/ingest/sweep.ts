import { sweepBooks } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { check } from "./check.ts";
import { dropMissing, type DropContext } from "./drop-missing.ts";
import { noteNames } from "./note-names.ts";
import { startOf } from "./pull.ts";
import { forgetUnreached, readReached } from "./reached.ts";
import { Round, type RoundResult } from "./round.ts";
import { namesOf, noteUnread, readable, scopeRead, unreadContainers } from "./unread.ts";

export type SweepDepth = "structure" | "whole";

export type SweepResult = RoundResult & {
  /** Marked as gone; they are among the changed. */
  readonly gone: readonly WorkItemId[];
};

/**
 * Reads every stream, whatever a poll would have said of it, and what is reached outside of them. Depth `whole` also
 * finds what is gone, unless a stream could not be read: a container that was left out has nothing missing. Keeps books, see `sweepBooks`.
 * @throws Failure of the database; the tracker's are in the result, and `guard` where too much is missing at once
 */
export async function sweepConnection(context: DropContext, depth: SweepDepth): Promise<SweepResult> {
  const { source, store, clock, log } = context;
  const round = new Round(context);
  const books = sweepBooks(depth);
  const startedAt = clock();
  const probed = await round.step(books, async () => {
    const probe = await check(context);
    const { notes, containers } = probe;
    for (const note of notes) log.info({ connection: source.connection, note }, "connection note");
    round.unread.push(...unreadContainers(containers));
    await noteUnread(context, round.unread);
    await noteNames(round.reading(round.rest), probe);
  });
  if (!probed) return { ...(await round.finish()), gone: [] };
  const streams = source.streams();
  for (const stream of readable(streams, namesOf(round.unread))) {
    await round.step(stream.name, async () => round.pull(stream, await startOf(context, stream)));
  }
  await round.step(books, async () => {
    const names = streams.map(({ name }) => name);
    const released = await store.keepStreams(source.connection, [...names, ...namesOf(round.unread)]);
    if (released.length > 0) round.recover();
    await readReached(round.reading(round.rest), context.scope, round.results);
  });
  let gone: readonly WorkItemId[] = [];
  if (depth === "whole" && round.failures.length === 0) {
    await round.step(books, async () => {
      const scope = scopeRead(context.scope, namesOf(round.unread));
      gone = await dropMissing({ ...context, scope }, round.news);
      // What was missing may have moved to where no team looks.
      await forgetUnreached(round.reading(round.news), context.scope, round.results);
    });
  }
  const result = { ...(await round.finish()), gone };
  if (result.failures.length === 0 && !result.stopped) await closeBooks(context, depth, startedAt);
  return result;
}

/** Notes a good sweep. */
export async function closeBooks(context: DropContext, depth: SweepDepth, startedAt: number): Promise<void> {
  await context.store.saveStream({
    connection: context.source.connection,
    stream: sweepBooks(depth),
    watermark: null,
    completedAt: startedAt,
    rejected: 0,
    token: null,
    failure: null,
  });
}
