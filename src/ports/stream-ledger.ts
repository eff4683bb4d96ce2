import type { StreamFailure, StreamState } from "../domain/model/model.ts";

/** How far each stream was read. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type StreamLedger = {
  stream(connection: string, stream: string): Promise<StreamState | null>;
  saveStream(state: StreamState): Promise<void>;
  /** Stores why the last run failed; keeps the watermark. */
  streamFailed(connection: string, stream: string, failure: StreamFailure): Promise<void>;
  /** Of all connections, including the rows of sweeps (`sweepStream`); sorted by connection and name. */
  streams(): Promise<readonly StreamState[]>;
  /**
   * Deletes the connection's streams that are not in `names`, so that they do not look stale.
   * @returns the deleted streams whose last run had failed
   */
  keepStreams(connection: string, names: readonly string[]): Promise<readonly string[]>;
};
