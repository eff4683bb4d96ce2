import { generateDemo } from "../../../sandbox/demo-data/generate.ts";
import { planFaults } from "../../../sandbox/faults/plan.ts";
import { loadSandboxData } from "../../../sandbox/load.ts";
import { startSandbox } from "../../../sandbox/server.ts";
import type { Connection } from "../../ports/connection.ts";
import type { SandboxFlags } from "../demo-flags.ts";
import { readFaultPlan } from "./fault-plan.ts";
import { initCommandsFor, rehearsalOf, writeRehearsal } from "./rehearsal.ts";
import { untilStopped } from "../signals.ts";
import { standInSender } from "./stand-in-webhooks.ts";
import { errLine, outJson, outLine, type Terminal } from "../terminal.ts";

export async function runSandbox(flags: SandboxFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const plan = await readFaultPlan(flags.faults);
  const data =
    flags.data === undefined
      ? generateDemo({ seed: flags.seed, now: Date.now(), trains: ["payments"] })
      : await loadSandboxData(flags.data, flags.writeConfig !== undefined);
  for (const problem of data.problems) errLine(terminal, `skipped ${problem}`);
  const sandbox = await startSandbox({
    data,
    jira: flags.jira,
    github: flags.github,
    port: flags.port ?? 0,
    clock: Date.now,
    searchLagMs: 2000,
    faults: planFaults(plan, flags.seed),
    webhookSender: standInSender(plan, flags.seed, resources),
  });
  resources.defer(() => sandbox.close());
  if (flags.writeConfig !== undefined) {
    const rehearsal = rehearsalOf(data.trainFile, sandbox.connections);
    for (const path of await writeRehearsal(flags.writeConfig, rehearsal)) errLine(terminal, `Wrote ${path}`);
  }
  if (flags.json === true) outJson(terminal, { url: sandbox.url, connections: sandbox.connections });
  else {
    outLine(terminal, `Listening on ${sandbox.url}/ (Ctrl-C stops it)`);
    if (flags.writeConfig === undefined) outLine(terminal, hint(sandbox.connections));
  }
  await untilStopped();
}

function hint(connections: readonly Connection[]): string {
  const lines = initCommandsFor(connections).map((command) => `  ${command}`);
  return ["To propose a train file for these stand-ins, run in a second terminal:", ...lines].join("\n");
}
