import { setImmediate } from "node:timers/promises";
import type { Pause } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import type { EvaluateContext } from "../reporting/evaluate-train.ts";
import { TrainViews } from "../reporting/train-views.ts";

/** After this time (ms) an evaluation lets other work run. */
const sliceMs = 10;

export function createPause(): Pause {
  let since = performance.now();
  const rest = async () => {
    // The first one may run in the same turn of the event loop, before timers and sockets.
    await setImmediate();
    await setImmediate();
    since = performance.now();
  };
  return () => (performance.now() - since < sliceMs ? null : rest());
}

/** For a command, which evaluates once. */
export function evaluating(store: Store): EvaluateContext & { readonly store: Store } {
  return { store, views: new TrainViews(createPause()) };
}
