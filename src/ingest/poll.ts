import type { Stream } from "../ports/connector.ts";
import { readReached } from "./reached.ts";
import { Round, type LiveContext, type RoundResult } from "./round.ts";

/**
 * Asks each stream that polls ask for whether it holds something new, and reads it where it does; after changes also
 * what dependencies and parents reach outside of the streams.
 * @throws Failure of the database; the tracker's are in the result
 */
export async function pollConnection(context: LiveContext): Promise<RoundResult> {
  const round = new Round(context);
  for (const stream of context.source.streams().filter(({ pace }) => pace === "poll")) {
    await round.step(stream.name, () => pollStream(context, round, stream));
  }
  if (round.news.written + round.rest.written > 0) {
    await round.step(null, async () => {
      await readReached(round.reading(round.rest), context.scope, round.results);
    });
  }
  return round.finish();
}

async function pollStream(context: LiveContext, round: Round, stream: Stream): Promise<void> {
  const { source, store, clock } = context;
  const before = await store.stream(source.connection, stream.name);
  const startedAt = clock();
  // Asked before reading: what happens meanwhile is then news to the next poll.
  const { changed, token } = await source.peek(stream, before?.token ?? null);
  if (changed || before === null || before.completedAt === null) return round.pull(stream, { before, token });
  await store.saveStream({ ...before, completedAt: startedAt, failure: null });
  round.reached(before);
}
