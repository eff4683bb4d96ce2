import { Failure } from "../domain/failure.ts";
import { nameDirectory } from "../domain/items/names.ts";
import type { RollupTarget, Train } from "../domain/model/train.ts";
import { scopeOf } from "../ingest/scope.ts";
import { queriesOf } from "../ports/members.ts";
import type { PublicationRecord } from "../ports/publication-ledger.ts";
import type { Store } from "../ports/store.ts";
import type { ConnectionRecord, ConnectionUse, TrainUse } from "../ports/train-registry.ts";
import { isPublished, targetName, type PublishedText } from "../reporting/planned-writes.ts";
import { namesIn } from "../reporting/rollup-places.ts";
import { counted } from "../domain/counted.ts";

/** The connections and trains of the train file. */
export type Named = { readonly records: readonly ConnectionRecord[]; readonly trains: readonly Train[] };

/** What the operator should know about a connection or a train: what Signalbox found, and what to do. */
export type ConnectionNote = { readonly means: string; readonly remedy: string };

/**
 * Compares the connections and trains of the train file with those in the database, before anything reads.
 * @returns notes about connections and trains that perhaps only got another key, and about texts in connections that left the file
 * @throws Failure `config-invalid` if Signalbox would write texts a second time under another key
 */
export async function compareConnections(store: Store, named: Named): Promise<readonly ConnectionNote[]> {
  const uses = await store.connectionUses();
  const renames = renamesIn(named, uses);
  const doubling = renames.find(({ from }) => from.texts > 0);
  if (doubling !== undefined) throw looksRenamed(doubling);
  const renamed = renames.map(({ from, to }) => ({
    means: `${to.key} looks like ${from.key} with another key.`,
    remedy: `Run \`signalbox connections rename ${from.key} ${to.key}\` first, or Signalbox reads all of it again.`,
  }));
  return [
    ...renamed,
    ...leftBehind(uses, named.records),
    ...(await leftTrains(store, named.trains)),
    ...(await movedRollups(store, named)),
  ];
}

/**
 * A note for each train that has no text yet, and reports where a train reports that left the file; and for each other
 * train that leaves the file, until `sync` stores the new one.
 */
async function leftTrains(store: Store, trains: readonly Train[]): Promise<readonly ConnectionNote[]> {
  const inFile = new Set(trains.map(({ key }) => key));
  const uses = await store.trainUses();
  const known = new Set(uses.map(({ key }) => key));
  const left = uses.filter(({ key }) => !inFile.has(key));
  const heirs = trains
    .filter(({ key }) => !known.has(key))
    .flatMap(({ key, rollupTargets }) => {
      const own = new Set(rollupTargets.map((target) => `${target.connection} ${targetName(target)}`.toLowerCase()));
      const before = left.find(({ places }) => places.some((place) => own.has(place)));
      return before === undefined ? [] : [{ key, before }];
    });
  const continued = new Set(heirs.map(({ before }) => before.key));
  const leaving = (await store.trains()).filter(({ key }) => !inFile.has(key) && !continued.has(key));
  const texts = leaving.map(async (train) =>
    leftTrain(train, (await store.publications(train.key)).filter(isPublished)),
  );
  return [...heirs.map(({ key, before }) => rekeyed(key, before)), ...(await Promise.all(texts)).flat()];
}

/** Nothing about a train without texts. */
function leftTrain({ key, name }: Train, texts: readonly PublishedText[]): readonly ConnectionNote[] {
  if (texts.length === 0) return [];
  const rollups = texts.filter(({ kind }) => kind === "rollup").map(({ remoteKey }) => remoteKey);
  const comments = texts.length - rollups.length;
  const left = [...rollups, ...(comments === 0 ? [] : [counted(comments, "comment")])];
  return [
    {
      means: `The train file no longer names train ${name}: Signalbox keeps its data, and does not update what stands in the trackers (${left.join(", ")}).`,
      remedy: `Close its rollup issues, and delete comments that people could take for up to date. If the train only got another key, give it the key ${key} again.`,
    },
  ];
}

/**
 * A note for each train whose rollup gets another place, until it has a text there and `sync` has stored the file: the
 * former one gets out of date.
 */
