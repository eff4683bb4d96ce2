import type { Settings } from "../../config/settings.ts";
import type { OpenedApp } from "./wiring.ts";

/** What the service started with; contains no secrets, not even the address of the database. */
export type Started = Pick<OpenedApp, "connectors" | "trains" | "serve"> & {
  readonly version: string;
  /** The train file. */
  readonly file: string;
  readonly settings: Pick<Settings, "databaseUrl" | "dataDir">;
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
  /** Address for operators. */
  readonly admin: { readonly host: string; readonly port: number };
};

/** The fields of a service's first log line. */
export function startedShown({ version, file, settings, serve, ...started }: Started) {
  const { connectors, trains, host, port, admin } = started;
  return {
    version,
    config: file,
    database: settings.databaseUrl === null ? `embedded in ${settings.dataDir}` : "PostgreSQL",
    connections: [...connectors.keys()],
    trains: trains.map(({ key }) => key),
    seconds: {
      poll: serve.pollMs / 1000,
      structure: serve.structureMs / 1000,
      whole: serve.wholeMs / 1000,
      recompute: serve.recomputeMs / 1000,
    },
    host,
    port,
    admin: `${admin.host}:${admin.port}`,
  };
}
