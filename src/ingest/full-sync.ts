import { sweepBooks } from "../domain/model/model.ts";
import type { Probe } from "../ports/connector.ts";
import { Changes } from "./changes.ts";
import { forget } from "./reached.ts";
import { dropMissing, type DropContext } from "./drop-missing.ts";
import { isOfTracker, noteFailure } from "./stream-failure.ts";
import { closeBooks } from "./sweep.ts";
import { readable, scopeRead } from "./unread.ts";
import { syncConnection, type ConnectionSync } from "./sync.ts";

/**
 * Everything again, whatever the watermarks say, and what is gone as well: a whole sweep without a service.
 * @throws Failure, but for `guard`: it is in the result, since everything was read
 */
export async function fullSync(context: DropContext, probe: Probe): Promise<ConnectionSync> {
  const { source, scope } = context;
  const startedAt = context.clock();
  const synced = await syncConnection({ ...context, full: true }, scope, probe);
  if (synced.streams.length < readable(source.streams(), synced.unread).length) return synced;
  try {
    const gone = await dropMissing({ ...context, scope: scopeRead(scope, synced.unread) }, new Changes());
    // What was missing may have moved to where no team looks; who belongs to a query was read just now.
    if (synced.failures.length === 0) await forget({ ...context, full: true, changes: new Changes() }, scope);
    await closeBooks(context, "whole", startedAt);
    return { ...synced, gone: gone.length, requests: source.requests() };
  } catch (error) {
    if (!isOfTracker(error)) throw error;
    await noteFailure(context, sweepBooks("whole"), error);
    if (error.code !== "guard") throw error;
    return { ...synced, refused: error, requests: source.requests() };
  }
}
