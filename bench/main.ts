import { benchAnalyse } from "./analyse.ts";
import { benchFlood } from "./flood.ts";
import { benchForecast } from "./forecast.ts";
import { benchFootprint } from "./footprint.ts";
import { benchHindsight } from "./hindsight.ts";
import { benchInit } from "./init.ts";
import { benchIngest } from "./ingest.ts";
import { benchSync } from "./sync.ts";

/** `npm run bench -- NAME [options]`: each prints one JSON object as its last line on stdout. */
const benches: Readonly<Record<string, (argv: readonly string[]) => Promise<unknown>>> = {
  analyse: benchAnalyse,
  sync: benchSync,
  ingest: benchIngest,
  init: benchInit,
  flood: benchFlood,
  footprint: benchFootprint,
  forecast: benchForecast,
  hindsight: benchHindsight,
};

const [name = "", ...argv] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  process.stderr.write(`usage: npm run bench -- NAME [options]; NAME is one of: ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else {
  process.stdout.write(`${JSON.stringify(await bench(argv))}\n`);
}
