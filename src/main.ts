#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { endAsFirstProcess } from "./cli/signals.ts";

endAsFirstProcess();

// Node keeps the code that it compiled: the next start takes a fifth less. Only a user who could change the program
// can write in node_modules; if this process cannot, Node compiles at each start.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/signalbox/compiled", import.meta.url)));

// `signalbox plan | head`: `head` stops reading, and the command still runs to its end. It does so on a full disk as well,
// because it may be writing into a tracker.
let isCut = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" || isCut) return;
  isCut = true;
  // It may also be reported after the command ended.
  process.exitCode ||= 1;
  process.stderr.write(`signalbox: The output cannot be written: ${error.message}.\n`);
});
process.stderr.on("error", () => undefined);

const { compileEngine } = await import("./store/engine-compiling.ts");
compileEngine("once");
const { run } = await import("./cli/program.ts");
const code = await run(process.argv.slice(2));
process.exitCode = isCut ? Math.max(code, 1) : code;
