#!/usr/bin/env node
// Plain JavaScript: an older Node cannot read src/main.ts, and would say no more than ERR_UNKNOWN_FILE_EXTENSION.

/** As `engines` in package.json says. */
const needed = 24;

if (Number.parseInt(process.versions.node, 10) >= needed) {
  await import("../src/main.ts");
} else {
  process.stderr.write(
    `signalbox: Node ${needed} or later is required; this is Node ${process.versions.node}.\n` +
      `  Install Node ${needed}; in a checkout, \`npm run signalbox -- …\` uses its own.\n`,
  );
  process.exitCode = 2;
}
