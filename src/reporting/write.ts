import { Failure } from "../domain/failure.ts";
import type { Remote, Sink, UpdateOutcome } from "../ports/connector.ts";
import type { Clock, NewId } from "../ports/runtime.ts";
import type { PublicationRecord, Store, WriteRecord } from "../ports/store.ts";
import { placeName, stands, type PlannedWrite, type Standing } from "./plan.ts";

export type WriteContext = {
  readonly store: Store;
  readonly sink: (connection: string) => Sink;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Names this run in the audit trail. */
  readonly runId: string;
};

/** `pending`: a create may have happened without our hearing of it; it is looked for at the next run. */
export type WriteOutcome = "created" | "updated" | "resolved" | "unchanged" | "gone" | "held" | "pending";

/** How long (ms) a create whose answer was lost is looked for before it is made again: Jira's search lags behind its writes. */
const lookForMs = 10 * 60_000;

/**
 * The one seam through which anything is written into a tracker: intent stored, call with the marker inside,
 * remote id stored. An earlier create whose outcome is unknown is looked for by its marker, never simply repeated.
 * @throws Failure when the tracker refused; then nothing stands there, and the books say so.
 */
export async function write(context: WriteContext, planned: PlannedWrite): Promise<WriteOutcome> {
  const { publication } = planned;
  if (stands(publication)) return update(context, planned, publication);
  if (publication?.state !== "intended") return create(context, planned);
  const found = await find(context, planned);
  const [only] = found;
  if (only !== undefined && found.length === 1) return update(context, planned, { ...publication, ...standing(only) });
  const lookingUntil = publication.createdAt + lookForMs;
  return found.length > 1 || context.clock() < lookingUntil ? "pending" : create(context, planned);
}

function find({ sink }: WriteContext, { connection, place, marker }: PlannedWrite): Promise<readonly Remote[]> {
  return place.kind === "rollup"
    ? sink(connection).findIssues(place.target, marker)
    : sink(connection).findComments(place.item, marker);
}

async function create(context: WriteContext, planned: PlannedWrite): Promise<WriteOutcome> {
  const { store, clock } = context;
  const intent = intended(planned, clock());
  await store.savePublication(intent);
  const remote = await attempt(context, planned, intent);
  if (remote === null) return "pending";
  // Should the books fail here, the row stays `intended`: the next run finds what was written by its marker.
  await store.savePublication({ ...intent, ...standing(remote), digest: planned.digest, updatedAt: clock() });
  await audit(context, planned, "done");
  return "created";
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
    await audit(context, planned, unknown ? "unknown" : "failed");
    if (unknown) return null;
    await context.store.savePublication({ ...intent, state: "absent" });
    throw error;
  }
}

function sendNew({ sink }: WriteContext, { place, connection, rendered, marker }: PlannedWrite): Promise<Remote> {
  return place.kind === "rollup"
    ? sink(connection).createIssue(place.target, rendered, marker)
    : sink(connection).createComment(place.item, rendered, marker);
}

async function update(context: WriteContext, planned: PlannedWrite, publication: Standing): Promise<WriteOutcome> {
  const { digest, action } = planned;
  const outcome = await sendChange(context, planned, remoteOf(publication));
  const state = outcome === "gone" || outcome === "held" ? outcome : "standing";
  if (state === "held" && publication.state === "held") return "held";
  const written = state === "standing" ? { digest, resolved: action === "resolve", updatedAt: context.clock() } : {};
  await context.store.savePublication({ ...publication, ...written, state });
  if (outcome === "unchanged") return "unchanged";
  await audit(context, planned, outcome === "updated" ? "done" : outcome);
  return outcome === "updated" && action === "resolve" ? "resolved" : outcome;
}

function sendChange({ sink }: WriteContext, planned: PlannedWrite, remote: Remote): Promise<UpdateOutcome> {
  const { place, connection, rendered, marker } = planned;
  return place.kind === "rollup"
    ? sink(connection).updateIssue(remote, rendered, marker)
    : sink(connection).updateComment(place.item, remote, { rendered, marker });
}

function remoteOf({ remoteId, remoteKey, url }: Standing): Remote {
  return { remoteId, key: remoteKey, url };
}

function standing({ remoteId, key, url }: Remote) {
  return { state: "standing", remoteId, remoteKey: key, url } as const;
}

function intended({ place, marker, train, connection }: PlannedWrite, at: number): PublicationRecord {
  return {
    marker,
    train,
    kind: place.kind,
    connection,
    place: placeName(place),
    itemId: place.kind === "comment" ? place.item.id : null,
    state: "intended",
    remoteId: null,
    remoteKey: null,
    url: null,
    digest: null,
    resolved: false,
    createdAt: at,
    updatedAt: null,
  };
}

async function audit(context: WriteContext, planned: PlannedWrite, outcome: WriteRecord["outcome"]): Promise<void> {
  await context.store.saveWrite({
    id: context.newId(),
    runId: context.runId,
    marker: planned.marker,
    action: planned.action,
    at: context.clock(),
    outcome,
    title: planned.rendered.title,
    body: planned.rendered.body,
  });
}
