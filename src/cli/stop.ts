import type { Command } from "commander";
import { consentJson, decide } from "./consent.ts";
import { trainsNamed, withStore } from "./open-store.ts";
import { jsonOption } from "./options.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export function addStop(program: Command, terminal: Terminal): void {
  program
    .command("stop [train]")
    .description("write nothing at all for a train, or for any, until start: also while serve runs")
    .addOption(jsonOption())
    .action((key: string | undefined, flags: { readonly json?: boolean }) =>
      withStore(async (store) => {
        const since = Date.now();
        const decided: unknown[] = [];
        for (const train of await trainsNamed(store, key)) {
          const { consent, changed } = await decide(store, train.key, ({ state }) =>
            state === "stopped" ? null : { state: "stopped", since },
          );
          decided.push(consentJson(train, consent));
          if (flags.json === true) continue;
          outLine(
            terminal,
            `${train.name} is stopped${changed ? "" : " already"}: nothing is written for it until \`signalbox start ${train.key}\`.`,
          );
        }
        if (flags.json === true) outJson(terminal, decided);
      }),
    );
}
