import { isNotBegun, meaningOf } from "./status-vocabulary.ts";
import type { StatusMeaning, Train } from "../model/train.ts";
import type { StatusCategory, WorkItem } from "./work-item.ts";

/** The source of a status word: a status or a resolution of Jira, a label of GitHub. */
export type StatusBearer = "status" | "resolution" | "label";

/** A status that only a word gives, without confirmation. */
export type StatusGuess = {
  readonly bearer: StatusBearer;
  readonly word: string;
  readonly means: StatusCategory;
  /** False if no list knows the word: the item is done because its tracker calls it finished. */
  readonly known: boolean;
};

/** An item's status. `because`: the word that decides it, if its `sourceStatus` does not contain it anyway. */
export type StatusReading = {
  readonly status: StatusCategory;
  readonly because: string | null;
  readonly guess: StatusGuess | null;
};

/** The part of an item that gives its status. `status` is the tracker's own category. */
export type Standing = Pick<WorkItem, "system" | "connection" | "labels" | "status" | StateField>;
type StateField = "statusId" | "statusName" | "resolutionId" | "resolutionName";

/** An item with its status as a train reads it, and the guess in it. */
export type ReadItem = { readonly item: WorkItem; readonly guess: StatusGuess | null };

/** A train's reading of statuses. See docs/rules.md, "Status". */
export function statusReader(train: Train): (item: WorkItem) => ReadItem {
  const said = sayings(train.statuses);
  return (item) => {
    const { status, because, guess } = readStatus(item, said);
    const sourceStatus = because === null ? item.sourceStatus : `${openOrClosed(item)} (${because})`;
    const isAsStored = status === item.status && sourceStatus === item.sourceStatus;
    return { item: isAsStored ? item : { ...item, status, sourceStatus }, guess };
  };
}

/** The train file's meaning of a word, by its source. */
export type Said = (bearer: StatusBearer, id: string | null, name: string | null) => StatusCategory | undefined;

/** For callers without a train file. */
export const nothingSaid = (): Said => () => undefined;

/** One item's status: by its tracker's category, by the train file, by the words themselves. Pure. */
export function readStatus(item: Standing, said: (connection: string) => Said): StatusReading {
  const saysHere = said(item.connection);
  return item.system === "jira" ? readJira(item, saysHere) : readGithub(item, saysHere);
}

function sayings(meanings: readonly StatusMeaning[]): (connection: string) => Said {
  if (meanings.length === 0) return nothingSaid;
  const byWord = Map.groupBy(meanings, ({ word }) => statusWord(word));
  return (connection) => (bearer, id, name) => {
    const fitting = [id, name]
      .flatMap((word) => (word === null ? [] : (byWord.get(statusWord(word)) ?? [])))
      .filter((one) => (one.bearer ?? bearer) === bearer && (one.connection ?? connection) === connection);
    return fitting.toSorted((a, b) => precision(b) - precision(a)).at(0)?.means;
  };
}

/** Entries with a connection or a source come before others. */
function precision({ bearer, connection }: StatusMeaning): number {
  return Number(connection !== null) * 2 + Number(bearer !== null);
}

/** Jira's words for a status: `Closed (Won't Fix)`. */
export function statusAndResolution(status: string, resolution: string | null): string {
  const said = resolution ?? "";
  return said === "" || said.toLowerCase() === status.toLowerCase() ? status : `${status} (${said})`;
}

/** Words of the train file compare without case and outer spaces. */
export function statusWord(word: string): string {
  return word.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
}

/**
 * A status in the train file has the meaning given there. A finished issue is cancelled if its resolution or its status
 * says so; the resolution is the more precise of the two. The resolution of an unfinished issue does not count.
 */
function readJira(item: Standing, said: Said): StatusReading {
  const { status: own, statusName: status, resolutionName: resolution } = item;
  const byStatus = said("status", item.statusId, status);
  if (byStatus === "todo" || byStatus === "in-progress") return plain(byStatus);
  if (byStatus === undefined && own !== "done" && own !== "cancelled") return plain(own);
  if (byStatus === "cancelled") return plain("cancelled");
  const byResolution = said("resolution", item.resolutionId, resolution);
  if (byResolution !== undefined) return plain(byResolution);
  if (isCancelling(resolution)) return guessed("resolution", resolution, "cancelled");
  if (byStatus !== undefined) return plain(byStatus);
  if (isCancelling(status)) return guessed("status", status, "cancelled");
  if (status === null && resolution === null) return plain(own);
  const [bearer, word] = resolution === null ? (["status", status] as const) : (["resolution", resolution] as const);
  return word === null || meaningOf(word) === "done" ? plain("done") : guessed(bearer, word, "done");
}

function isCancelling(word: string | null): word is string {
  return word !== null && meaningOf(word) === "cancelled";
}

/**
 * A label can mean that work on an open issue has begun, and that a closed one was cancelled. It neither opens nor closes
 * one. Of an open issue, the status in its team's project comes before labels.
 */
function readGithub({ status: own, statusName, labels }: Standing, said: Said): StatusReading {
  const means = (wanted: StatusCategory) => labels.find((label) => said("label", null, label) === wanted);
  if (own === "done" || own === "cancelled") {
    const dropped = own === "done" ? means("cancelled") : undefined;
    return dropped === undefined ? plain(own) : { ...plain("cancelled"), because: dropped.trim() };
  }
  const inProject = statusName === null ? null : readProject(statusName, said);
  if (inProject !== null) return inProject;
  const begun = means("in-progress");
  if (begun !== undefined) return { ...plain("in-progress"), because: begun.trim() };
  if (means("todo") !== undefined) return plain("todo");
  const telling = labels.find((label) => said("label", null, label) === undefined && tellsBegun(label));
  if (telling === undefined) return plain(own);
  return { ...guessed("label", telling.trim(), "in-progress"), because: telling.trim() };
}

/** Null for a word that says neither to do nor in progress: the project does not close an issue either. */
function readProject(word: string, said: Said): StatusReading | null {
  const told = said("status", null, word);
  const means = told ?? (isNotBegun(word) ? "todo" : meaningOf(word));
  if (means === "todo") return plain("todo");
  if (means !== "in-progress") return null;
  return { ...(told === undefined ? guessed("status", word, means) : plain(means)), because: word.trim() };
}

/** `status: in progress`, `[status] in progress`, `status-in-progress`: common prefixes. */
function tellsBegun(label: string): boolean {
  return meaningOf(label.replace(/^[\s[(]*(?:status|state|stage|workflow)(?![\p{L}\p{N}])/iu, "")) === "in-progress";
}

function openOrClosed({ status }: Pick<WorkItem, "status">): string {
  return status === "done" || status === "cancelled" ? "Closed" : "Open";
}

function plain(status: StatusCategory): StatusReading {
  return { status, because: null, guess: null };
}

function guessed(bearer: StatusBearer, word: string, means: "in-progress" | "done" | "cancelled"): StatusReading {
  return { ...plain(means), guess: { bearer, word, means, known: means !== "done" } };
}

/** A word that items of the train have, its meaning, and the number of items. */
export type GuessedWord = StatusGuess & { readonly count: number };

/** Each word once, the most frequent first. */
export function guessedWords(guesses: readonly StatusGuess[]): readonly GuessedWord[] {
  const byWord = Map.groupBy(guesses, ({ bearer, word }) => `${bearer} ${statusWord(word)}`);
  return [...byWord]
    .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
    .flatMap(([, same]) => same.slice(0, 1).map((guess) => ({ ...guess, count: same.length })));
}
