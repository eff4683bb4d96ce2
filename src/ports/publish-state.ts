import type { StreamFailure } from "../domain/model/model.ts";

/** How one connection stands for a train after a run. Instants in epoch milliseconds. */
export type PublishOutcome = {
  readonly connection: string;
  readonly at: number;
  /** Whether all says there what it should: written or unchanged, nothing refused, nothing that waits for a tracker. */
  readonly asItShould: boolean;
  /** Texts that wait, by reason. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Texts the tracker refuses. */
  readonly refused: number;
  readonly failure: Pick<StreamFailure, "code" | "text"> | null;
};

/** How one connection stands for a train, from run to run. */
export type PublishState = Pick<PublishOutcome, "connection" | "at" | "waiting" | "refused"> & {
  readonly train: string;
  /** The first run there was. */
  readonly firstAt: number;
  /** The last run after which all was as it should; null for none. */
  readonly publishedAt: number | null;
  /** Texts whose marks a person removed. */
  readonly held: number;
  /** `at`: since when it fails this way. */
  readonly failure: StreamFailure | null;
};
