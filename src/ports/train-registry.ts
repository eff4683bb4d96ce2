import type { ModelSite } from "../domain/model/model.ts";
import type { RollupTarget, Train } from "../domain/model/train.ts";

export type ConnectionRecord = {
  readonly key: string;
  readonly system: "jira" | "github";
  readonly site: string;
  /** Other addresses of the site that texts may contain. */
  readonly alsoAt?: readonly string[];
  /** Whether it is a Jira Data Center, whose texts are wiki markup; false if absent. */
  readonly dataCenter?: boolean;
};

/** The data of a connection in the database, in the train file or not. */
export type ConnectionUse = {
  readonly key: string;
  /** Null if an earlier version deleted the connection's row. */
  readonly system: ConnectionRecord["system"] | null;
  readonly site: string | null;
  /** Whether the last stored train file named it. */
  readonly named: boolean;
  /** Number of present items. */
  readonly items: number;
  /** Number of Signalbox's issues and comments that exist there, or may exist. */
  readonly texts: number;
  /** Projects or repositories, in lower case, with items or a rollup. */
  readonly places: readonly string[];
};

/** A train with texts of Signalbox, in the train file or not. */
export type TrainUse = {
  readonly key: string;
  /** Number of its issues and comments that exist, or may exist. */
  readonly texts: number;
  /** Places of its rollup issues, in lower case: connection and project or repository, with a space between. */
  readonly places: readonly string[];
};

/**
 * The last stored train file. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds.
 */
export type TrainRegistry = {
  /**
   * Stores trains and connections, so that later commands need no train file. Deletes trains that left the file, but
   * keeps their data.
   */
  saveTrains(trains: readonly Train[], connections: readonly ConnectionRecord[]): Promise<void>;
  trains(): Promise<readonly Train[]>;
  /** The connections of the last stored train file, by key. */
  connections(): Promise<readonly ConnectionRecord[]>;
  /** The sites of all connections, also of those that left the train file, by key. */
  sites(): Promise<readonly ModelSite[]>;
  /** All connections with data in the database, by key. */
  connectionUses(): Promise<readonly ConnectionUse[]>;
  /** All trains with texts, by key; not the portfolio. */
  trainUses(): Promise<readonly TrainUse[]>;
  /**
   * Moves all data of the connection `from` to the key `to`, in one transaction; markers stay as they are in the
   * trackers. Call it `alone`, and only if `to` has no data.
   */
  renameConnection(from: string, to: string): Promise<void>;
  /** Replaces the places of the portfolio rollup over all trains. */
  savePortfolioTargets(targets: readonly RollupTarget[]): Promise<void>;
  portfolioTargets(): Promise<readonly RollupTarget[]>;
};
