import { Temporal } from "temporal-polyfill";
import type { Finding } from "../../src/domain/setup/finding.ts";

type Zones = {
  readonly connection: string;
  readonly train: string;
  readonly timeZone: string;
  /** The zone of the account. */
  readonly theirs: string;
  readonly at: number;
};

/** Teams may sit in several zones; half a working day apart, the train file is more likely wrong. */
const toleratedHours = 6;

/** Compares the time zone of a train with that of the account; GitHub does not tell an account's. */
export function zoneFinding({ connection, train, timeZone, theirs, at }: Zones): Finding {
  const offset = (zone: string) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds;
  const hours = Math.abs(offset(timeZone) - offset(theirs)) / 3.6e12;
  const finding = {
    id: `time-zone:${connection}:${train}`,
    group: "time-zone",
    connection,
    tried: `Signalbox compared the time zone of train ${train} with that of its account.`,
    link: null,
  } as const;
  if (Math.min(hours, 24 - hours) < toleratedHours) {
    return {
      ...finding,
      outcome: "ok",
      means: `Days of train ${train} begin at midnight in ${timeZone}.`,
      remedy: null,
    };
  }
  return {
    ...finding,
    outcome: "warning",
    means: `Days of train ${train} begin at midnight in ${timeZone}, but the account of ${connection} is in ${theirs}, ${hours} hours away.`,
    remedy: `Correct \`timeZone\` of train ${train}, or set the time zone in the profile of the account.`,
  };
}
