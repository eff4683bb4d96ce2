import { sweepBooks } from "../domain/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import { dropMissing, type DropContext } from "./drop-missing.ts";
import { startOf } from "./pull.ts";
import { readReached } from "./reached.ts";
import { Round, type RoundResult } from "./round.ts";

export type SweepDepth = "structure" | "whole";

export type SweepResult = RoundResult & {
  /** Marked as gone; they are among the changed. */
  readonly gone: readonly WorkItemId[];
};

/**
 * Reads every stream, whatever a poll would have said of it, and what is reached outside of them. Depth `whole` also
 * finds what is gone, unless something could not be read. Keeps books, see `sweepBooks`.
 * @throws Failure of the database; the tracker's are in the result, and `guard` where too much is missing at once
 */
export async function sweepConnection(context: DropContext, depth: SweepDepth): Promise<SweepResult> {
  const { source, store, clock, log } = context;
  const round = new Round(context);
  const books = sweepBooks(depth);
  const startedAt = clock();
  const probed = await round.step(books, async () => {
    const { notes } = await source.probe();
    for (const note of notes) log.info({ connection: source.connection, note }, "connection note");
  });
  if (!probed) return { ...(await round.finish()), gone: [] };
  const streams = source.streams();
  for (const stream of streams) {
    await round.step(stream.name, async () => round.pull(stream, await startOf(context, stream)));
  }
  await round.step(books, async () => {
    await store.keepStreams(
      source.connection,
      streams.map(({ name }) => name),
    );
    await readReached(round.reading(round.rest), context.scope, round.results);
  });
  let gone: readonly WorkItemId[] = [];
  if (depth === "whole" && round.failures.length === 0) {
    await round.step(books, async () => {
      gone = await dropMissing(context, round.news);
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
