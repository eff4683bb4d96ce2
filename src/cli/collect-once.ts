import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How long (ms) after the start the first round through the trackers is usually over. */
const settledMs = 15_000;

/**
 * Starting leaves 40 MB behind, which V8 would keep until the heap has doubled. They are given back once, in a tenth of a second.
 * @returns ends it before its time
 */
export function collectOnce(): () => void {
  const timer = setTimeout(collect, settledMs);
  timer.unref();
  return () => clearTimeout(timer);
}

function collect(): void {
  setFlagsFromString("--expose-gc");
  // A context that begins now has it.
  runInNewContext("gc()");
}