async function movedRollups(store: Store, { records, trains }: Named): Promise<readonly ConnectionNote[]> {
  const inFile = new Set(records.map(({ key }) => key));
  const stored = new Map((await store.trains()).map((train) => [train.key, train.rollupTargets]));
  const notes = trains.map(async ({ key, name, rollupTargets }) => {
    const rollups = (await store.publications(key)).filter(isPublished).filter(({ kind }) => kind === "rollup");
    const names = nameDirectory(await namesIn(store, rollupTargets));
    // Another connection to the same place is no other place.
    const isIn = ({ place }: PublicationRecord, target: RollupTarget) =>
      place === targetName(target) || names.isSameContainer(target.connection, place, targetName(target));
    const isNew = rollupTargets.some((target) => !rollups.some((record) => isIn(record, target)));
    const left = rollups.filter((record) => !rollupTargets.some((target) => isIn(record, target)));
    // Those of a connection that left the file are in its own note.
    const wasNamed = (record: PublicationRecord) =>
      inFile.has(record.connection) && stored.get(key)?.some((target) => isIn(record, target)) === true;
    const leaving = left.filter((record) => isNew || wasNamed(record));
    return leaving.map(({ remoteKey }) => leftRollup(remoteKey, name));
  });
  return (await Promise.all(notes)).flat();
}

function leftRollup(issue: string, train: string): ConnectionNote {
  return {
    means: `The rollup issue ${issue} of train ${train} is left as it is, because the train file no longer names its place.`,
    remedy:
      "Close it: people could take it for the present one. If you moved it to the new place yourself, leave it open: Signalbox continues it.",
  };
}

function rekeyed(to: string, { key: from, texts }: TrainUse): ConnectionNote {
  return {
    means: `Train ${to} reports where ${from} did, which the train file no longer names: ${counted(texts, "text")} of ${from} are left as they are.`,
    remedy: `If it is the same train, give it the key ${from} again: under ${to} Signalbox writes everything a second time.`,
  };
}

/** A note for each connection that left the train file and holds texts of ours. */
export function leftBehind(
  uses: readonly ConnectionUse[],
  inFile: readonly ConnectionRecord[],
): readonly ConnectionNote[] {
  const keys = new Set(inFile.map(({ key }) => key));
  return uses
    .filter(({ key, texts }) => texts > 0 && !keys.has(key))
    .map(({ key, texts, system, site }) => {
      const [are, them] = texts === 1 ? ["is left as it is", "it"] : ["are left as they are", "them"];
      const heir = inFile.find((one) => one.system === system && one.site === site);
      if (heir !== undefined)
        return {
          means: `${counted(texts, "text")} in connection ${key}, which the train file no longer names.`,
          remedy: `${heir.key} reads the same site: Signalbox continues those whose items or places the file gives to it, and leaves the others as they are.`,
        };
      return {
        means: `${counted(texts, "text")} in connection ${key}, which the train file no longer names, ${are}.`,
        remedy: `\`signalbox connections rename ${key} NEW\` takes ${them} over, if NEW is the same tracker; else close the rollup issue there, and delete comments that people could take for up to date.`,
      };
    });
}

/** Both sentences of a note. */
export function noteText({ means, remedy }: ConnectionNote): string {
  return `${means} ${remedy}`;
}

type Rename = { readonly from: ConnectionUse; readonly to: ConnectionRecord };

/** New keys for a tracker whose old key left the file, if both share a project or repository. */
function renamesIn({ records, trains }: Named, uses: readonly ConnectionUse[]): readonly Rename[] {
  const kept = new Set(records.map(({ key }) => key));
  const known = new Set(uses.map(({ key }) => key));
  const gone = uses.filter(({ key }) => !kept.has(key));
  return records
    .filter(({ key }) => !known.has(key))
    .flatMap((to) => {
      const shares = sharesWith(to.key, trains);
      return gone
        .filter(({ system, site, places }) => system === to.system && site === to.site && shares(places))
        .map((from) => ({ from, to }));
    });
}

function sharesWith(key: string, trains: readonly Train[]): (places: readonly string[]) => boolean {
  const scope = scopeOf(key, trains);
  const { containers } = scope;
  // Only the tracker knows what a query or a project holds.
  if (containers === "all" || queriesOf(scope).length > 0) return () => true;
  const targets = trains.flatMap(({ rollupTargets }) => rollupTargets).filter(({ connection }) => connection === key);
  const own = new Set([...containers, ...targets.map(targetName)].map((place) => place.toLowerCase()));
  return (places) => places.some((place) => own.has(place));
}

function looksRenamed({ from, to }: Rename): Failure {
  return new Failure({
    code: "config-invalid",
    what: `The connection ${to.key} in the train file is ${from.key} in the database (${to.site}): Signalbox would write ${counted(from.texts, "text")} a second time.`,
    remedy: `Run \`signalbox connections rename ${from.key} ${to.key}\` first, or keep the key ${from.key} in the train file.`,
    verdict: { kind: "stop" },
  });
}
