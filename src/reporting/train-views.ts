import type { Model } from "../domain/model/model.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { TrainState } from "../domain/model/train-state.ts";
import type { Train } from "../domain/model/train.ts";
import type { Pause } from "../ports/runtime.ts";
import { inTurns } from "./in-turns.ts";

type Kept = { readonly train: string; readonly state: TrainState };

/**
 * The views of trains in one process. It keeps results between two views, so that the second one costs only the
 * changes. A long view lets other work run.
 */
export class TrainViews {
  /** Called in the middle of a long view, and of its consumers. */
  readonly pause: Pause;
  readonly #kept = new Map<Train["key"], Kept>();
  /** The last requested view, by train: each continues from the one before. */
  readonly #looks = new Map<Train["key"], Promise<unknown>>();

  constructor(pause: Pause) {
    this.pause = pause;
  }

  /** @param at epoch milliseconds @param use ends before the next view; other work may run between two of its steps */
  look<T>({ train, model, at }: Look, use: (view: TrainView) => Generator<void, T>): Promise<T> {
    const before = this.#looks.get(train.key) ?? Promise.resolve();
    const look = before.then(async () => inTurns(use(await this.#follow({ train, model, at })), this.pause));
    this.#looks.set(
      train.key,
      look.catch(() => undefined),
    );
    return look;
  }

  async #follow({ train, model, at }: Look): Promise<TrainView> {
    const state = this.#stateFor(train, model);
    // A view that failed halfway is unusable.
    this.#kept.delete(train.key);
    const view = await inTurns(state.follow(model, at), this.pause);
    this.#kept.set(train.key, { train: JSON.stringify(train), state });
    await this.pause();
    return view;
  }

  /** A changed train in the train file invalidates all results. */
  #stateFor(train: Train, model: Model): TrainState {
    const kept = this.#kept.get(train.key);
    const isKept = kept?.train === JSON.stringify(train) && kept.state.isFor(model);
    return isKept ? kept.state : new TrainState(train, model);
  }
}

type Look = { readonly train: Train; readonly model: Model; readonly at: number };
