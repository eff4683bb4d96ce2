import { setFlagsFromString } from "node:v8";

const once = ["--liftoff-only", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];
const again = ["--no-liftoff-only", "--wasm-tier-up", "--wasm-dynamic-tiering"];

/**
 * Sets whether V8 compiles the embedded engine's functions a second time, optimised, once they are hot. It holds for the
 * functions that V8 compiles from now on. One function of 105 kB, which runs in every statement, is hot after a few
 * statements whatever the budget, and V8 takes up to 600 MB and a third of a second for it. A command therefore starts
 * the engine with `once`; statements on many rows take 7 to 15% longer afterwards.
 */
export function compileEngine(times: "once" | "again"): void {
  for (const flag of times === "once" ? once : again) setFlagsFromString(flag);
}
