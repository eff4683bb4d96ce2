import type { Coverage, Probe, Source, Stream } from "../ports/connector.ts";
import type { ReadContext } from "./pull.ts";

type CheckContext = Pick<ReadContext, "source" | "store">;

const checked = new WeakSet<Source>();

/** Probes a connection, with the names of projects, repositories, link types and fields that the store knows. */
export async function check({ source, store }: CheckContext): Promise<Probe> {
  const probe = await source.probe(await store.names(source.connection));
  checked.add(source);
  return probe;
}

/**
 * Before this process reads anything of a connection. Its first sweep may be an hour away: until then it would take the
 * names of the train file for what has them today.
 */
export async function ensureChecked(context: CheckContext): Promise<void> {
  if (!checked.has(context.source)) await check(context);
}

/**
 * What a stream covers. A part that was unreadable at the last check here, and that is not noted as such, another process
 * has read since: the tracker is checked again, or what that one took back would be said anew.
 */
export async function coverageNow(context: CheckContext, stream: Stream): Promise<Coverage> {
  const { source, store } = context;
  const coverage = await source.coverage(stream);
  const noted = await Promise.all(coverage.unread.map(({ name }) => store.stream(source.connection, name)));
  if (noted.every((state) => state !== null && state.failure !== null)) return coverage;
  await check(context);
  return source.coverage(stream);
}
