import type { Settings } from "../../config/settings.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/train.ts";
import type { Store } from "../ports/store.ts";
import { openStore } from "../store/open.ts";

export type StoreSettings = Pick<Settings, "databaseUrl" | "dataDir">;

/** PostgreSQL where `DATABASE_URL` is set, else the embedded one in the data directory. */
export function openConfiguredStore({ databaseUrl, dataDir }: StoreSettings): Promise<Store> {
  return openStore({ databaseUrl, dataDir });
}

/** Runs a command that needs only the store, and closes it. */
export async function withStore(command: (store: Store) => Promise<void>): Promise<void> {
  const store = await openConfiguredStore(readSettings(readEnvironment(process.cwd())));
  try {
    await command(store);
  } finally {
    await store.close();
  }
}

/**
 * The train with this key, as stored by the last sync.
 * @throws Failure `config-invalid` that names the trains there are.
 */
export async function trainNamed(store: Store, key: string): Promise<Train> {
  const trains = await store.trains();
  const train = trains.find((candidate) => candidate.key === key);
  if (train !== undefined) return train;
  throw noTrain(`There is no train "${key}" in the database.`, trains);
}

/**
 * The named train, or all of them.
 * @throws Failure `config-invalid` where there is none.
 */
export async function trainsNamed(store: Store, key: string | undefined): Promise<readonly Train[]> {
  if (key !== undefined) return [await trainNamed(store, key)];
  const trains = await store.trains();
  if (trains.length === 0) throw noTrain("There is no train in the database yet.", trains);
  return trains;
}

function noTrain(what: string, trains: readonly Train[]): Failure {
  const known = trains.map(({ key }) => key).join(", ");
  return new Failure({
    code: "config-invalid",
    what,
    remedy:
      known === ""
        ? "Run `signalbox sync` first; the trains of a demo are in a folder of its own (SIGNALBOX_DATA=.signalbox-demo)."
        : `It holds: ${known}.`,
    verdict: { kind: "stop" },
  });
}
