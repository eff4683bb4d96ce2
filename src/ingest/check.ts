import type { Probe, Source } from "../ports/connector.ts";
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
