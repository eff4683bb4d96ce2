import { expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { connectionRecord, createConnectors, realRuntime } from "../../src/cli/compose.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import { openStore } from "../../src/store/open.ts";
import { auditSteps, emptyAudit } from "../domain/step-audit.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

test.for([1, 2, 3])(
  "every step proposed on demo %i, as read from its trackers, ends its conflict and opens none",
  async (seed, { annotate }) => {
    await using ending = new AsyncDisposableStack();
    const data = generateDemo({ seed, now });
    const sandbox = await startSandbox({ data, port: 0, clock: () => now, searchLagMs: 0 });
    ending.defer(() => sandbox.close());
    const { connections, trains } = parseTrainFile(data.trainFile, {
      file: "signalbox.yaml",
      env: {},
      provided: sandbox.connections,
    });
    const store = await openStore({ databaseUrl: null, dataDir: "memory://" });
    ending.defer(() => store.close());
    await store.saveTrains(trains, connections.map(connectionRecord));
    const connectors = createConnectors(connections, trains, realRuntime(log));
    const render = renderOf(connections.map(connectionRecord));
    await syncAll(
      { store, connectors, trains, render, clock: () => now, log, progress: () => undefined },
      { full: false },
    );

    const audit = emptyAudit();
    const facts = await store.loadModel();
    for (const train of trains) auditSteps(audit, { facts, train, at: now });
    await annotate(JSON.stringify(audit));
    expect(audit).toMatchObject({ withoutEffect: [], openedOrWorsened: [] });
    expect(audit.steps).toBeGreaterThan(20);
  },
);
