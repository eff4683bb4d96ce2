import { once } from "node:events";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { trainFileLock } from "../jobs/lock-names.ts";
import type { Locks } from "../ports/locks.ts";
import type { Log } from "../ports/runtime.ts";
import type { TrainRegistry } from "../ports/train-registry.ts";

/** Interval (ms) of the check whether the database holds another train file than this process has. */
const lookMs = 60_000;

export type WatchedFile = {
  readonly store: Pick<TrainRegistry, "trains"> & Pick<Locks, "exclusively">;
  /** Of the train file that this process read at its start. */
  readonly trains: readonly Train[];
  readonly log: Log;
};

/**
 * Holds the lock of this process's train file, so that processes with an earlier one leave its trains to it. Warns once
 * when another process has stored another train file, and says when the files agree again. Errors of the database are
 * reported by the jobs that meet them, not here.
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
      "another process stored another train file, this process leaves these trains to it while it runs",
    );
  };
  const ended = new AbortController();
  let holding: Promise<void> | null = null;
  const hold = (): void => {
    holding ??= holdLock(store, trainFileLock(trains), ended.signal).finally(() => {
      holding = null;
    });
  };
  hold();
  const timer = setInterval(() => {
    hold();
    void look();
  }, lookMs);
  return {
    end: async (withinMs: number): Promise<void> => {
      clearInterval(timer);
      ended.abort();
      // The database may not answer.
      await Promise.race([holding, aborted(AbortSignal.timeout(withinMs))]);
    },
  };
}

/** Until the end, or until the lock is lost; at once if another process holds it, or the database does not answer. */
async function holdLock(store: WatchedFile["store"], name: string, ended: AbortSignal): Promise<void> {
  try {
    await store.exclusively(name, (lost) => aborted(AbortSignal.any([lost, ended])));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
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
