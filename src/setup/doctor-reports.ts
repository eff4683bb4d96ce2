import { counted } from "../domain/counted.ts";
import type { KnownName } from "../domain/items/names.ts";
import type { SourceState } from "../domain/rollup/connection-freshness.ts";
import type { Finding } from "../domain/setup/finding.ts";
import type { InboxSummary } from "../ports/inbox.ts";
import type { ComparedTrain } from "./doctor-teams.ts";

/** A text that Signalbox keeps back, or may not write. */
export type WaitingText = {
  readonly where: string;
  /** `will be written after 10:18 CET: its conflict has not been open long enough` */
  readonly words: string;
  /** Whether it waits for a person, who has to mend something. */
  readonly isStuck: boolean;
  readonly url: string | null;
};

export type StoredTrain = ComparedTrain & {
  readonly sources: readonly SourceState[];
  readonly waiting: readonly WaitingText[];
  /** Addresses of texts whose marks a person removed. */
  readonly held: readonly string[];
  /** Why the last run could not write there, by connection. */
  readonly unpublished: readonly { readonly connection: string; readonly text: string }[];
};

/** What the database holds about the train file's trains and connections. */
export type StoredState = {
  readonly trains: readonly StoredTrain[];
  readonly inbox: readonly InboxSummary[];
  /** Accounts that Signalbox wrote with, by connection. */
  readonly former: ReadonlyMap<string, readonly string[]>;
  /** Names that projects, repositories, link types and fields have or had, by connection. */
  readonly names: ReadonlyMap<string, readonly KnownName[]>;
  /** Connections that left the train file and hold texts of ours, and those that only got another key. */
  readonly connectionNotes: readonly { readonly means: string; readonly remedy: string }[];
  /** Why the train file's connections do not fit those in the database; null if they do. */
  readonly renamed: { readonly means: string; readonly remedy: string } | null;
};

/** What Signalbox reads and writes: its sources' age, texts that wait, texts that it lost sight of. */
export function reportFindings({ trains, connectionNotes, renamed }: StoredState, now: number): readonly Finding[] {
  return [
    ...trains.flatMap((train) => [
      ...sourceFindings(train, now),
      ...waitingFindings(train),
      ...heldFindings(train),
      ...unpublishedFindings(train),
    ]),
    ...connectionNotes.map((note, place): Finding => {
      const tried = "Signalbox looked in its database for connections and trains that the train file does not name.";
      return { ...shared, id: `connection:${place}`, outcome: "warning", tried, ...note };
    }),
    ...(renamed === null
      ? []
      : [
          {
            ...shared,
            id: "connections",
            group: "train-file",
            outcome: "blocks",
            tried: "Signalbox compared the connections of the train file with those in its database.",
            ...renamed,
          } as const,
        ]),
  ];
}

const shared = { group: "reports", connection: null, link: null } as const;

function sourceFindings({ train, sources }: StoredTrain, now: number): readonly Finding[] {
  return sources.map(({ connection, asOf, isStale, failure, staleStreams }) => {
    const finding = {
      ...shared,
      id: `source:${train.key}:${connection}`,
      connection,
      tried: `Signalbox checked how old the data of ${connection} is for ${train.name}.`,
    };
    const age = asOf === null ? "was never read to the end" : `was last read ${agoWords(now - asOf)} ago`;
    if (asOf === null && failure === null) {
      return { ...finding, outcome: "not-tried", means: `${connection} ${age} yet.`, remedy: "Run `signalbox sync`." };
    }
    if (!isStale) return { ...finding, outcome: "ok", means: `${connection} ${age}.`, remedy: null };
    const part = staleStreams.length === 0 ? "" : ` (${staleStreams.slice(0, 3).join(", ")})`;
    const why = failure === null ? "" : `: ${failure}`;
    return {
      ...finding,
      outcome: "warning",
      means: `${connection} ${age}${part}${why}. Reports of ${train.name} rest on old data.`,
      remedy: "Run `signalbox sync`, or start `signalbox serve`, which reads by itself.",
    };
  });
}

function waitingFindings({ train, waiting }: StoredTrain): readonly Finding[] {
  const tried = `Signalbox planned the texts of ${train.name}, and checked which of them wait.`;
  const stuck = waiting.filter(({ isStuck }) => isStuck);
  const later = waiting.filter(({ isStuck }) => !isStuck);
  return [
    ...stuck.map(({ where, words, url }): Finding => {
      const remedy = "See `signalbox plan` for the tracker's words, and `signalbox history`.";
      return {
        ...shared,
        id: `stuck:${train.key}:${where}`,
        outcome: "warning",
        tried,
        means: `The text on ${where} ${words}.`,
        remedy,
        link: url,
      };
    }),
    ...laterFindings(train.key, tried, later),
  ];
}

const groupsAtMost = 5;

/** Texts that wait for the same reason, and until the same time, are one group. */
function laterFindings(train: string, tried: string, later: readonly WaitingText[]): readonly Finding[] {
  if (later.length === 0) return [];
  const groups = [...Map.groupBy(later, ({ words }) => words)].map(([words, [first, ...more]]) => {
    const others = more.length === 0 ? "" : ` and ${more.length} more`;
    return `${first?.where}${others} (${words})`;
  });
  const more = groups.length - groupsAtMost;
  const rest = more > 0 ? `; and ${counted(more, "other group")}` : "";
  const [noun, verb] = later.length === 1 ? ["text", "is"] : ["texts", "are"];
  const means = `${later.length} ${noun} of ${train} ${verb} kept back: ${groups.slice(0, groupsAtMost).join("; ")}${rest}.`;
  return [{ ...shared, id: `waiting:${train}`, outcome: "ok", tried, means, remedy: null }];
}

function heldFindings({ train, held }: StoredTrain): readonly Finding[] {
  return held.map((url): Finding => {
    return {
      ...shared,
      id: `held:${train.key}:${url}`,
      outcome: "warning",
      tried: `Signalbox looked for texts of ${train.name} that people took over.`,
      means: "A person removed our lines from a text, so Signalbox writes nothing there.",
      remedy: "Put the lines back, or delete the text.",
      link: url,
    };
  });
}

function unpublishedFindings({ train, unpublished }: StoredTrain): readonly Finding[] {
  return unpublished.map(({ connection, text }): Finding => {
    return {
      ...shared,
      id: `publishing:${train.key}:${connection}`,
      connection,
      outcome: "warning",
      tried: `Signalbox checked how its last write of ${train.name} on ${connection} ended.`,
      means: text,
      remedy: "Mend that, then run `signalbox apply --retry-refused`, or let `serve` try again.",
    };
  });
}

const minuteMs = 60_000;

function agoWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / minuteMs));
  if (minutes === 0) return "a moment";
  if (minutes < 120) return counted(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
