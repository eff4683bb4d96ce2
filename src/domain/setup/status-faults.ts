import { distinct, sortedBy } from "../ordering.ts";
import type { BorneWord } from "../model/model-tallies.ts";
import { statusWord } from "../items/statuses.ts";
import type { StatusMeaning, Train } from "../model/train.ts";

/** A word under `statuses` of the train file that no item has. */
export type DeadStatusWord = {
  readonly kind: "status-word-without-items";
  readonly means: StatusMeaning["means"];
  readonly word: string;
  /** The words of items there. */
  readonly seen: readonly string[];
};

/** @param wordsIn the words of a connection's items */
export function deadStatusWords(
  train: Pick<Train, "statuses" | "teams">,
  wordsIn: (connection: string) => readonly BorneWord[],
): readonly DeadStatusWord[] {
  if (train.statuses.length === 0) return [];
  const connections = distinct(train.teams.map(({ from }) => from.connection));
  const all = connections.flatMap((connection) => wordsIn(connection).map((borne) => ({ ...borne, connection })));
  if (all.length === 0) return [];
  return train.statuses.flatMap(({ means, word, bearer, connection }) => {
    const here = all.filter(
      (one) => (connection ?? one.connection) === one.connection && (bearer ?? one.bearer) === one.bearer,
    );
    const words = sortedBy(
      here.map((one) => one.word),
      String,
    );
    const borne = new Map(words.map((one) => [statusWord(one), one]));
    if (borne.has(statusWord(word))) return [];
    const seen = sortedBy(distinct(borne.values()), String).filter((one) => !/^\d+$/u.test(one));
    return [{ kind: "status-word-without-items", means, word, seen: seen.slice(0, namedAtMost) }];
  });
}

const namedAtMost = 8;
