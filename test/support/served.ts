import { createHttpCourier, type HttpCourier } from "../../sandbox/webhooks/http-courier.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { toServeSettings } from "../../config/serve-schema.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { connectionRecord, createConnectors, realRuntime, renderOf } from "../../src/cli/compose.ts";
import { createLog } from "../../src/cli/log.ts";
import { startService, type Service } from "../../src/cli/service.ts";
import type { Connector } from "../../src/ports/connector.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStoreForJobs } from "../../src/store/open.ts";
import { smallData, smallInstant, smallTrains } from "./small-train.ts";

/** The small train's trackers with webhooks carried over loopback, and the service that `serve` runs, in this process. */
export type Served = {
  readonly sandbox: Sandbox;
  readonly courier: HttpCourier;
  readonly store: Store;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly service: Service;
  readonly url: string;
  /** The log's lines so far, at level trace. */
  readonly lines: readonly string[];
};

const hourMs = 3_600_000;

/** Polls an hour apart: what happens earlier is the webhooks' doing. All of it ends with `resources`. */
export async function startServed(resources: AsyncDisposableStack): Promise<Served> {
  const startedAt = Date.now();
  const clock = () => Date.parse(smallInstant) + Date.now() - startedAt;
  const courier = createHttpCourier({ clock });
  resources.defer(() => courier.close());
  const sandbox = await startSandbox({ data: smallData, port: 0, clock, searchLagMs: 0, courier });
  resources.defer(() => sandbox.close());
  const lines: string[] = [];
  const log = createLog("trace", { write: (line) => void lines.push(line) });
  const provided = sandbox.connections;
  const { connections, trains } = parseTrainFile(smallTrains, { file: "signalbox.yaml", env: {}, provided });
  const opened = await openStoreForJobs({ databaseUrl: null, dataDir: "memory://" });
  const { store } = opened;
  resources.defer(() => store.close());
  const connectors = createConnectors(connections, trains, { ...realRuntime(log), clock });
  const records = connections.map(connectionRecord);
  const place = {
    saveTrains: () => store.saveTrains(trains, records),
    serve: { ...toServeSettings(), pollMs: hourMs, structureMs: 2 * hourMs },
    trains,
    connectors,
    render: renderOf(records),
    clock,
    log,
  };
  const service = await startService({ place, opened, host: "127.0.0.1", port: 0 });
  resources.defer(() => service.stop());
  return { sandbox, courier, store, connectors, service, url: `http://127.0.0.1:${service.port}`, lines };
}

/** Whatever a line of the log must never hold. */
export function secretsOf({ jira, github }: Sandbox): readonly string[] {
  const sites = [...jira.values()].flatMap(({ account: { email, token }, webhookSecret }) => [
    token,
    webhookSecret,
    btoa(`${email}:${token}`),
  ]);
  return [...sites, github.token, github.webhookSecret];
}
