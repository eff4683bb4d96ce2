#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Node keeps the code that it compiled: the next start takes a fifth less. Only a user who could change the program
// can write in node_modules; if this process cannot, Node compiles at each start.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/signalbox/compiled", import.meta.url)));

// `signalbox plan | head`: whoever reads has enough, and the command still ends in order.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const { run } = await import("./cli/program.ts");
process.exitCode = await run(process.argv.slice(2));
