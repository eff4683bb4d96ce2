import { Failure } from "../domain/failure.ts";
import { sweepStream } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Identity, KeyedIdentity } from "../ports/connector.ts";
import { dropAbsent, fetchItems, followElsewhere, type Fetched } from "./fetch-items.ts";
import { isStopped, type ReadContext, type Reading } from "./read-context.ts";

/** A sweep reads every stream; `whole` also finds deleted items. */
export type SweepDepth = "structure" | "whole";

/**
 * Always allowed number of gone items if the tracker lists others: the share of a small team would be below one item.
 */
const alwaysAllowed = 3;

/** How many missing items Signalbox requests before it counts again. */
const askedAtOnce = 100;

/**
 * Compares the model with the tracker's complete listing: reads items that the model lacks, and marks items as gone
 * that the listing lacks. Before that it requests each of those by itself, which finds moved items at their new place,
 * and asks where gone items are from whose containers others moved.
 * @param maxDrop greatest share of the streams' items, from 0 to 1, that may be gone at once
 * @returns the gone items
 * @throws Failure; `guard` if the tracker does not show too many items at once: then it marks none
 */
export async function dropMissing(reading: Reading, maxDrop: number): Promise<readonly WorkItemId[]> {
  const { source, store, scope, runtime } = reading;
  const seen = new Set<WorkItemId>();
  const hidden: string[] = [];
  const unknown: Identity[] = [];
  for await (const listed of source.identities()) {
    if (isStopped(reading)) return [];
    const identities = listed.filter((one) => "id" in one);
    for (const { id } of identities) seen.add(id);
    for (const one of listed) if ("entry" in one) hidden.push(one.entry);
    unknown.push(...(await store.unknownItems(identities)));
  }
  // An item that becomes visible again keeps its `updated`, so no stream by date returns it.
  const unknownHandles = unknown.map(({ handle }) => handle);
  await fetchItems(reading, unknownHandles, "items out of sight so far");
  // They count as deleted while their new place is hidden, and show again under other ids.
  if (!isStopped(reading)) await followElsewhere(reading, await store.perhapsMoved(source.connection));
  const { missing, covered } = await store.notListed(source.connection, { scope, seen, hidden });
  if (isStopped(reading)) return [];
  const isEmpty = seen.size === 0;
  const allowed = Math.max(isEmpty ? 0 : alwaysAllowed, Math.floor(covered * maxDrop));
  // An empty listing is no reason to request each item.
  if (isEmpty && missing.length > allowed) throw tooMany(source, { missing: missing.length, covered });
  const gone = (await dropAbsent(reading, missing, await fetchMissing(reading, missing, { allowed, covered }))) ?? [];
  for (const id of gone) runtime.log.info({ connection: source.connection, id }, "item is gone");
  return gone;
}

type Limit = { readonly allowed: number; readonly covered: number };

/**
 * Requests the missing items. Those that the tracker shows are not lost: they have moved to another project, were
 * archived, or its search lags behind.
 * @throws Failure `guard` as soon as the tracker does not show more than the allowed number
 */
async function fetchMissing(
  reading: Reading,
  missing: readonly KeyedIdentity[],
  { allowed, covered }: Limit,
): Promise<Fetched> {
  const read = new Set<WorkItemId>();
  let rejected = 0;
  for (let from = 0; from < missing.length && !isStopped(reading); from += askedAtOnce) {
    const some = missing.slice(from, from + askedAtOnce);
    const handles = some.map(({ handle }) => handle);
    const fetched = await fetchItems(reading, handles, "missing items");
    for (const id of fetched.read) read.add(id);
    rejected += fetched.rejected;
    const shown = read.size + rejected;
    if (isStopped(reading) || from + some.length - shown <= allowed) continue;
    throw tooMany(reading.source, { missing: missing.length - shown, covered });
  }
  return { read, rejected };
}

type Loss = { readonly missing: number; readonly covered: number };

function tooMany({ connection }: Reading["source"], { missing, covered }: Loss): Failure {
  return new Failure({
    code: "guard",
    what: `${connection} does not show ${missing} of ${covered} items any more; none of them was dropped.`,
    remedy:
      "Check that its account still sees every project and repository; where they are really gone, raise `serve.maxDrop` in the train file and run `signalbox sync --full`.",
    verdict: { kind: "park" },
  });
}

/** Stores that a sweep read everything. @param startedAt epoch milliseconds */
export async function recordSweep({ source, store }: ReadContext, depth: SweepDepth, startedAt: number): Promise<void> {
  await store.saveStream({
    connection: source.connection,
    stream: sweepStream(depth),
    watermark: null,
    completedAt: startedAt,
    rejected: 0,
    token: null,
    failure: null,
  });
}
