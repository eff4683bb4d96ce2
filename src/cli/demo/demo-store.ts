import type { Settings } from "../../../config/settings.ts";
import type { Store } from "../../ports/store.ts";
import { claimFor } from "../claim.ts";
import { openConfiguredStore, type StoreSettings } from "../open-store.ts";

/** Where a demo keeps its model: where it is told to, else in a folder of its own, whatever the other commands use. */
export function demoStoreSettings({ databaseUrl, demoDataDir }: Settings): StoreSettings {
  return { databaseUrl, dataDir: demoDataDir };
}

/** How to look at a train of a demo afterwards. */
export function lookAgain({ databaseUrl, dataDir, demoDataDir }: Settings, train: string): string {
  const folder = databaseUrl === null && demoDataDir !== dataDir ? `SIGNALBOX_DATA=${demoDataDir} ` : "";
  return `Its model stays: \`${folder}npm run signalbox -- report ${train}\` prints the rollup; so do \`conflicts ${train}\` and \`plan\` what they are named for.`;
}

/**
 * Opens a database for a demo, emptied of an earlier demo's data.
 * @throws Failure `config-invalid` when it is used for real trackers: a demo never touches those.
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
