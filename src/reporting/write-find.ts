import type { Found, Sink } from "../ports/connector.ts";
import type {
  PublicationKind,
  PublicationLedger,
  PublicationRecord,
  WritingLedger,
} from "../ports/publication-ledger.ts";
import { commentPrefix } from "./plan-comments.ts";
import { hasRemote, placeName, type Place, type PlannedWrite, type PublishedText } from "./planned-writes.ts";
import { remoteOf, standing } from "./write-ledger.ts";

/**
 * How long (ms) to search for a create whose answer was lost before it is made again. Comments are listed and show at
 * once: two minutes cover a request that was still in transit when its caller died. Search finds rollup issues, and
 * Jira's lags behind writes by minutes at worst.
 */
export const lookForMs: Readonly<Record<PublicationKind, number>> = { comment: 2 * 60_000, rollup: 10 * 60_000 };

/** When a create with an unknown outcome may be made again, in epoch milliseconds. */
export function decidableAt({ kind, createdAt }: Pick<PublicationRecord, "kind" | "createdAt">): number {
  return createdAt + lookForMs[kind];
}

type Finding = {
  readonly sink: (connection: string) => Sink;
  readonly store: WritingLedger & Pick<PublicationLedger, "publications">;
};

/** Texts of earlier accounts are ours as well. Records the present account before it writes anything. */
async function formerAccounts(store: WritingLedger, sink: Sink): Promise<readonly string[]> {
  const [account, known] = await Promise.all([sink.account(), store.writingAccounts(sink.connection)]);
  if (!known.includes(account)) await store.noteWritingAccount(sink.connection, account);
  return known.filter((one) => one !== account);
}

/**
 * An existing text of ours in the place of a create. A comment is ours under any marker of the train: a transferred
 * issue has another id, and so another marker, but keeps its comments; so has one whose connection got another key.
 */
export async function findOurs(
  { sink, store }: Finding,
  { place, marker, train, connection }: Pick<PlannedWrite, "place" | "marker" | "train" | "connection">,
): Promise<readonly Found[]> {
  const there = sink(connection);
  const former = await formerAccounts(store, there);
  if (place.kind === "rollup") {
    return (await there.findIssues(place.target, marker, former)).map((remote) => ({ ...remote, marker }));
  }
  const prefix = commentPrefix(train);
  return (await there.findComments(place.item, former)).filter((found) => found.marker.startsWith(prefix));
}

/** A rollup that people moved here, with its row as read. */
type MovedRollup = { readonly row: PublishedText; readonly was: PublicationRecord };

/**
 * The rollup that people moved from its former place to that of a new one. It keeps its marker, which its text contains.
 * Search may show it there only minutes later: so each former rollup that search does not show there is read once.
 */
export async function findMoved(finding: Finding, planned: PlannedWrite): Promise<MovedRollup | null> {
  const { place, train, connection, publication } = planned;
  if (place.kind !== "rollup" || publication !== null) return null;
  for (const was of await finding.store.publications(train)) {
    if (was.kind !== "rollup" || was.connection !== connection || !hasRemote(was)) continue;
    const [shown] = await findOurs(finding, { ...planned, marker: was.marker });
    const found = shown ?? (await finding.sink(connection).findMovedIssue(place.target, remoteOf(was), was.marker));
    if (found !== null) return { row: { ...was, ...standing(found), place: placeName(place), digest: null }, was };
  }
  return null;
}

/**
 * False for another item's comment elsewhere: a transferred address lists the comments at the new one, whose own item
 * takes them over.
 */
export function belongsHere(
  { url, marker }: Found,
  planned: { readonly place: Place; readonly marker: string },
): boolean {
  const { place } = planned;
  return place.kind === "rollup" || marker === planned.marker || pathOf(url) === pathOf(place.item.url);
}

function pathOf(url: string): string {
  return new URL(url).pathname.toLowerCase();
}
