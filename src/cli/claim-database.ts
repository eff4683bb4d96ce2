import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { Purpose } from "../ports/locks.ts";
import type { Store } from "../ports/store.ts";
import type { StoreSettings } from "./open-store.ts";

/**
 * Records the purpose of an open database for good.
 * @throws Failure `config-invalid` if it has the other purpose: stand-ins and real trackers never share a database
 */
export async function claimFor(purpose: Purpose, store: Store, settings: StoreSettings): Promise<void> {
  if ((await store.claim(purpose)) === purpose) return;
  throw purpose === "real" ? holdsDemo(settings) : holdsReal(settings);
}

function holdsDemo(settings: StoreSettings): Failure {
  const again = "Signalbox finds its texts in the real trackers again.";
  return new Failure({
    code: "config-invalid",
    what: `${nameOf(settings)} holds, or once held, a demo; Signalbox never reads real trackers into it.`,
    remedy:
      settings.databaseUrl === null
        ? `Delete the folder ${resolve(settings.dataDir)}, or set SIGNALBOX_DATA to another one. ${again}`
        : `Name another database in DATABASE_URL, or drop this one and create it again. ${again}`,
    verdict: { kind: "stop" },
  });
}

function holdsReal(settings: StoreSettings): Failure {
  return new Failure({
    code: "config-invalid",
    what: `${nameOf(settings)} holds data of real trackers; a demo would empty it.`,
    remedy:
      "Leave SIGNALBOX_DATA and DATABASE_URL empty for the demo, which then uses its own folder: `SIGNALBOX_DATA= DATABASE_URL= npm run demo`.",
    verdict: { kind: "stop" },
  });
}

/** Without its address, which may hold a password. */
function nameOf({ databaseUrl, dataDir }: StoreSettings): string {
  return databaseUrl === null ? `The database in ${resolve(dataDir)}` : "The database of DATABASE_URL";
}
