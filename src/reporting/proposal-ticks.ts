import { Failure } from "../domain/failure.ts";
import type { Sink } from "../ports/connector.ts";
import type { Log } from "../ports/runtime.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { PublicationLedger } from "../ports/publication-ledger.ts";
import type { Evaluation } from "./evaluate.ts";
import { isKeptIn } from "./rollup-places.ts";
import { isPublished, type PublishedText } from "./planned-writes.ts";
import { answerOf, boxIds, unreadSources } from "./proposal-document.ts";

export type TickContext = {
  readonly store: Pick<EvaluationLedger, "consent" | "saveConsent"> & Pick<PublicationLedger, "publications">;
  readonly sink: (connection: string) => Sink;
  readonly log: Log;
};

/**
 * Starts a proposed train if a person ticked a box in one of its rollups. Conflicts count as new from the evaluation's
 * instant on. Before the first complete read everything would look new, so a tick has no effect yet. The next run asks
 * a tracker that does not answer again.
 */
export async function applyProposalTicks(context: TickContext, evaluation: Evaluation): Promise<void> {
  const { store, log } = context;
  const { train, at } = evaluation.view;
  const consent = await store.consent(train.key);
  if (consent.state !== "proposed" || unreadSources(evaluation.rollup).length > 0) return;
  const ticked = await tickedIn(context, evaluation);
  if (ticked === null) return;
  const { withStanding, key, url } = ticked;
  const started = await store.saveConsent(train.key, { state: "started", since: at, withStanding }, consent);
  if (started) log.info({ train: train.key, withStanding, rollup: key, url }, "train started by a box in its rollup");
}

type Ticked = { readonly withStanding: boolean; readonly key: string; readonly url: string };

/** The box with more consent takes precedence. */
async function tickedIn(context: TickContext, { view, names = [] }: Evaluation): Promise<Ticked | null> {
  const { key, rollupTargets } = view.train;
  const standing = (await context.store.publications(key)).filter(isPublished);
  const rollups = standing.filter((record) => rollupTargets.some((target) => isKeptIn(record, target, names)));
  const found: Ticked[] = [];
  for (const rollup of rollups) {
    const answer = answerOf(await ticksIn(context, rollup));
    if (answer !== null) found.push({ ...answer, key: rollup.remoteKey, url: rollup.url });
  }
  return found.find(({ withStanding }) => withStanding) ?? found[0] ?? null;
}

async function ticksIn({ sink, log }: TickContext, rollup: PublishedText): Promise<readonly string[]> {
  const { connection, marker, remoteId, remoteKey, url } = rollup;
  try {
    return await sink(connection).readTicks({ remoteId, key: remoteKey, url }, marker, boxIds);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn({ marker, code: error.code, reason: error.message }, "boxes of the proposal not read");
    return [];
  }
}
