import { sweepBooks } from "../domain/model/model.ts";
import type { JobContext } from "./context.ts";

/** What every start sends. What waits already stays as it is; a sweep that is not due yet waits until it is. */
export async function sendFirstJobs(context: JobContext): Promise<void> {
  const { queue, connectors, trains } = context;
  for (const connection of connectors.keys()) {
    // Sweeps first: what was never read has boards and sprints, of which no poll hears.
    for (const depth of ["structure", "whole"] as const) {
      const afterMs = await untilDue(context, connection, depth);
      await queue.send({ kind: "sweep", connection, depth }, { afterMs, slot: "turn" });
    }
    await queue.send({ kind: "receive", connection });
    await queue.send({ kind: "poll", connection });
  }
  for (const { key } of trains) await queue.send({ kind: "recompute", train: key });
}

async function untilDue(
  { store, clock, rhythm }: JobContext,
  connection: string,
  depth: "structure" | "whole",
): Promise<number> {
  const last = (await store.stream(connection, sweepBooks(depth)))?.completedAt ?? null;
  if (last === null) return depth === "structure" ? 0 : rhythm.wholeMs;
  return Math.max(0, last + (depth === "structure" ? rhythm.structureMs : rhythm.wholeMs) - clock());
}
