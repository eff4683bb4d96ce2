import { Failure } from "../domain/failure.ts";
import type { Marker, Remote, Sink, UpdateOutcome } from "../ports/connector.ts";
import type { PublicationRecord } from "../ports/store.ts";
import { stands, type PendingReason, type PlannedWrite, type Standing } from "./plan.ts";
import { audit, doubt, intended, releaseFromOthers, standing, type Books } from "./write-books.ts";
import { belongsHere, decidableAt, findOurs, lookForMs } from "./write-find.ts";

export type WriteContext = Books & { readonly sink: (connection: string) => Sink };

/** `pending`: nothing was written, or nobody knows; a later run decides. */
export type WriteOutcome = "created" | "updated" | "resolved" | "unchanged" | "gone" | "held" | "pending";

/**
 * What became of a write. `remote`: the thing it is about; null where nothing stands there. `until`: when a pending one may
 * be decided, in epoch milliseconds; null where no clock tells.
 */
export type Written =
  | { readonly outcome: Exclude<WriteOutcome, "pending">; readonly remote: Remote | null }
  | { readonly outcome: "pending"; readonly because: PendingReason; readonly until: number | null };

/**
 * The one seam through which anything is written into a tracker. Nothing is created before ours was looked for in its
 * place, and the intent taken by this process alone; then the call with the marker inside; then the remote id stored.
 * @throws Failure when the tracker refused; then nothing stands there, and the books say so.
 */
export async function write(context: WriteContext, planned: PlannedWrite): Promise<Written> {
  const { publication } = planned;
  if (stands(publication)) {
    return change(context, planned, { row: publication, was: publication, carried: planned.marker });
  }
  const [found, ...more] = await findOurs(context.sink(planned.connection), planned);
  if (found === undefined) return createInTime(context, planned);
  if (more.length > 0) return { outcome: "pending", because: "two-of-ours", until: null };
  if (!belongsHere(found, planned)) return { outcome: "pending", because: "found-elsewhere", until: null };
  await releaseFromOthers(context, planned, found.remoteId);
  const row = { ...(publication ?? intended(planned, context.clock())), ...standing(found) };
  return change(context, planned, { row, was: publication, carried: found.marker });
}

/** An earlier create whose outcome is unknown may still show up for a while. */
async function createInTime(context: WriteContext, planned: PlannedWrite): Promise<Written> {
  const { publication, action } = planned;
  if (publication?.state !== "intended") return create(context, planned);
  const until = decidableAt(publication);
  if (context.clock() < until) return { outcome: "pending", because: "outcome-unknown", until };
  if (action === "create") return create(context, planned);
  await context.store.savePublication({ ...publication, state: "absent" }, publication);
  return { outcome: "unchanged", remote: null };
}

async function create(context: WriteContext, planned: PlannedWrite): Promise<Written> {
  const { store, clock } = context;
  const intent = intended(planned, clock());
  if (!(await store.savePublication(intent, planned.publication))) return takenByAnother(context, planned);
  const remote = await attempt(context, planned, intent);
  if (remote === null) return { outcome: "pending", because: "outcome-unknown", until: decidableAt(intent) };
  // Should the books fail here, the row stays `intended`: the next run finds what was written by its marker.
  const row = { ...intent, ...standing(remote), digest: planned.digest, updatedAt: clock() };
  const saved = await store.savePublication(row, intent);
  await audit(context, planned, { action: "create", outcome: "done" });
  return saved ? { outcome: "created", remote } : takenByAnother(context, planned);
}

/** Should the other process have died over it, its create is as unknown as our own would be. */
function takenByAnother({ clock }: WriteContext, { place }: PlannedWrite): Written {
  return { outcome: "pending", because: "taken-by-another", until: clock() + lookForMs[place.kind] };
}

/** @returns null where the outcome is unknown. @throws Failure where the tracker refused: then nothing stands there. */
async function attempt(
  context: WriteContext,
  planned: PlannedWrite,
  intent: PublicationRecord,
): Promise<Remote | null> {
  try {
    return await sendNew(context, planned);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const unknown = error.code === "outcome-unknown";
    await audit(context, planned, { action: "create", outcome: unknown ? "unknown" : "failed" });
    if (unknown) return null;
    await context.store.savePublication({ ...intent, state: "absent" }, intent);
    throw error;
  }
}

function sendNew({ sink }: WriteContext, { place, connection, rendered, marker }: PlannedWrite): Promise<Remote> {
  return place.kind === "rollup"
    ? sink(connection).createIssue(place.target, rendered, marker)
    : sink(connection).createComment(place.item, rendered, marker);
}

/** What is to be changed: by the books, or as it was found. `was`: its row as it was read; `carried`: its marker so far. */
type Target = { readonly row: Standing; readonly was: PublicationRecord | null; readonly carried: Marker };

async function change(context: WriteContext, planned: PlannedWrite, target: Target): Promise<Written> {
  const { row, was } = target;
  const { digest } = planned;
  const remote = remoteOf(row);
  // What was found is changed, whatever the plan thought.
  const action = planned.action === "create" ? "update" : planned.action;
  const outcome = await sendChange(context, planned, target);
  const state = outcome === "gone" || outcome === "held" ? outcome : "standing";
  if (state === "held" && was?.state === "held") return { outcome, remote };
  const written = state === "standing" ? { digest, resolved: action === "resolve", updatedAt: context.clock() } : {};
  const saved = await context.store.savePublication({ ...row, ...written, state }, was);
  if (outcome !== "unchanged") {
    await audit(context, planned, { action, outcome: outcome === "updated" ? "done" : outcome });
  }
  if (saved) return { outcome: outcome === "updated" && action === "resolve" ? "resolved" : outcome, remote };
  await doubt(context, planned);
  return takenByAnother(context, planned);
}

function sendChange({ sink }: WriteContext, planned: PlannedWrite, { row, carried }: Target): Promise<UpdateOutcome> {
  const { place, connection, rendered, marker } = planned;
  const remote = remoteOf(row);
  return place.kind === "rollup"
    ? sink(connection).updateIssue(remote, rendered, marker)
    : sink(connection).updateComment(place.item, remote, { rendered, marker, carried });
}

function remoteOf({ remoteId, remoteKey, url }: Standing): Remote {
  return { remoteId, key: remoteKey, url };
}
