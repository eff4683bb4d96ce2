import { Failure } from "../domain/failure.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { Identity } from "../ports/connector.ts";
import type { Changes } from "./changes.ts";
import { fetchItems } from "./fetch-items.ts";
import { dropAbsent } from "./follow-moves.ts";
import { isStopped } from "./pull.ts";
import type { LiveContext } from "./round.ts";

export type DropContext = LiveContext & {
  /** Share of what the streams cover, from 0 to 1, that may be gone at once. */
  readonly maxDrop: number;
};

/** So many may be gone at once where others are listed: the share of a small team's items would be less than one. */
const alwaysAllowed = 3;

/**
 * Reads what the tracker's whole listing shows and the model does not hold, and marks as gone what it does not show any
 * more, once each was asked for by itself: what was moved comes back by that, or is found where the tracker has moved it to.
 * @returns what is gone
 * @throws Failure; `guard` where too much is missing at once: then nothing is dropped
 */
export async function dropMissing(context: DropContext, changes: Changes): Promise<readonly WorkItemId[]> {
  const { source, store, scope, log } = context;
  const seen = new Set<WorkItemId>();
  const strangers: Identity[] = [];
  for await (const identities of source.identities()) {
    if (isStopped(context)) return [];
    for (const { id } of identities) seen.add(id);
    strangers.push(...(await store.strangers(identities)));
  }
  const reading = { ...context, full: false, changes };
  // What came back into sight did not change by that, and no stream by date brings it.
  await fetchItems(
    reading,
    strangers.map(({ handle }) => handle),
    "items out of sight so far",
  );
  const { missing, covered } = await store.unseen(source.connection, { scope, seen });
  if (missing.length === 0 || isStopped(context)) return [];
  const allowed = Math.max(seen.size === 0 ? 0 : alwaysAllowed, Math.floor(covered * context.maxDrop));
  if (missing.length > allowed) throw tooMany({ connection: source.connection, missing: missing.length, covered });
  const handles = missing.map(({ handle }) => handle);
  const gone = (await dropAbsent(reading, missing, await fetchItems(reading, handles, "missing items"))) ?? [];
  for (const id of gone) log.info({ connection: source.connection, id }, "item is gone");
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
