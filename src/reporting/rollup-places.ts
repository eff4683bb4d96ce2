import { nameDirectory, type KnownName } from "../domain/items/names.ts";
import type { RollupTarget, Train } from "../domain/model/train.ts";
import { distinct } from "../domain/ordering.ts";
import type { ModelReader } from "../ports/model-store.ts";
import type { PublicationRecord } from "../ports/publication-ledger.ts";
import { isPublished, targetName, type PublishedText } from "./planned-writes.ts";

/** By its place, under any name that the project or repository has or had. A renamed connection keeps its markers. */
export function isKeptIn(
  { kind, place, connection }: PublicationRecord,
  target: RollupTarget,
  names: readonly KnownName[],
): boolean {
  if (kind !== "rollup" || connection !== target.connection) return false;
  const name = targetName(target);
  return place === name || nameDirectory(names).isSameContainer(connection, place, name);
}

/** The rollups that Signalbox keeps up to date: one whose place left the train file is out of date. */
export function presentRollups(
  publications: readonly PublicationRecord[],
  { rollupTargets }: Pick<Train, "rollupTargets">,
  names: readonly KnownName[],
): readonly PublishedText[] {
  return publications
    .filter(isPublished)
    .filter((record) => rollupTargets.some((target) => isKeptIn(record, target, names)));
}

/** Present and former names of everything in the connections of the places. */
export async function namesIn(
  store: Pick<ModelReader, "names">,
  targets: readonly RollupTarget[],
): Promise<readonly KnownName[]> {
  const connections = distinct(targets.map(({ connection }) => connection));
  return (await Promise.all(connections.map((connection) => store.names(connection)))).flat();
}
