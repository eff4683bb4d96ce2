import type { Probe, Source, UnreadPart } from "../ports/connector.ts";
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

/** Whether a part that cannot be read here is not noted as such: it is news, or this process knows less than another one. */
export async function isOutdated({ source, store }: CheckContext, unread: readonly UnreadPart[]): Promise<boolean> {
  const noted = await Promise.all(unread.map(({ name }) => store.stream(source.connection, name)));
  return noted.some((state) => state === null || state.failure === null);
}
