import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { scopeOf } from "../ingest/scope.ts";
import type { Store } from "../ports/store.ts";
import type { ConnectionRecord, ConnectionUse } from "../ports/train-registry.ts";
import { targetName } from "../reporting/plan.ts";
import { counted } from "../reporting/verdict-words.ts";

/** What the train file names. */
export type Named = { readonly records: readonly ConnectionRecord[]; readonly trains: readonly Train[] };

/** Says one sentence to whoever runs the command. */
type Say = (sentence: string) => void;

/**
 * Compares the connections that the train file names with those the database knows, before anything is read: says what
 * stays behind in those that left the file, and which of them only got another key.
 * @throws Failure `config-invalid` where going on would write texts a second time under another key
 */
export async function compareConnections(store: Store, named: Named, say: Say): Promise<void> {
  const uses = await store.connectionUses();
  const renames = renamesIn(named, uses);
  const doubling = renames.find(({ from }) => from.texts > 0);
  if (doubling !== undefined) throw looksRenamed(doubling);
  for (const { from, to } of renames) {
    say(
      `${to.key} looks like ${from.key} under another key. Run \`signalbox connections rename ${from.key} ${to.key}\` first, or all of it is read again.`,
    );
  }
  for (const line of leftBehind(uses, new Set(named.records.map(({ key }) => key)))) say(line);
}

/** A sentence for each connection that left the train file with texts of ours in it. */
export function leftBehind(uses: readonly ConnectionUse[], named: ReadonlySet<string>): readonly string[] {
  return uses
    .filter(({ key, texts }) => texts > 0 && !named.has(key))
    .map(
      ({ key, texts }) =>
        `${counted(texts, "text")} in connection ${key}, which the train file no longer names, ${texts === 1 ? "is left as it is" : "are left as they are"}; \`signalbox connections rename ${key} NEW\` takes ${texts === 1 ? "it" : "them"} over.`,
    );
}

type Rename = { readonly from: ConnectionUse; readonly to: ConnectionRecord };

/** New keys for a tracker whose key so far has left the file, where both have a project or repository in common. */
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
  const { containers, jqls } = scopeOf(key, trains);
  // What a query finds is known only once it was asked.
  if (containers === "all" || jqls.length > 0) return () => true;
  const targets = trains.flatMap(({ rollupTargets }) => rollupTargets).filter(({ connection }) => connection === key);
  const own = new Set([...containers, ...targets.map(targetName)].map((place) => place.toLowerCase()));
  return (places) => places.some((place) => own.has(place));
}

function looksRenamed({ from, to }: Rename): Failure {
  return new Failure({
    code: "config-invalid",
    what: `The train file calls ${to.key} what the database knows as ${from.key} (${to.site}): ${counted(from.texts, "text")} written there would be written a second time.`,
    remedy: `Run \`signalbox connections rename ${from.key} ${to.key}\` first, or keep the key ${from.key} in the train file.`,
    verdict: { kind: "stop" },
  });
}
