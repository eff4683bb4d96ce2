import type { WorkItemId } from "../domain/ids.ts";
import type { Probe, Scope } from "../ports/connector.ts";
import { logRejected, pullStream, type Members, type PullContext, type PullResult } from "./pull.ts";

export type ConnectionSync = {
  readonly connection: string;
  readonly streams: readonly Omit<PullResult, "members">[];
  /** Items read one by one: ends of dependencies and parents outside the scope, members of a JQL. */
  readonly reread: number;
  readonly rejected: number;
  readonly notes: readonly string[];
  readonly requests: number;
};

/**
 * Brings the model up to the tracker: reads the streams of a connection that was probed, then the items that
 * dependencies, parents and team queries reach outside of what the streams cover.
 * @throws Failure when the connection cannot be read; what was stored before stays.
 */
export async function syncConnection(context: PullContext, scope: Scope, probe: Probe): Promise<ConnectionSync> {
  const { source, store } = context;
  for (const note of probe.notes) context.log.info({ connection: source.connection, note }, "connection note");
  const results: PullResult[] = [];
  const streams = source.streams();
  for (const stream of streams) results.push(await pullStream(context, stream));
  const names = streams.map(({ name }) => name);
  await store.keepStreams(source.connection, names);
  const missing = await saveMemberships(context, scope, results);
  const reached = await store.handlesToReread(source.connection, scope);
  const reread = await rereadItems(context, [...new Set([...missing, ...reached])]);
  return {
    connection: source.connection,
    streams: results.map(withoutMembers),
    reread: reread.items,
    rejected: reread.rejected + results.reduce((sum, { rejected }) => sum + rejected, 0),
    notes: probe.notes,
    requests: source.requests(),
  };
}

function withoutMembers({ stream, pages, records, written, unchanged, rejected }: PullResult) {
  return { stream, pages, records, written, unchanged, rejected };
}

/** @returns handles of members the model does not hold yet. */
async function saveMemberships(context: PullContext, scope: Scope, results: readonly PullResult[]): Promise<string[]> {
  const missing: string[] = [];
  for (const jql of scope.jqls) {
    const members = membersOf(results, jql);
    const change = await context.store.saveMembership(context.source.connection, jql, [...members.keys()]);
    if (change.refused) {
      context.log.warn({ connection: context.source.connection, jql }, "empty membership refused, last one kept");
    }
    const unknown = new Set(change.unknown);
    missing.push(...[...members].filter(([id]) => unknown.has(id)).map(([, handle]) => handle));
  }
  return missing;
}

function membersOf(results: readonly PullResult[], jql: string): ReadonlyMap<WorkItemId, string> {
  const found: Members = new Map(results.flatMap(({ members }) => [...members]));
  return found.get(jql) ?? new Map<WorkItemId, string>();
}

async function rereadItems(context: PullContext, handles: readonly string[]) {
  let items = 0;
  let rejected = 0;
  if (handles.length === 0) return { items, rejected };
  for await (const page of context.source.fetch(handles)) {
    await context.store.savePage(context.source.connection, page, context.clock());
    logRejected(context, page.rejected);
    items += page.items.length;
    rejected += page.rejected.length;
    context.progress({ label: `${context.source.connection} neighbours`, done: items, total: handles.length });
  }
  return { items, rejected };
}
