import { Failure } from "../domain/failure.ts";
import type { Marker, Remote, Replacement, Sink, UpdateOutcome } from "../ports/connector.ts";
import type { PublicationRecord } from "../ports/publication-ledger.ts";
import { stands, type PendingReason, type PlannedWrite, type Standing } from "./plan.ts";
import { audit, doubt, intended, releaseFromOthers, rememberRefusal, standing, type Books } from "./write-books.ts";
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
  if (stands(publication) || isLookedFor(publication)) {
    return change(context, planned, { row: publication, was: publication, carried: planned.marker });
  }
  const [found, ...more] = await findOurs(context, planned);
  if (found === undefined) return createInTime(context, planned);
  if (more.length > 0) return { outcome: "pending", because: "two-of-ours", until: null };
  if (!belongsHere(found, planned)) return { outcome: "pending", because: "found-elsewhere", until: null };
  await releaseFromOthers(context, planned, found.remoteId);
  const row = { ...(publication ?? intended(planned, context.clock())), ...standing(found) };
  return change(context, planned, { row, was: publication, carried: found.marker });
}

/** A rollup issue that was not to be seen: the same one goes on where it is there again, and none is created beside it. */
function isLookedFor(publication: PublicationRecord | null): publication is Standing {
  if (publication?.kind !== "rollup" || publication.state !== "gone") return false;
  const { remoteId, remoteKey, url } = publication;
  return remoteId !== null && remoteKey !== null && url !== null;
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
  const row = { ...intent, ...standing(remote), digest: planned.text.digest, updatedAt: clock() };
  const saved = await store.savePublication(row, intent);
  await store.forgetRefusals(planned.train, planned.marker);
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

function sendNew({ sink }: WriteContext, { place, connection, text, marker }: PlannedWrite): Promise<Remote> {
  return place.kind === "rollup"
    ? sink(connection).createIssue(place.target, text.rendered, marker)
    : sink(connection).createComment(place.item, text.rendered, marker);
}

/** What is to be changed: by the books, or as it was found. `was`: its row as it was read; `carried`: its marker so far. */
type Target = { readonly row: Standing; readonly was: PublicationRecord | null; readonly carried: Marker };

async function change(context: WriteContext, planned: PlannedWrite, target: Target): Promise<Written> {
  const { row, was } = target;
  const { store, clock } = context;
  const remote = remoteOf(row);
  // What was found is changed, whatever the plan thought.
  const action = planned.action === "create" ? "update" : planned.action;
  const { sent, outcome } = await sendChange(context, { ...planned, action }, target);
  const { digest, beside } = sent.text;
  const state = outcome === "gone" || outcome === "held" ? outcome : "standing";
  if (state === "held" && was?.state === "held") return { outcome, remote };
  const written = state === "standing" ? { digest, beside, resolved: action === "resolve", updatedAt: clock() } : {};
  const saved = await store.savePublication({ ...row, ...written, state }, was);
  if (outcome !== "unchanged")
    await audit(context, sent, { action, outcome: outcome === "updated" ? "done" : outcome });
  if (saved) return { outcome: outcome === "updated" && action === "resolve" ? "resolved" : outcome, remote };
  await doubt(context, planned);
  return takenByAnother(context, planned);
}

/** What became of a change. `sent`: with the text as it was cut to the room that people's own leaves. */
type Sent = {
  readonly sent: PlannedWrite;
  readonly outcome: Exclude<UpdateOutcome, "unseen">;
};

/** @throws Failure where the tracker refused it; a refusal for good is in the audit trail */
async function sendChange(context: WriteContext, planned: PlannedWrite, target: Target): Promise<Sent> {
  const { place, connection, marker, action } = planned;
  const remote = remoteOf(target.row);
  let cut = planned.text;
  const text: Replacement = {
    ...cut.rendered,
    refit: (beside) => {
      cut = cut.refit(beside);
      return cut.rendered;
    },
  };
  const sink = context.sink(connection);
  try {
    const outcome =
      place.kind === "rollup"
        ? await sink.updateIssue(remote, text, marker)
        : await sink.updateComment(place.item, remote, { rendered: text, marker, carried: target.carried });
    const sent = { ...planned, text: cut };
    if (outcome !== "unseen") {
      await context.store.forgetRefusals(planned.train, marker);
      return { sent, outcome };
    }
    if (place.kind === "rollup") await rememberRefusal(context, planned, notShown(remote));
    return { sent, outcome: "gone" };
  } catch (error) {
    const isForGood = error instanceof Failure && error.verdict.kind === "park";
    if (isForGood) {
      // What was found stands there, though the books did not know of it yet.
      if (target.was === null) await context.store.savePublication({ ...target.row, digest: null }, null);
      await audit(context, planned, { action, outcome: "failed" });
    }
    throw error;
  }
}

function notShown({ key }: Remote) {
  return {
    code: "not-found" as const,
    message: `${key} is not shown: it was deleted, or hidden from our account.`,
    remedy: "It is looked for after a while; where it is there again, it goes on.",
  };
}

function remoteOf({ remoteId, remoteKey, url }: Standing): Remote {
  return { remoteId, key: remoteKey, url };
}
