import { sweepStream } from "../domain/model/model.ts";
import type { Stream } from "../ports/connector.ts";
import { ensureChecked } from "./check-connection.ts";
import { readLinked } from "./linked-items.ts";
import type { ReadContext } from "./read-context.ts";
import { isWider } from "./spans.ts";
import { SyncRun, type LastRead, type SyncRunResult } from "./sync-run.ts";
import { readable } from "./unread.ts";

/**
 * Peeks each stream that polls read, and reads those with something new and those that cover more than before; after
 * changes also reads the items outside of the streams that dependencies and parents reach. Leaves streams of a
 * container that the ledger notes as unreadable to the next sweep.
 * @throws Failure of the database; the result holds those of the tracker
 */
export async function pollConnection(context: ReadContext): Promise<SyncRunResult> {
  const run = new SyncRun(context);
  await run.read(await streamsToAsk(context), async (stream) => {
    await ensureChecked(context);
    return stream.pace === "poll" ? askStream(context, run, stream) : widened(context, stream);
  });
  const changed = run.expected.written + run.other.written > 0;
  if (changed || run.results.some(({ members }) => members.size > 0)) {
    await run.step(null, async () => {
      await readLinked(run.reading(run.other), run.results);
    });
  }
  return run.finish();
}

async function streamsToAsk({ source, store }: ReadContext): Promise<readonly Stream[]> {
  const streams = source.streams();
  if (streams.every(({ container }) => container === undefined)) return streams;
  const failed = (await store.streams()).filter(
    ({ connection, failure }) => connection === source.connection && failure !== null,
  );
  return readable(streams, new Set(failed.map(({ stream }) => stream)));
}

/** @returns null if the stream has nothing new: then it counts as read */
async function askStream(context: ReadContext, run: SyncRun, stream: Stream): Promise<LastRead | null> {
  const { source, store, runtime } = context;
  const before = await store.stream(source.connection, stream.name);
  const startedAt = runtime.clock();
  // Peeks before reading, so that later changes are new to the next poll.
  const { changed, token } = await source.peek(stream, before?.token ?? null);
  const isRead = before !== null && before.completedAt !== null && !isWider(before, await source.coverage(stream));
  if (changed || !isRead) return { before, token };
  await store.saveStream({ ...before, completedAt: startedAt, failure: null });
  run.upToDate(before);
  return null;
}

/**
 * For streams that only sweeps read: a poll reads the parts that the train file has added since; null before the first
 * sweep.
 */
async function widened({ source, store }: ReadContext, stream: Stream): Promise<LastRead | null> {
  const before = await store.stream(source.connection, stream.name);
  if (before === null) {
    const swept = await store.stream(source.connection, sweepStream("structure"));
    return swept === null || swept.completedAt === null ? null : { before, token: null };
  }
  const isToRead = before.completedAt !== null && isWider(before, await source.coverage(stream));
  return isToRead ? { before, token: before.token } : null;
}
