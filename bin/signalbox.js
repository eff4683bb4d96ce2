#!/usr/bin/env node
// Plain JavaScript: an older Node cannot read src/main.ts, and would say no more than ERR_UNKNOWN_FILE_EXTENSION.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** As `engines` in package.json says. */
const needed = 24;

/** Keep garbage collection from delaying calls, as the scripts of package.json do. */
const options = ["--max-semi-space-size=16", "--heap-growing-percent=100", "--no-allocation-site-pretenuring"];

/** The sources in a checkout; in the package, which has none, what `npm run build` made of them. */
const source = new URL("../src/main.ts", import.meta.url);
const program = existsSync(source) ? source : new URL("../dist/src/main.js", import.meta.url);

const { argv, env, execArgv, execPath } = process;
if (Number.parseInt(process.versions.node, 10) < needed) {
  process.stderr.write(
    `signalbox: Node ${needed} or later is required; this is Node ${process.versions.node}.\n` +
      `  Install Node ${needed}; in a checkout, \`npm run signalbox -- …\` uses its own.\n`,
  );
  process.exitCode = 2;
} else if (process.platform === "win32" || process.execve === undefined) {
  // Windows cannot replace a process, and the options only save time.
  await import(program.href);
} else {
  process.execve(execPath, [execPath, ...execArgv, ...options, fileURLToPath(program), ...argv.slice(2)], env);
}
