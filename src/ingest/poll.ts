import { sweepBooks } from "../domain/model/model.ts";
import type { Stream } from "../ports/connector.ts";
import { ensureChecked } from "./check.ts";
import { readReached } from "./reached.ts";
import { Round, type LiveContext, type RoundResult } from "./round.ts";
import { isWider } from "./spans.ts";
import { readable } from "./unread.ts";

/**
 * Asks each stream that polls ask for whether it holds something new, and reads it where it does, and any stream that
 * covers more than before; after changes also what dependencies and parents reach outside of the streams. Streams of a
 * container that is noted as unreadable wait for the next sweep, which looks at it again.
 * @throws Failure of the database; the tracker's are in the result
 */
export async function pollConnection(context: LiveContext): Promise<RoundResult> {
  const { scope } = context;
  const round = new Round(context);
  for (const stream of await streamsToAsk(context)) {
    await round.step(stream.name, async () => {
      await ensureChecked(context);
      await (stream.pace === "poll" ? pollStream(context, round, stream) : pullWider(context, round, stream));
    });
  }
  const changed = round.news.written + round.rest.written > 0;
  if (changed || round.results.some(({ members }) => members.size > 0)) {
    await round.step(null, async () => {
      await readReached(round.reading(round.rest), scope, round.results);
    });
  }
  return round.finish();
}

async function streamsToAsk({ source, store }: LiveContext): Promise<readonly Stream[]> {
  const streams = source.streams();
  if (streams.every(({ container }) => container === undefined)) return streams;
  const failed = (await store.streams()).filter(
    ({ connection, failure }) => connection === source.connection && failure !== null,
  );
  return readable(streams, new Set(failed.map(({ stream }) => stream)));
}

async function pollStream(context: LiveContext, round: Round, stream: Stream): Promise<void> {
  const { source, store, clock } = context;
  const before = await store.stream(source.connection, stream.name);
  const startedAt = clock();
  // Asked before reading: what happens meanwhile is then news to the next poll.
  const { changed, token } = await source.peek(stream, before?.token ?? null);
  const isRead = before !== null && before.completedAt !== null && !isWider(before, await source.coverage(stream));
  if (changed || !isRead) return round.pull(stream, { before, token });
  await store.saveStream({ ...before, completedAt: startedAt, failure: null });
  round.reached(before);
}

/** Sweeps read it, and the first one has to come before: a poll only reads what the train file has added since. */
async function pullWider({ source, store }: LiveContext, round: Round, stream: Stream): Promise<void> {
  const before = await store.stream(source.connection, stream.name);
  if (before === null) {
    const swept = await store.stream(source.connection, sweepBooks("structure"));
    if (swept !== null && swept.completedAt !== null) await round.pull(stream, { before, token: null });
  } else if (before.completedAt !== null && isWider(before, await source.coverage(stream))) {
    await round.pull(stream, { before, token: before.token });
  }
}
