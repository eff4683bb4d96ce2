import { withoutWrites } from "./first-findings.ts";
import { syncAndEvaluate, trainLines, trainJson } from "./sync.ts";
import { throwAll } from "./sync-and-publish.ts";
import { outLine, type Terminal } from "./terminal.ts";
import { openApp } from "./wiring.ts";

/**
 * The first sync with a new train file: prints what each team owns, the first findings, and what to do next.
 * @returns the findings, for `--json`
 */
export async function firstSync(file: string, isQuiet: boolean, terminal: Terminal): Promise<object> {
  await using resources = new AsyncDisposableStack();
  const app = await openApp({ config: file }, terminal, resources);
  const { synced, failures, faults, evaluations } = await syncAndEvaluate(app, false, terminal);
  const findings = await withoutWrites(app, evaluations);
  if (!isQuiet) {
    const lines = [
      ...evaluations.flatMap(trainLines),
      ...faults.map((fault) => `warning: ${fault}`),
      ...findings.lines,
    ];
    for (const line of ["", ...lines]) outLine(terminal, line);
  }
  throwAll([...failures, ...synced.flatMap(({ refused }) => refused ?? [])]);
  return { trains: evaluations.map(trainJson), faults, conflicts: findings.conflicts };
}
