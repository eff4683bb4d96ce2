import { Failure } from "../domain/failure.ts";
import type { Marker, Remote, Replacement, Sink, UpdateOutcome } from "../ports/connector.ts";
import type { PublicationRecord } from "../ports/publication-ledger.ts";
import type { Draft } from "./draft.ts";
import { hasRemote, isPublished, type PendingReason, type PlannedWrite, type PublishedText } from "./planned-writes.ts";
import {
  audit,
  doubt,
  intended,
  releaseFromOthers,
  rememberRefusal,
  remoteOf,
  standing,
  type WriteLedger,
} from "./write-ledger.ts";
import { belongsHere, decidableAt, findMoved, findOurs, lookForMs } from "./write-find.ts";

export type WriteContext = WriteLedger & { readonly sink: (connection: string) => Sink };

/** `pending`: nothing was written, or the outcome is unknown; a later run decides. */
export type WriteOutcome = "created" | "updated" | "resolved" | "unchanged" | "gone" | "held" | "pending";

/**
 * The result of a write. `remote`: the text's remote id; null if there is none. `until`: when a pending one may be
 * decided, in epoch milliseconds; null if no clock decides.
 */
export type Written =
  | { readonly outcome: Exclude<WriteOutcome, "pending">; readonly remote: Remote | null }
  | { readonly outcome: "pending"; readonly because: PendingReason; readonly until: number | null };

/**
 * The one module that writes into a tracker. Before a create it searches the place for a text of ours, and this process
 * alone takes the intent; then it sends the call with the marker inside; then it stores the remote id.
 * @throws Failure if the tracker refused; then there is no text, and the ledger says so
 */
export async function write(context: WriteContext, planned: PlannedWrite): Promise<Written> {
  const { publication } = planned;
  if (isPublished(publication) || isLookedFor(publication)) {
    return change(context, planned, { row: publication, was: publication, carried: planned.marker });
  }
  const [found, ...more] = await findOurs(context, planned);
  if (found === undefined) return continueOrCreate(context, planned);
  if (more.length > 0) return { outcome: "pending", because: "two-of-ours", until: null };
  if (!belongsHere(found, planned)) return { outcome: "pending", because: "found-elsewhere", until: null };
  await releaseFromOthers(context, planned, found.remoteId);
  const row = { ...(publication ?? intended(planned, context.clock())), ...standing(found) };
  return change(context, planned, { row, was: publication, carried: found.marker });
}

/** A rollup issue that was not visible: Signalbox continues with it if it is there again, and creates no second one. */
function isLookedFor(publication: PublicationRecord | null): publication is PublishedText {
  return publication?.kind === "rollup" && publication.state === "gone" && hasRemote(publication);
}

/** People may have moved a rollup to its new place themselves: it goes on there. */
async function continueOrCreate(context: WriteContext, planned: PlannedWrite): Promise<Written> {
  const moved = await findMoved(context, planned);
  if (moved === null) return createInTime(context, planned);
  const { marker } = moved.row;
  return change(context, { ...planned, marker, text: planned.text.under(marker) }, { ...moved, carried: marker });
}

/** An earlier create with an unknown outcome may still show up for a while. */
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
  const created = await attempt(context, planned, intent);
  if (created === null) return { outcome: "pending", because: "outcome-unknown", until: decidableAt(intent) };
  const { remote, sent } = created;
  const { digest, beside } = sent.text;
  // If the ledger fails here, the row stays `intended`: the next run finds the text by its marker.
  const row = { ...intent, ...standing(remote), digest, beside, updatedAt: clock() };
  const saved = await store.savePublication(row, intent);
  await store.forgetRefusals(planned.train, planned.marker);
  await audit(context, sent, { action: "create", outcome: "done" });
  return saved ? { outcome: "created", remote } : takenByAnother(context, planned);
}

/** If the other process died during it, its create is as unknown as our own would be. */
function takenByAnother({ clock }: WriteContext, { place }: PlannedWrite): Written {
  return { outcome: "pending", because: "taken-by-another", until: clock() + lookForMs[place.kind] };
}

