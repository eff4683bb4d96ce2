import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Time (ms) after the start at which the first sync is usually complete. */
const settledMs = 15_000;

/**
 * Starting leaves 40 MB of garbage, which V8 would keep until the heap has doubled. Collects it once, in a tenth of a
 * second.
 * @returns cancels it
 */
export function collectOnce(): () => void {
  const timer = setTimeout(collect, settledMs);
  timer.unref();
  return () => clearTimeout(timer);
}

function collect(): void {
  setFlagsFromString("--expose-gc");
  // A new context has `gc`.
  runInNewContext("gc()");
}
