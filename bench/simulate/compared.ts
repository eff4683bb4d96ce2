import type { ConflictRecord } from "../../src/domain/conflicts/conflict.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { Store } from "../../src/ports/store.ts";
import { answeredRecords, openRecords, type Evaluation } from "../../src/reporting/evaluate.ts";
import type { World } from "./world.ts";

/** What is compared over: the trackers, and what a clean run needs to read them. */
export type ComparisonContext = Pick<World, "sandbox" | "connections" | "trains"> & {
  readonly time: Pick<World["time"], "clock" | "wait" | "timeLimit">;
};

export type Ends = {
  readonly store: Store;
  readonly clean: Store;
  /** Comments that a person deleted: marker, and when Signalbox had last written it, by its ledger. */
  readonly deleted: ReadonlyMap<string, number | null>;
};

/** Visible open conflicts, whatever people said of them. */
export function visibleRecords(evaluation: Evaluation): readonly ConflictRecord[] {
  return [...openRecords(evaluation), ...answeredRecords(evaluation)];
}

export type Both = {
  readonly train: Train;
  readonly clean: Evaluation;
  readonly lived: Evaluation;
  /** The conflicts that are stored. */
  readonly kept: readonly ConflictRecord[];
};
