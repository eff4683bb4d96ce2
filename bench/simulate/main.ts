import { readOptions } from "./options.ts";
import { huntPlanted } from "./hunt-planted.ts";
import { playSeeds } from "./play-seeds.ts";

/*
 * `npm run simulate -- [--seeds N] [--from S] [--steps M] [--unending] [--jira data-center] [--github enterprise-server]
 * [--planted [--only NAME]]`: plays N random histories and prints one JSON object as its last line. Exits with 1 if one failed, and says from which step on; with
 * `--planted` plays each planted defect until a seed finds it, and exits with 1 if it finds too few.
 */
const options = readOptions(process.argv.slice(2));
const { result, ok } = await (options.planted ? huntPlanted(options) : playSeeds(options));
process.stdout.write(`${JSON.stringify(result)}\n`);
if (!ok) process.exitCode = 1;
