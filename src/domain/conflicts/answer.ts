import { digestOf } from "../hash.ts";
import type { Zone } from "../schedule/civil-day.ts";

/**
 * What a person said of an open conflict, in a command: they know of it, or want to hear of it again on a day. Instants
 * in epoch milliseconds.
 */
export type ConflictAnswer =
  | { readonly kind: "acknowledged"; readonly at: number; readonly by: string; readonly note: string | null }
  | Snooze;

/**
 * `day`: `yyyy-mm-dd`, on which it is news again; absent if an earlier version stored it. `until`: the beginning of that
 * day in the train's time zone.
 */
type Snooze = {
  readonly kind: "snoozed";
  readonly at: number;
  readonly by: string;
  readonly until: number;
  readonly day?: string;
};

/** The answer in a time zone: people may have changed the train's since then. The same object if nothing changes. */
export function answerIn<Answer extends ConflictAnswer | null>(answer: Answer, zone: Zone): Answer {
  if (answer?.kind !== "snoozed" || answer.day === undefined) return answer;
  const until = zone.startOf(answer.day) ?? answer.until;
  return until === answer.until ? answer : { ...answer, until };
}

/** The answer if it still holds at an instant; null once a snooze is over. */
export function holdingAt(answer: ConflictAnswer | null, at: number): ConflictAnswer | null {
  return answer?.kind === "snoozed" && answer.until <= at ? null : answer;
}

/** The least digits of an id. */
const leastDigits = 6;

/**
 * Short ids by which people name conflicts in commands: the first digits of a fingerprint's hash, as many as tell these
 * apart, at least six.
 */
export function shortIds(fingerprints: readonly string[]): (fingerprint: string) => string {
  const digests = new Set(fingerprints.map(digestOf));
  const isUnique = (digits: number) =>
    new Set([...digests].map((digest) => digest.slice(0, digits))).size === digests.size;
  let digits = leastDigits;
  while (!isUnique(digits)) digits += 1;
  return (fingerprint) => digestOf(fingerprint).slice(0, digits);
}

/** The fingerprints that a person can mean: by the beginning of an id, or by the whole fingerprint. */
export function fingerprintsNamed(name: string, fingerprints: readonly string[]): readonly string[] {
  if (fingerprints.includes(name)) return [name];
  const wanted = name.toLowerCase();
  return wanted === "" ? [] : fingerprints.filter((fingerprint) => digestOf(fingerprint).startsWith(wanted));
}
