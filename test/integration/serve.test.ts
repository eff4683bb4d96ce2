import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toServeSettings } from "../../config/serve-schema.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { createRandom } from "../../sandbox/demo-data/random.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { createHttpCourier } from "../../sandbox/webhooks/http-courier.ts";
import { connectionRecord, createConnectors, realRuntime } from "../../src/cli/compose.ts";
import { startAll } from "../../src/cli/consent.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { startService } from "../../src/cli/serve-process.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStoreForJobs } from "../../src/store/open.ts";
import { smallData, smallTrains } from "../support/small-train.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const patience = { timeout: 60_000, interval: 50 };
const recorded = [
  ["jira", "../shared/data/jira-webhooks"],
  ["github", "../shared/data/github-webhooks"],
] as const;

describe("a service that runs", { shuffle: false }, () => {
  const resources = new AsyncDisposableStack();
  const lines: string[] = [];
  let sandbox: Sandbox;
  let store: Store;
  let url = "";
  let hands: TrackerHands;

  beforeAll(async () => {
    const courier = createHttpCourier({ clock: Date.now });
    sandbox = await startSandbox({ data: smallData, port: 0, clock: Date.now, searchLagMs: 0, courier });
    resources.defer(() => sandbox.close());
    resources.defer(() => courier.close());
    hands = new TrackerHands(sandbox);
    const { connections, trains } = parseTrainFile(smallTrains, {
      file: "small",
      env: {},
      provided: sandbox.connections,
    });
    const opened = await openStoreForJobs({ databaseUrl: null, dataDir: "memory://" });
    store = opened.store;
    resources.defer(() => store.close());
    await startAll(store, trains, Date.now());
    const note = (fields: object, text: string) => void lines.push(JSON.stringify({ ...fields, text }));
    const log = { info: note, warn: note, error: note };
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
    url = `http://127.0.0.1:${service.port}`;
    sandbox.jira.get("acme")?.hooks.register({ url: `${url}/webhooks/acme` });
    sandbox.github.hooks.register({ repository: "acme/api", url: `${url}/webhooks/hub` });
  });
  afterAll(() => resources.disposeAsync());

  test("writes what it finds, and rewrites it when a tracker tells of a change", async () => {
    await expect.poll(() => hands.written({ key: "PAY-1" }), patience).toHaveLength(1);
    hands.rename({ key: "PAY-2" }, "Check what the buyer owes");
    await expect
      .poll(() => hands.written({ key: "PAY-1" }), patience)
      .toEqual([expect.stringContaining("Check what the buyer owes")]);
    const deliveries = await store.inbox.list({ connection: "acme", limit: 10 });
    expect(deliveries.map(({ event }) => event)).toContain("jira:issue_updated");
  });

  test("settles every delivery, and says so by its id", async () => {
    await expect.poll(() => store.inbox.list({ state: "received", limit: 10 }), patience).toEqual([]);
    const [one] = await store.inbox.list({ connection: "acme", limit: 1 });
    expect(lines.some((line) => line.includes(one?.deliveryId ?? "none"))).toBe(true);
  });

  test("tells its health without a secret", async () => {
    const health = await (await fetch(`${url}/readyz`)).text();
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(JSON.parse(health)).toMatchObject({
      ready: true,
      connections: [{ connection: "acme" }, { connection: "hub" }],
    });
    expect(metrics).toContain("signalbox_stream_lag_seconds");
    for (const secret of secrets()) expect(`${health}${metrics}`).not.toContain(secret);
  });

  test.skipIf(recorded.some(([, folder]) => !existsSync(folder)))(
    "takes every recorded body twice, in any order, and counts each once (skipped where ../shared/data is absent)",
    async () => {
      const before = (await store.inbox.list({ limit: 10_000 })).length;
      const calls = recorded.flatMap(([system, folder]) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".json"))
          .map((name) => callOf(system, name, readFileSync(join(folder, name)))),
      );
      const answers: number[] = [];
      for (const { connection, headers, body } of createRandom(7).shuffled([...calls, ...calls])) {
        const answer = await fetch(`${url}/webhooks/${connection}`, { method: "POST", headers, body });
        answers.push(answer.status);
      }
      expect(answers).toEqual(answers.map(() => 202));
      const after = await store.inbox.list({ limit: 10_000 });
      expect(after.length - before).toBe(calls.length);
      await expect.poll(() => store.inbox.list({ state: "received", limit: 10 }), patience).toEqual([]);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    },
  );

  test("logs no secret", () => {
    expect(lines.length).toBeGreaterThan(5);
    for (const secret of secrets()) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });

  function secrets(): readonly string[] {
    const { github, jira } = sandbox;
    const site = jira.get("acme");
    const token = site?.account.token ?? "";
    const basic = btoa(`${site?.account.email}:${token}`);
    return [github.token, github.webhookSecret, site?.webhookSecret ?? "", token, basic].filter(
      (secret) => secret !== "",
    );
  }

  function callOf(system: "jira" | "github", name: string, body: Buffer<ArrayBuffer>) {
    const secret = system === "jira" ? sandbox.jira.get("acme")?.webhookSecret : sandbox.github.webhookSecret;
    const signature = `sha256=${createHmac("sha256", secret ?? "")
      .update(body)
      .digest("hex")}`;
    const headers =
      system === "jira"
        ? { "x-hub-signature": signature, "x-atlassian-webhook-identifier": name }
        : { "x-hub-signature-256": signature, "x-github-delivery": name, "x-github-event": name.split(".")[0] ?? "" };
    return { connection: system === "jira" ? "acme" : "hub", headers, body };
  }
});
