import type { JobContext } from "./context.ts";

/** Thinks about a train again at an instant (epoch milliseconds) at which there will be something to write. */
export async function wake({ queue, clock }: JobContext, train: string, at: number | null): Promise<void> {
  if (at === null) return;
  await queue.send({ kind: "recompute", train }, { afterMs: Math.max(1000, at - clock()), slot: "wake" });
}
