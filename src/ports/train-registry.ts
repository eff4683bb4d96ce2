import type { RollupTarget, Train } from "../domain/model/train.ts";

export type ConnectionRecord = {
  readonly key: string;
  readonly system: "jira" | "github";
  readonly site: string;
  /** Its other addresses, as texts may hold them; none where left out. */
  readonly alsoAt?: readonly string[];
};

/** What the database holds of a connection, whether or not the train file names it. */
export type ConnectionUse = {
  readonly key: string;
  /** Null for one that was dropped by a version that forgot them. */
  readonly system: ConnectionRecord["system"] | null;
  readonly site: string | null;
  /** Whether the train file named it when it was stored last. */
  readonly named: boolean;
  /** Items that were read from it and are there. */
  readonly items: number;
  /** Issues and comments of ours that stand there, or may. */
  readonly texts: number;
  /** Projects or repositories, in lower case, that it was read from or a rollup is kept in. */
  readonly places: readonly string[];
};

/** The train file as it was stored last. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type TrainRegistry = {
  /** Stores trains and connections, so that later commands need no train file. Drops trains no longer in it, keeps their data. */
  saveTrains(trains: readonly Train[], connections: readonly ConnectionRecord[]): Promise<void>;
  trains(): Promise<readonly Train[]>;
  /** Those that the train file named when it was stored last, by key. */
  connections(): Promise<readonly ConnectionRecord[]>;
  /** All that anything is known of, by key. */
  connectionUses(): Promise<readonly ConnectionUse[]>;
  /**
   * Everything that was read and written under the key `from` is under `to` from now on, in one transaction; markers stay
   * as they stand in the trackers. Call it `alone`, and only where nothing was read or written under `to`.
   */
  renameConnection(from: string, to: string): Promise<void>;
  /** Where the portfolio over all trains is kept, in place of what was stored before. */
  savePortfolioTargets(targets: readonly RollupTarget[]): Promise<void>;
  portfolioTargets(): Promise<readonly RollupTarget[]>;
};
