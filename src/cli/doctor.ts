import { examine } from "../setup/doctor.ts";
import { printFindings } from "./doctor-lines.ts";
import { setUpFor } from "./doctor-set-up.ts";
import { Ended, exit } from "./failures.ts";
import type { Terminal } from "./terminal.ts";

export type DoctorFlags = { readonly config?: string; readonly json?: boolean };

/**
 * Tries everything that Signalbox needs, and prints what to mend.
 * @throws Ended with `exit.failed` if something blocks
 */
export async function runDoctor(flags: DoctorFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const findings = await examine(await setUpFor(flags, resources));
  printFindings(findings, flags, terminal);
  if (findings.some(({ outcome }) => outcome === "blocks")) throw new Ended(exit.failed);
}
