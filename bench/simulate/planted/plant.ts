import type { Train } from "../../../src/domain/model/train.ts";
import type { Connector } from "../../../src/ports/connector.ts";
import type { JobQueue } from "../../../src/ports/jobs.ts";
import type { Clock } from "../../../src/ports/runtime.ts";
import type { Store } from "../../../src/ports/store.ts";
import type { Render } from "../../../src/reporting/draft.ts";

/** A defect between a process and its environment: it receives each interface and returns the one that the process sees. */
export type Plant = {
  readonly connector: (connector: Connector) => Connector;
  readonly store: (store: Store, clock: Clock) => Store;
  readonly queue: (queue: JobQueue) => JobQueue;
  readonly clock: (clock: Clock) => Clock;
  readonly trains: (trains: readonly Train[]) => readonly Train[];
  /** Each outgoing request. */
  readonly send: (init: RequestInit) => RequestInit;
  readonly render: (render: Render) => Render;
};

/** No defect. */
export const sound: Plant = {
  connector: (connector) => connector,
  store: (store) => store,
  queue: (queue) => queue,
  clock: (clock) => clock,
  trains: (trains) => trains,
  send: (init) => init,
  render: (render) => render,
};
