import { Failure } from "../domain/failure.ts";
import type { Store } from "../ports/store.ts";
import { openConfiguredStore, type StoreSettings } from "./open-store.ts";

/**
 * Opens the configured database for a demo, emptied of an earlier demo's data.
 * @throws Failure `config-invalid` when it holds connections to real trackers: a demo never touches those.
 */
export async function openDemoStore(settings: StoreSettings): Promise<Store> {
  const store = await openConfiguredStore(settings);
  const real = (await store.connections()).find(({ site }) => !isLoopback(site));
  if (real === undefined) {
    await store.reset();
    return store;
  }
  await store.close();
  throw new Failure({
    code: "config-invalid",
    what: `The database already holds the real connection ${real.key} (${real.site}); a demo would empty it.`,
    remedy: "Set SIGNALBOX_DATA to another folder for the demo (and leave DATABASE_URL unset).",
    verdict: { kind: "stop" },
  });
}

function isLoopback(site: string): boolean {
  return new URL(site).hostname === "127.0.0.1";
}
