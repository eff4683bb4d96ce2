import { parseArgs } from "node:util";
import { describeStays } from "../src/domain/forecast/slip-rates.ts";
import type { SprintStay } from "../src/domain/forecast/sprint-stay.ts";
import { iterationAt, type Train } from "../src/domain/model/train.ts";
import { conflictsIn } from "./past-conflicts.ts";
import { slipRecord, slipTable, type SlipRecord } from "./past-slips.ts";
import { staysIn } from "./past-stays.ts";
import { endOf, instantOfDay } from "./past-teams.ts";
import { readPast } from "./past.ts";
import { dayOf, rounded } from "./printed.ts";
import { ruleRecords, ruleTable, type RuleRecord } from "./rule-records.ts";

export type HindsightBench = {
  readonly from: string;
  readonly to: string;
  readonly rules: readonly RuleRecord[];
  readonly slips: SlipRecord;
  readonly cpuSeconds: number;
};

const usage = "usage: npm run bench -- hindsight --data DIR [--from yyyy-mm-dd] [--to yyyy-mm-dd]";

/**
 * Walks through an export's past: what would have been written, and was it right? The conflicts that each rule would have
 * reported, day by day; and for each stay of an item in a sprint, the probability at its beginning that the item is still
 * open at the sprint's planned end. All with what was known then.
 */
export async function benchHindsight(argv: readonly string[]): Promise<HindsightBench> {
  const options = { data: { type: "string" }, from: { type: "string" }, to: { type: "string" } } as const;
  const { values } = parseArgs({ args: [...argv], options });
  if (values.data === undefined) throw new Error(usage);
  const past = await readPast(values.data);
  const { train } = past;
  const end = values.to === undefined ? endOf(past) : Math.min(endOf(past), instantOfDay(values.to));
  const stays = staysIn(past).filter(({ from: begun }) => begun < end);
  const first = stays.reduce((least, { from: begun }) => Math.min(least, begun), end);
  const from = values.from === undefined ? first : instantOfDay(values.from);
  const conflicts = conflictsIn(past, end).filter(({ openedAt }) => openedAt >= from);
  const teamIterations = countTeamIterations(
    stays.filter((stay) => stay.from >= from),
    train,
  );
  const result: HindsightBench = {
    from: dayOf(from),
    to: dayOf(end),
    rules: ruleRecords(conflicts, { train, end, teamIterations }),
    slips: slipRecord(describeStays(stays), { from, end }),
    cpuSeconds: rounded(process.cpuUsage().user / 1e6, 1),
  };
  const lines = ["rules", ...ruleTable(result.rules), "slips", ...slipTable(result.slips), ""];
  process.stderr.write(lines.join("\n"));
  return result;
}

/** Pairs of a team and an iteration in which it had an item in a sprint. */
function countTeamIterations(stays: readonly SprintStay[], train: Train): number {
  const pairs = stays.flatMap(({ team, from }) => {
    const iteration = iterationAt(train, from);
    return iteration === null ? [] : [`${team} ${iteration.ordinal}`];
  });
  return new Set(pairs).size;
}