/** @returns null if the outcome is unknown @throws Failure if the tracker refused: then there is no text */
async function attempt(
  context: WriteContext,
  planned: PlannedWrite,
  intent: PublicationRecord,
): Promise<Created | null> {
  try {
    return await sendNew(context, planned);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const unknown = error.code === "outcome-unknown";
    const outcome = unknown ? "unknown" : "failed";
    if (error.code !== "stopped") await audit(context, planned, { action: "create", outcome });
    if (unknown) return null;
    await context.store.savePublication({ ...intent, state: "absent" }, intent);
    throw error;
  }
}

/** `sent`: with the text cut to what the tracker takes. */
type Created = { readonly remote: Remote; readonly sent: PlannedWrite };

async function sendNew({ sink }: WriteContext, planned: PlannedWrite): Promise<Created> {
  const { place, connection, marker } = planned;
  const { text, cut } = cuttable(planned);
  const remote =
    place.kind === "rollup"
      ? await sink(connection).createIssue(place.target, text, marker)
      : await sink(connection).createComment(place.item, text, marker);
  return { remote, sent: { ...planned, text: cut() } };
}

/** A text that the sink may cut; `cut`: as it was sent. */
function cuttable(planned: PlannedWrite): { readonly text: Replacement; readonly cut: () => Draft } {
  let cut = planned.text;
  const refit = (beside: number) => {
    cut = cut.refit(beside);
    return cut.rendered;
  };
  return { text: { ...cut.rendered, refit }, cut: () => cut };
}

/** The text to change: by the ledger, or as found. `was`: its row as read; `carried`: its marker so far. */
type Target = { readonly row: PublishedText; readonly was: PublicationRecord | null; readonly carried: Marker };

async function change(context: WriteContext, planned: PlannedWrite, target: Target): Promise<Written> {
  const { row, was } = target;
  const { store, clock } = context;
  const remote = remoteOf(row);
  // A found text is changed, whatever the plan says.
  const action = planned.action === "create" ? "update" : planned.action;
  const { sent, outcome } = await sendChange(context, { ...planned, action }, target);
  const { digest, beside } = sent.text;
  const state = outcome === "gone" || outcome === "held" ? outcome : "standing";
  if (state === "held" && was?.state === "held" && was.place === row.place) return { outcome, remote };
  const written = state === "standing" ? { digest, beside, resolved: action === "resolve", updatedAt: clock() } : {};
  const saved = await store.savePublication({ ...row, ...written, state }, was);
  if (outcome !== "unchanged")
    await audit(context, sent, { action, outcome: outcome === "updated" ? "done" : outcome });
  if (saved) return { outcome: outcome === "updated" && action === "resolve" ? "resolved" : outcome, remote };
  await doubt(context, planned);
  return takenByAnother(context, planned);
}

/** The result of a change. `sent`: with the text cut to the room beside people's own. */
type Sent = {
  readonly sent: PlannedWrite;
  readonly outcome: Exclude<UpdateOutcome, "unseen">;
};

/** @throws Failure if the tracker refused it; the audit trail has a permanent refusal */
async function sendChange(context: WriteContext, planned: PlannedWrite, target: Target): Promise<Sent> {
  const { place, connection, marker, action } = planned;
  const remote = remoteOf(target.row);
  const { text, cut } = cuttable(planned);
  const sink = context.sink(connection);
  try {
    const outcome =
      place.kind === "rollup"
        ? await sink.updateIssue(remote, text, marker)
        : await sink.updateComment(place.item, remote, { rendered: text, marker, carried: target.carried });
    const sent = { ...planned, text: cut() };
    if (outcome !== "unseen") {
      await context.store.forgetRefusals(planned.train, marker);
      return { sent, outcome };
    }
    if (place.kind === "rollup") await rememberRefusal(context, planned, notShown(remote));
    return { sent, outcome: "gone" };
  } catch (error) {
    const isForGood = error instanceof Failure && error.verdict.kind === "park";
    if (isForGood) {
      // The found text exists, although the ledger did not have it yet.
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
    remedy: "Signalbox looks for it again after a pause, and continues with it if it is there.",
  };
}
