import type { Command } from "commander";
import { openRows } from "../reporting/open-rows.ts";
import { counted } from "../reporting/verdict-words.ts";
import { evaluateStored } from "../reporting/publish.ts";
import { atOption, jsonOption } from "./options.ts";
import { trainNamed, withStore } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

type Flags = { readonly at?: number; readonly json?: boolean };

export function addConflicts(program: Command, terminal: Terminal): void {
  program
    .command("conflicts <train>")
    .description("list a train's open dependency conflicts, from the stored model")
    .addOption(atOption())
    .addOption(jsonOption())
    .action((key: string, flags: Flags) =>
      withStore(async (store) => {
        const train = await trainNamed(store, key);
        const evaluation = await evaluateStored(store, train, flags.at ?? Date.now());
        const rows = openRows(evaluation);
        if (flags.json === true) return outJson(terminal, rows);
        for (const row of rows) outLine(terminal, `${row.severity.padEnd(8)} ${row.says}\n         fix: ${row.fix}`);
        outLine(terminal, rows.length === 0 ? "No open conflicts." : `${counted(rows.length, "open conflict")}.`);
      }),
    );
}
