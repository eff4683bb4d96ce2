import type { StreamFailure, StreamState } from "../domain/model/model.ts";

/** How far each stream was read. All methods throw `Failure` (`database-…`, `disk-full`). Instants in epoch milliseconds. */
export type StreamLedger = {
  stream(connection: string, stream: string): Promise<StreamState | null>;
  saveStream(state: StreamState): Promise<void>;
  /** Notes why the last run failed; what was read before stands. */
  streamFailed(connection: string, stream: string, failure: StreamFailure): Promise<void>;
  /** Of all connections, with the rows of sweeps (`sweepStream`), by connection and name. */
  streams(): Promise<readonly StreamState[]>;
  /**
   * Forgets the streams of a connection that it has no more, so that they do not look forgotten by us.
   * @returns those among them whose last run had failed
   */
  keepStreams(connection: string, names: readonly string[]): Promise<readonly string[]>;
};
