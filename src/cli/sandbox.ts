import type { Command } from "commander";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { planFaults } from "../../sandbox/faults/plan.ts";
import { loadSandboxData } from "../../sandbox/load.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { readFaultPlan } from "./fault-plan.ts";
import { faultsOption, jsonOption, portOption, seedOption } from "./options.ts";
import { rehearsalOf, writeRehearsal } from "./rehearsal.ts";
import { untilStopped } from "./signals.ts";
import { standInCourier } from "./stand-in-webhooks.ts";
import { errLine, outJson, outLine, type Terminal } from "./terminal.ts";

type Flags = {
  readonly data?: string;
  readonly port?: number;
  readonly seed: number;
  readonly faults?: string;
  readonly writeConfig?: string;
  readonly json?: boolean;
};

export function addSandbox(program: Command, terminal: Terminal): void {
  program
    .command("sandbox")
    .description("serve stand-ins for Jira and GitHub on loopback until stopped")
    .option("--data <folder>", "the export to serve instead of a generated train")
    .addOption(portOption())
    .addOption(seedOption())
    .addOption(faultsOption())
    .option("--write-config <file>", "write a train file, and .env, for what is served: to rehearse the real commands")
    .addOption(jsonOption())
    .action(async (flags: Flags) => {
      await using resources = new AsyncDisposableStack();
      const plan = await readFaultPlan(flags.faults);
      const data =
        flags.data === undefined
          ? generateDemo({ seed: flags.seed, now: Date.now() })
          : await loadSandboxData(flags.data);
      for (const problem of data.problems) errLine(terminal, `skipped ${problem}`);
      const sandbox = await startSandbox({
        data,
        port: flags.port ?? 0,
        clock: Date.now,
        searchLagMs: 2000,
        faults: planFaults(plan, flags.seed),
        courier: standInCourier(plan, flags.seed, resources),
      });
      resources.defer(() => sandbox.close());
      if (flags.writeConfig !== undefined) {
        const rehearsal = rehearsalOf(data.trainFile, sandbox.connections);
        for (const path of await writeRehearsal(flags.writeConfig, rehearsal)) errLine(terminal, `Wrote ${path}`);
      }
      if (flags.json === true) outJson(terminal, { url: sandbox.url, connections: sandbox.connections });
      else outLine(terminal, `Listening on ${sandbox.url}/ (Ctrl-C ends it)`);
      await untilStopped();
    });
}
