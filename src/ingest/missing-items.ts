import { Failure } from "../domain/failure.ts";
import { sweepStream } from "../domain/model/model.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Identity } from "../ports/connector.ts";
import { dropAbsent, fetchItems, followElsewhere } from "./fetch-items.ts";
import { isStopped, type ReadContext, type Reading } from "./read-context.ts";

/** A sweep reads every stream; `whole` also finds deleted items. */
export type SweepDepth = "structure" | "whole";

/**
 * Always allowed number of gone items if the tracker lists others: the share of a small team would be below one item.
 */
const alwaysAllowed = 3;

/**
 * Compares the model with the tracker's complete listing: reads items that the model lacks, and marks items as gone
 * that the listing lacks. Before that it requests each of those by itself, which finds moved items at their new place,
 * and asks where gone items are from whose containers others moved.
 * @param maxDrop greatest share of the streams' items, from 0 to 1, that may be gone at once
 * @returns the gone items
 * @throws Failure; `guard` if too many items are missing at once: then it marks none
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
  const allowed = Math.max(seen.size === 0 ? 0 : alwaysAllowed, Math.floor(covered * maxDrop));
  if (missing.length > allowed) throw tooMany({ connection: source.connection, missing: missing.length, covered });
  const handles = missing.map(({ handle }) => handle);
  const gone = (await dropAbsent(reading, missing, await fetchItems(reading, handles, "missing items"))) ?? [];
  for (const id of gone) runtime.log.info({ connection: source.connection, id }, "item is gone");
  return gone;
}

type Loss = { readonly connection: string; readonly missing: number; readonly covered: number };

function tooMany({ connection, missing, covered }: Loss): Failure {
  return new Failure({
    code: "guard",
    what: `${connection} does not list ${missing} of ${covered} items any more; none of them was dropped.`,
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
