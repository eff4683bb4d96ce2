import { expect, test } from "vitest";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import { openApp } from "../support/app.ts";
import { auditSteps, emptyAudit } from "../domain/step-audit.ts";

const now = Date.parse("2026-11-24T12:00:00Z");

test.for([1, 2, 3])(
  "every step proposed on demo %i, as read from its trackers, ends its conflict and opens none",
  async (seed, { annotate }) => {
    await using ending = new AsyncDisposableStack();
    const data = generateDemo({ seed, now });
    const sandbox = await startSandbox({ data, port: 0, clock: () => now, searchLagMs: 0 });
    ending.defer(() => sandbox.close());
    const { connections } = sandbox;
    const place = await openApp({ connections, trainFile: data.trainFile, clock: () => now }, ending);
    await syncAll(place, { full: false });

    const audit = emptyAudit();
    const facts = await place.store.loadModel();
    for (const train of place.trains) auditSteps(audit, { facts, train, at: now });
    await annotate(JSON.stringify(audit));
    expect(audit).toMatchObject({ withoutEffect: [], openedOrWorsened: [], misread: [] });
    expect(audit.steps).toBeGreaterThan(20);
  },
);
