import { proposed, type Consent, type Started, type Stopped } from "../domain/consent.ts";
import type { Train } from "../domain/model/train.ts";
import type { Store } from "../ports/store.ts";
import { namesIn, presentRollups } from "../reporting/rollup-places.ts";

/** How a person lets Signalbox write for the train; empty if the train is started. */
export async function consentLines(store: Store, train: Train): Promise<readonly string[]> {
  const { key, name, rollupTargets } = train;
  const { state } = await store.consent(key);
  if (state === "started") return [];
  if (state === "stopped")
    return [`${name} is stopped: Signalbox writes nothing for it until \`signalbox start ${key}\`.`];
  const rollups = presentRollups(await store.publications(key), train, await namesIn(store, rollupTargets));
  const places = rollups.map(({ remoteKey, url }) => `${remoteKey} (${url})`);
  const ways = [
    ...(places.length === 0 ? [] : [`tick a box in ${places.join(" or ")}`]),
    `run \`signalbox start ${key}\``,
  ];
  return [`${name} is a proposal; Signalbox writes no comments until you accept it: ${ways.join(", or ")}.`];
}

/** As commands print it with `--json`. */
export function consentJson({ key }: Train, consent: Consent): unknown {
  const since = consent.state === "proposed" ? {} : { since: new Date(consent.since).toISOString() };
  return { train: key, ...consent, ...since };
}

/**
 * Stores the result of `next` by compare-and-swap, and retries when others decide meanwhile.
 * @param next returns null to keep the consent
 * @returns the consent then, and whether this call changed it
 */
export async function decide(
  store: Store,
  train: string,
  next: (was: Consent) => Started | Stopped | null,
): Promise<{ readonly consent: Consent; readonly changed: boolean }> {
  for (;;) {
    const was = await store.consent(train);
    const consent = next(was);
    if (consent === null) return { consent: was, changed: false };
    if (await store.saveConsent(train, consent, was)) return { consent, changed: true };
  }
}

/**
 * Starts trains without a person's decision: only for a demo or a benchmark, whose trackers are stand-ins.
 * @param since epoch milliseconds
 */
export async function startAll(store: Store, trains: readonly Pick<Train, "key">[], since: number): Promise<void> {
  for (const { key } of trains) await store.saveConsent(key, { state: "started", since, withStanding: true }, proposed);
}
