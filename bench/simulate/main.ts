import { readOptions } from "./options.ts";
import { huntPlanted } from "./hunt-planted.ts";
import { playSeeds } from "./play-seeds.ts";

/*
 * `npm run simulate -- [--seeds N] [--from S] [--steps M] [--unending] [--planted [--only NAME]]`: plays N random
 * histories and prints one JSON object as its last line. Exits 1 where one of them failed, and says from which step on;
 * with `--planted` plays each planted defect until a seed sees it, and exits 1 where too few are found.
 */
const options = readOptions(process.argv.slice(2));
const { result, ok } = await (options.planted ? huntPlanted(options) : playSeeds(options));
process.stdout.write(`${JSON.stringify(result)}\n`);
if (!ok) process.exitCode = 1;
