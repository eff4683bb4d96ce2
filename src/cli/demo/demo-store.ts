import type { Settings } from "../../../config/settings.ts";
import type { Store } from "../../ports/store.ts";
import { claimFor } from "../claim-database.ts";
import { openConfiguredStore, type StoreSettings } from "../open-store.ts";

/** The demo's database: the configured one, else a folder of its own, whatever the other commands use. */
export function demoStoreSettings({ databaseUrl, demoDataDir }: Settings): StoreSettings {
  return { databaseUrl, dataDir: demoDataDir };
}

/** How to inspect a demo's train afterwards. */
export function lookAgain({ databaseUrl, dataDir, demoDataDir }: Settings, train: string): string {
  const folder = databaseUrl === null && demoDataDir !== dataDir ? `SIGNALBOX_DATA=${demoDataDir} ` : "";
  return `The model stays: \`${folder}npm run signalbox -- report ${train}\` prints the rollup; \`conflicts ${train}\` and \`plan\` work too.`;
}

/**
 * Opens a database for a demo, and deletes the data of an earlier demo.
 * @throws Failure `config-invalid` if it holds data of real trackers, which a demo never touches
 */
export async function openDemoStore(settings: StoreSettings): Promise<Store> {
  const store = await openConfiguredStore(settings);
  try {
    await claimFor("demo", store, settings);
    await store.reset();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
