import type { Store } from "../ports/store.ts";
import { consentJson, decide } from "./consent.ts";
import { trainsNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type StopFlags = { readonly json?: boolean };

export async function runStop(
  store: Store,
  flags: StopFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const since = Date.now();
  const decided: unknown[] = [];
  for (const train of await trainsNamed(store, flags.train)) {
    const { consent, changed } = await decide(store, train.key, ({ state }) =>
      state === "stopped" ? null : { state: "stopped", since },
    );
    decided.push(consentJson(train, consent));
    if (flags.json === true) continue;
    const already = changed ? "" : " already";
    outLine(
      terminal,
      `${train.name} is stopped${already}: Signalbox writes nothing for it until \`signalbox start ${train.key}\`.`,
    );
  }
  if (flags.json === true) outJson(terminal, decided);
}
