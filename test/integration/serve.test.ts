import { createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../sandbox/demo-data/random.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { Store } from "../../src/ports/store.ts";
import { patience, startServeWorld } from "../support/serve-world.ts";
import type { TrackerHands } from "../support/tracker-hands.ts";

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
  let adminUrl = "";
  let hands: TrackerHands;

  beforeAll(async () => {
    const note = (fields: object, text: string) => void lines.push(JSON.stringify({ ...fields, text }));
    const log = { info: note, warn: note, error: note };
    ({ sandbox, store, url, adminUrl, hands } = await startServeWorld("acme/api", { log, isStarted: true }, resources));
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
    const health = await (await fetch(`${adminUrl}/readyz`)).text();
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
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
