import { resolve } from "node:path";
import type { Settings } from "../../config/settings.ts";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { Store } from "../ports/store.ts";
import { embeddedDatabaseExists } from "../store/embedded-files.ts";
import { compileEngine } from "../store/engine-compiling.ts";
import { openStore } from "../store/open.ts";

export type StoreSettings = Pick<Settings, "databaseUrl" | "dataDir">;

/** PostgreSQL if `DATABASE_URL` is set, else the embedded database in the data directory. */
export async function openConfiguredStore({ databaseUrl, dataDir }: StoreSettings): Promise<Store> {
  const store = await openStore({ databaseUrl, dataDir });
  compileEngine("again");
  return store;
}

/**
 * Runs work that needs only the store, and closes the store.
 * @throws Failure `config-invalid` if the embedded database does not exist: a query does not create one
 */
export async function withConfiguredStore(work: (store: Store) => Promise<void>): Promise<void> {
  const settings = readSettings(readEnvironment(process.cwd()));
  if (settings.databaseUrl === null && !(await embeddedDatabaseExists(settings.dataDir))) throw noDatabase(settings);
  await usingStore(settings, work);
}

/** Opens the store, creates it if necessary, and closes it after the work. */
export async function usingStore(settings: StoreSettings, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openConfiguredStore(settings);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

function noDatabase({ dataDir }: StoreSettings): Failure {
  return new Failure({
    code: "config-invalid",
    what: `There is no Signalbox database in ${resolve(dataDir)}.`,
    remedy: "Set SIGNALBOX_DATA to its folder, or run `signalbox sync` to create one.",
    verdict: { kind: "stop" },
  });
}

/**
 * The train with this key, as of the last sync; without a key, the only train.
 * @throws Failure `config-invalid` with the existing trains
 */
export async function trainNamed(store: Store, key: string | undefined): Promise<Train> {
  const trains = await store.trains();
  const [train, ...others] = trains.filter((candidate) => candidate.key === (key ?? candidate.key));
  if (key !== undefined && train === undefined) throw noTrain(`There is no train "${key}" in the database.`, trains);
  if (train === undefined) throw noTrain("There is no train in the database yet.", trains);
  if (others.length > 0) throw noTrain("There are several trains in the database; name one.", trains);
  return train;
}

/** The named train, or all of them. @throws Failure `config-invalid` if there is none */
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
        ? "Run `signalbox sync` first; a demo keeps its trains in its own folder (SIGNALBOX_DATA=.signalbox-demo)."
        : `It holds: ${known}.`,
    verdict: { kind: "stop" },
  });
}
