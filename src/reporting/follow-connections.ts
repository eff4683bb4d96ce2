import { sharedSites } from "../domain/items/site-records.ts";
import type { NamesAndSites } from "../domain/model/model-index.ts";
import type { RollupTarget } from "../domain/model/train.ts";
import type { PublicationLedger, PublicationRecord } from "../ports/publication-ledger.ts";
import type { Evaluation } from "./evaluate.ts";
import { isKeptIn } from "./rollup-places.ts";

/*
 * Several connections may read one site, and people may give a team, or the place of a rollup, another one of them. A
 * text then belongs to the connection that the train file gives it now: it is the same text, and another account may
 * have written it.
 */

/**
 * A train's texts, each with the connection that counts now: a rollup's is that of its target, a comment's that of the
 * record that counts of its item.
 */
export function withPresentConnections(
  publications: readonly PublicationRecord[],
  { view, names = [], sites = [] }: Evaluation,
): readonly PublicationRecord[] {
  const commented = new Set(publications.map(({ itemId }) => itemId));
  return inPresentTargets(publications, view.train.rollupTargets, { names, sites }).map((row) => {
    const id = row.itemId === null ? null : view.plan.recordOf(row.itemId);
    const planned = id === null || commented.has(id) ? undefined : view.items.get(id);
    return planned === undefined ? row : { ...row, itemId: id, connection: planned.item.connection };
  });
}

/** Rollups with the connections of their targets. One that several connections could keep stays with its own. */
export function inPresentTargets(
  publications: readonly PublicationRecord[],
  targets: readonly RollupTarget[],
  { names, sites }: NamesAndSites,
): readonly PublicationRecord[] {
  const shared = sharedSites(sites);
  if (shared.size === 0) return publications;
  const isSameSite = (row: PublicationRecord, { system, connection }: RollupTarget) => {
    const site = shared.get(`${system}:${row.connection}`);
    return site !== undefined && site === shared.get(`${system}:${connection}`);
  };
  const isKept = (row: PublicationRecord) => targets.some((target) => isKeptIn(row, target, names));
  const free = targets.filter((target) => !publications.some((row) => isKeptIn(row, target, names)));
  return publications.map((row) => {
    if (isKept(row)) return row;
    const moved = free.map(({ connection }) => ({ ...row, connection }));
    const found = free.findIndex(
      (target, place) => isSameSite(row, target) && isKeptIn(moved[place] ?? row, target, names),
    );
    return moved[found] ?? row;
  });
}

/** Stores the texts whose connection changed. Of two processes the first one's row stays. */
export async function storePresentConnections(
  store: Pick<PublicationLedger, "publications" | "savePublication">,
  evaluation: Evaluation,
): Promise<void> {
  const stored = await store.publications(evaluation.view.train.key);
  for (const [place, row] of withPresentConnections(stored, evaluation).entries()) {
    const was = stored[place];
    if (was !== undefined && row !== was) await store.savePublication(row, was);
  }
}
