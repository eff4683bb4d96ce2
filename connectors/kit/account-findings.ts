import type { Finding } from "../../src/domain/setup/finding.ts";
import type { Marker } from "../../src/ports/connector.ts";

type OfAccount = {
  readonly connection: string;
  readonly name: string;
  /** Key of an open item that is assigned to the account; null if there is none. */
  readonly item: string | null;
  readonly link: string | null;
};

/** Trackers do not say whether an account belongs to a person; assigned work does. */
export function isPersonsFinding({ connection, name, item, link }: OfAccount): Finding {
  const finding = {
    id: `account:${connection}`,
    group: "credentials",
    connection,
    tried: "Signalbox looked for open items that are assigned to its account.",
  } as const;
  if (item === null) {
    return { ...finding, outcome: "ok", means: `No open item is assigned to ${name}.`, remedy: null, link: null };
  }
  return {
    ...finding,
    outcome: "warning",
    means: `${name} seems to be a person's account: ${item} is assigned to it. Signalbox's texts stand under that name, and its access ends with that account.`,
    remedy: `Create an account for Signalbox alone, and give its token to connection ${connection}.`,
    link,
  };
}

type Second = {
  readonly connection: string;
  readonly place: string;
  readonly marker: Marker;
  /** Key of an issue of another account that carries the marker; null if there is none. */
  readonly text: string | null;
  readonly link: string | null;
};

export function secondFinding({ connection, place, marker, text, link }: Second): Finding {
  const finding = {
    id: `second:${connection}:${marker}`,
    group: "reports",
    connection,
    tried: `Signalbox looked in ${place} for its rollup written by another account.`,
  } as const;
  if (text === null) {
    return {
      ...finding,
      outcome: "ok",
      means: `No other account writes our rollup in ${place}.`,
      remedy: null,
      link: null,
    };
  }
  return {
    ...finding,
    outcome: "warning",
    means: `Another account keeps a rollup of the same train in ${text}: a second Signalbox seems to write there, and readers see two.`,
    remedy: "Stop the other Signalbox, or give one of the two another train key; if the text is left over, delete it.",
    link,
  };
}
