import { digestOf } from "../domain/hash.ts";
import type { Train } from "../domain/model/train.ts";

/** What figures of a day depend on beside the items and their history. */
type DayBasis = {
  /** Changes with the meaning of the figures. */
  readonly version: number;
  /** Number of connections that Signalbox has read to their end. */
  readonly read: number;
  readonly train: Train;
};

/** A digest: figures that were kept for another one are computed anew. */
export function dayBasis({ version, read, train }: DayBasis): string {
  return digestOf(JSON.stringify([version, read, train], leaveOutConnection));
}

/** A renamed connection changes no figure. */
function leaveOutConnection(name: string, value: unknown): unknown {
  return name === "connection" ? undefined : value;
}
