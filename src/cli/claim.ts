import { resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { Purpose } from "../ports/locks.ts";
import type { Store } from "../ports/store.ts";
import type { StoreSettings } from "./open-store.ts";

/**
 * Says what an open database is used for, once and for all.
 * @throws Failure `config-invalid` where it is for the other: stand-ins and real trackers never share one
 */
export async function claimFor(purpose: Purpose, store: Store, settings: StoreSettings): Promise<void> {
  if ((await store.claim(purpose)) === purpose) return;
  throw purpose === "real" ? holdsDemo(settings) : holdsReal(settings);
}

function holdsDemo(settings: StoreSettings): Failure {
  const again = "What stands in real trackers is found again.";
  return new Failure({
    code: "config-invalid",
    what: `${nameOf(settings)} holds, or once held, a demo: real trackers are never read into it.`,
    remedy:
      settings.databaseUrl === null
        ? `Delete the folder ${resolve(settings.dataDir)}, or set SIGNALBOX_DATA to another one. ${again}`
        : `Name another database in DATABASE_URL, or drop this one and create it anew. ${again}`,
    verdict: { kind: "stop" },
  });
}

function holdsReal(settings: StoreSettings): Failure {
  return new Failure({
    code: "config-invalid",
    what: `${nameOf(settings)} is used for real trackers; a demo would empty it.`,
    remedy:
      "Leave SIGNALBOX_DATA and DATABASE_URL empty for the demo, which then has a folder of its own: `SIGNALBOX_DATA= DATABASE_URL= npm run demo`.",
    verdict: { kind: "stop" },
  });
}

/** Without its address, which may hold a password. */
function nameOf({ databaseUrl, dataDir }: StoreSettings): string {
  return databaseUrl === null ? `The database in ${resolve(dataDir)}` : "The database of DATABASE_URL";
}
