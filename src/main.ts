#!/usr/bin/env node
import { run } from "./cli/program.ts";

// `signalbox plan | head`: whoever reads has enough, and the command still ends in order.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv.slice(2));
