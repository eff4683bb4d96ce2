import { distinct, sortedBy } from "./ordering.ts";
import { statusWord, type StatusBearer } from "./statuses.ts";
import type { StatusMeaning, Train } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

/** A word under `statuses` of the train file that no item bears. */
export type DeadStatusWord = {
  readonly kind: "status-word-without-items";
  readonly means: StatusMeaning["means"];
  readonly word: string;
  /** What items bear there. */
  readonly seen: readonly string[];
};

/** @param items of the train's connections, as far as they were read. */
export function deadStatusWords(train: Pick<Train, "statuses">, items: readonly WorkItem[]): readonly DeadStatusWord[] {
  if (train.statuses.length === 0 || items.length === 0) return [];
  return train.statuses.flatMap(({ means, word, bearer, connection }) => {
    const here = items.filter((item) => connection === null || item.connection === connection);
    const borne = new Map(here.flatMap((item) => wordsOf(item, bearer)).map((one) => [statusWord(one), one]));
    if (borne.has(statusWord(word))) return [];
    const seen = sortedBy(distinct(borne.values()), String).filter((one) => !/^\d+$/u.test(one));
    return [{ kind: "status-word-without-items", means, word, seen: seen.slice(0, namedAtMost) }];
  });
}

const namedAtMost = 8;

function wordsOf(item: WorkItem, bearer: StatusBearer | null): readonly string[] {
  const words: Readonly<Record<StatusBearer, readonly (string | null)[]>> = {
    status: [item.statusId, item.statusName],
    resolution: [item.resolutionId, item.resolutionName],
    label: item.system === "github" ? item.labels : [],
  };
  const borne = bearer === null ? [...words.status, ...words.resolution, ...words.label] : words[bearer];
  return borne.filter((word) => word !== null);
}
