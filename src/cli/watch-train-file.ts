import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { Log } from "../ports/runtime.ts";
import type { TrainRegistry } from "../ports/train-registry.ts";

/** Interval (ms) of the check whether the database holds another train file than this process has. */
const lookMs = 60_000;

export type WatchedFile = {
  readonly store: Pick<TrainRegistry, "trains">;
  /** Of the train file that this process read at its start. */
  readonly trains: readonly Train[];
  readonly log: Log;
};

/**
 * Warns once when another process has stored another train file, because both then rewrite each other's texts, and says
 * when the files agree again. Errors of the database are reported by the jobs that meet them, not here.
 */
export function watchTrainFile({ store, trains, log }: WatchedFile) {
  const own = new Map(trains.map((train) => [train.key, JSON.stringify(train)]));
  let was = "";
  const look = async (): Promise<void> => {
    const differing = await differingIn(store, own);
    if (differing === null || differing.join() === was) return;
    was = differing.join();
    if (differing.length === 0) return log.info({}, "the stored train file is that of this process again");
    log.warn(
      { trains: differing, remedy: "Give all processes the same train file, and restart those that have another one." },
      "another process stored another train file, this process continues with its own",
    );
  };
  const timer = setInterval(() => void look(), lookMs);
  return { end: () => clearInterval(timer) };
}

/** Keys of the trains that differ, or that only one of the files has; null if the database did not answer. */
async function differingIn(
  store: WatchedFile["store"],
  own: ReadonlyMap<string, string>,
): Promise<readonly string[] | null> {
  try {
    const stored = new Map((await store.trains()).map((train) => [train.key, JSON.stringify(train)]));
    return [...new Set([...own.keys(), ...stored.keys()])].filter((key) => own.get(key) !== stored.get(key)).toSorted();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
