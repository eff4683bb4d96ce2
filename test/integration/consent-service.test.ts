import { afterEach, expect, test } from "vitest";
import { toServeSettings } from "../../config/serve-schema.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { createHttpCourier } from "../../sandbox/webhooks/http-courier.ts";
import { connectionRecord, createConnectors, realRuntime } from "../../src/cli/compose.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { startService } from "../../src/cli/serve-process.ts";
import { openStoreForJobs } from "../../src/store/open.ts";
import { smallData, smallTrains } from "../support/small-train.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const patience = { timeout: 60_000, interval: 50 };
const silent = () => undefined;
const log = { info: silent, warn: silent, error: silent };

let resources = new AsyncDisposableStack();
afterEach(async () => {
  await resources.disposeAsync();
  resources = new AsyncDisposableStack();
});

/** A service on the small train's trackers, which call it, and what a person does in them. */
async function start() {
  const courier = createHttpCourier({ clock: Date.now });
  const sandbox = await startSandbox({ data: smallData, port: 0, clock: Date.now, searchLagMs: 0, courier });
  resources.defer(() => sandbox.close());
  resources.defer(() => courier.close());
  const provided = sandbox.connections;
  const { connections, trains } = parseTrainFile(smallTrains, { file: "small", env: {}, provided });
  const opened = await openStoreForJobs({ databaseUrl: null, dataDir: "memory://" });
  const { store } = opened;
  resources.defer(() => store.close());
  const records = connections.map(connectionRecord);
  const place = {
    saveTrains: () => store.saveTrains(trains, records),
    serve: toServeSettings(),
    trains,
    connectors: createConnectors(connections, trains, realRuntime(log)),
    channels: new Map(),
    render: renderOf(records),
    clock: Date.now,
    log,
  };
  const service = await startService({ place, opened, host: "127.0.0.1", port: 0 });
  resources.defer(() => service.stop());
  const url = `http://127.0.0.1:${service.port}/webhooks`;
  sandbox.jira.get("acme")?.hooks.register({ url: `${url}/acme` });
  sandbox.github.hooks.register({ repository: "acme/trains", url: `${url}/hub` });
  return { store, hands: new TrackerHands(sandbox) };
}

test.each([
  ["jira", "PMO"],
  ["github", "acme/trains"],
])("a box that a person ticks in %s is heeded at once, long before the regular turn", async (_, place) => {
  const { store, hands } = await start();
  const rollup = async () => {
    const found = (await store.publications("small")).find((one) => one.kind === "rollup" && one.place === place);
    return { key: found?.remoteKey ?? "" };
  };
  const proposal = async () => {
    const { key } = await rollup();
    return key === "" ? "" : hands.body({ key });
  };
  await expect.poll(proposal, patience).toContain("comment also on the 1 conflict that stands already: 1 comment");
  expect(hands.written({ key: "PAY-1" })).toEqual([]);
  hands.tick(await rollup(), "start-with-standing");
  await expect.poll(() => hands.written({ key: "PAY-1" }), patience).toHaveLength(1);
  await expect.poll(proposal, patience).not.toContain("signalbox start small");
  expect(await store.consent("small")).toMatchObject({ state: "started", withStanding: true });
});
