import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createInsight } from "../../src/cli/service-state.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { sweepStream, type StreamState } from "../../src/domain/model/model.ts";
import type { PublishOutcome } from "../../src/ports/publication-ledger.ts";
import { useTestDatabase } from "../support/database.ts";
import type { Json } from "../support/json.ts";
import { smallInstant } from "../support/small-train.ts";
import { fromGithub, fromJira, post, startEndpoint, withoutDatabase, type Endpoint } from "./endpoint.ts";

const tested = useTestDatabase("pglite");
const now = Date.parse(smallInstant);
let endpoint: Endpoint;

beforeEach(async () => {
  endpoint = await startEndpoint(tested.store);
});

afterEach(async () => {
  await endpoint.close();
  for (const { line } of endpoint.logged) expect(line).not.toContain("hunter2");
});

async function get(path: string, from = endpoint) {
  const response = await fetch(`${path === "/healthz" ? from.url : from.adminUrl}${path}`);
  const body = await response.text();
  expect(body).not.toMatch(/hunter2|\n\s+at |node_modules/u);
  return { status: response.status, body };
}

async function ready(from = endpoint): Promise<Json> {
  const { status, body } = await get("/readyz", from);
  return { status, ...(JSON.parse(body) as Json) };
}

function read(stream: string, change: Partial<StreamState> = {}): Promise<void> {
  const state = { connection: "acme", stream, watermark: null, completedAt: now - 90_000, rejected: 0, token: null };
  return tested.store.saveStream({ ...state, failure: null, ...change });
}

const refusal = { code: "unauthorized", text: "The token is refused. Renew it." } as const;

/** A run of the small train on the Jira site, where all went well unless told otherwise. */
function published(change: Partial<PublishOutcome>, train = "small"): Promise<void> {
  const outcome = { connection: "acme", at: now, asItShould: true, waiting: {}, refused: 0, failure: null, ...change };
  return tested.store.notePublished(train, [outcome]);
}

test("/healthz answers as long as there is a process", async () => {
  expect(await get("/healthz")).toEqual({ status: 200, body: '{"status":"ok"}' });
  expect(await withoutDatabase((orphan) => get("/healthz", orphan))).toMatchObject({ status: 200 });
});

test("what operators ask is not told where the trackers call, and the trackers' calls are not taken where operators ask", async () => {
  for (const path of ["/readyz", "/metrics"]) expect((await fetch(`${endpoint.url}${path}`)).status).toBe(404);
  for (const path of ["/healthz", "/to/hub/acme/api/issues/1"])
    expect((await fetch(`${endpoint.adminUrl}${path}`)).status).toBe(404);
  const { status } = await post(`${endpoint.adminUrl}/webhooks/acme`, fromJira("one"));
  expect(status).toBe(404);
});

describe("/readyz", () => {
  test("is ready before anything was read", async () => {
    const answer = await ready();
    expect(answer).toMatchObject({
      status: 200,
      ready: true,
      connections: ["acme", "office", "hub"].map((connection) => ({ connection, state: "starting", failures: [] })),
      jobs: [{ kind: "receive", ready: 3, oldestSeconds: 7 }],
    });
  });

  test("tells how old is what was read, and what the webhooks do", async () => {
    await read("issues");
    await read(sweepStream("whole"), { completedAt: now - 3_600_000 });
    await post(`${endpoint.url}/webhooks/acme`, fromJira("one"));
    const answer = await ready();
    expect(answer["connections"]).toMatchObject([
      {
        connection: "acme",
        state: "ok",
        streams: expect.arrayContaining([{ stream: "issues", lagSeconds: 90 }]),
        webhooks: { lastSecondsAgo: 0, waiting: 1, oldestWaitingSeconds: 0, failed: 0, missedRatio: 0 },
      },
      { connection: "office", state: "starting", webhooks: { lastSecondsAgo: null, waiting: 0 } },
      { connection: "hub", state: "starting" },
    ]);
  });

  test("shows a stream that fails, and stays ready: the other trackers' calls must still come in", async () => {
    await read("issues");
    await tested.store.streamFailed("acme", "issues", {
      code: "unauthorized",
      text: "The token is refused. Renew it.",
      at: now - 5000,
    });
    expect(await ready()).toMatchObject({
      status: 200,
      ready: true,
      connections: [
        {
          connection: "acme",
          state: "degraded",
          failures: [
            { stream: "issues", code: "unauthorized", text: "The token is refused. Renew it.", secondsAgo: 5 },
          ],
        },
        { state: "starting" },
        { state: "starting" },
      ],
    });
    await read("issues");
    expect(await ready()).toMatchObject({ connections: [{ state: "ok", failures: [] }, {}, {}] });
  });

  test("shows a delivery that is parked for a person", async () => {
    await read("issues");
    await post(`${endpoint.url}/webhooks/acme`, fromJira("one"));
    const [delivery] = await tested.store.inbox.waiting("acme", 1);
    await tested.store.inbox.complete([{ id: delivery?.id ?? 0, state: "failed", reason: "it names no issue" }], now);
    expect(await ready()).toMatchObject({
      connections: [{ state: "degraded", webhooks: { failed: 1, waiting: 0 } }, {}, {}],
    });
  });

  test("shows what cannot be written there, for which train, why and since when", async () => {
    await read("issues");
    await read("issues", { connection: "hub" });
    await published({ at: now - 90_000 });
    await published({ at: now - 5000, asItShould: false, refused: 1, waiting: { settling: 2 }, failure: refusal });
    const [acme, , hub] = (await ready())["connections"] as readonly Json[];
    expect(acme).toMatchObject({
      connection: "acme",
      state: "degraded",
      failures: [],
      publishing: [
        {
          train: "small",
          failure: { ...refusal, secondsAgo: 5 },
          waiting: { settling: 2 },
          held: 0,
          refused: 1,
          publishedSecondsAgo: 90,
        },
      ],
    });
    expect(hub).toMatchObject({ state: "ok", publishing: [] });
    await published({ at: now });
    expect(await ready()).toMatchObject({ connections: [{ state: "ok", publishing: [{ failure: null }] }, {}, {}] });
  });

  test("is not ready without a database: 503 with what to do", async () => {
    expect(await withoutDatabase(ready)).toEqual({
      status: 503,
      ready: false,
      reason: expect.stringContaining("127.0.0.1:9"),
      remedy: expect.stringMatching(/\w+/u),
    });
  });
});

/** `name{label="x"} 3`, as Prometheus reads it: name, labels and value. */
const sample = /^([a-z_][a-z0-9_]*)(?:\{([^}]*)\})? (-?[\d.e+-]+|NaN|\+Inf)$/iu;

async function samples(from = endpoint): Promise<ReadonlyMap<string, number>> {
  const { status, body } = await get("/metrics", from);
  expect(status).toBe(200);
  const lines = body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, name = "", labels = "", value] = sample.exec(line) ?? [];
      expect(name, line).not.toBe("");
      return [labels === "" ? name : `${name}{${labels}}`, Number(value)];
    }),
  );
}

test("metrics say that the database is away, whoever finds it out first, and tell what the process knows", async () => {
  const backlog = () => Promise.reject(new Error("connect ECONNREFUSED 127.0.0.1:9"));
  const clock = () => now;
  const insight = createInsight({ store: tested.store, boss: { backlog }, connectors: new Map(), trains: [], clock });
  const metrics = createMetrics(insight, clock);
  metrics.meter.delivery("acme", "received");
  const told = await metrics.text();
  expect(told).toContain("signalbox_database_up 0");
  expect(told).toContain('signalbox_deliveries_total{connection="acme",outcome="received"} 1');
});

describe("/metrics", () => {
  test("counts calls by what became of them, and measures what waits", async () => {
    await read("issues");
    for (const id of ["one", "two", "two"]) await post(`${endpoint.url}/webhooks/acme`, fromJira(id));
    await post(`${endpoint.url}/webhooks/hub`, fromGithub("one", "guessed"));
    const told = await samples();
    expect(Object.fromEntries(told)).toMatchObject({
      'signalbox_deliveries_total{connection="acme",outcome="received"}': 2,
      'signalbox_deliveries_total{connection="acme",outcome="repeated"}': 1,
      'signalbox_deliveries_total{connection="hub",outcome="refused"}': 1,
      'signalbox_inbox_waiting{connection="acme"}': 2,
      'signalbox_inbox_waiting{connection="hub"}': 0,
      'signalbox_inbox_failed{connection="acme"}': 0,
      'signalbox_inbox_oldest_seconds{connection="acme"}': 0,
      'signalbox_stream_lag_seconds{connection="acme",stream="issues"}': 90,
      'signalbox_missed_ratio{connection="acme"}': 0,
      'signalbox_jobs_waiting{kind="receive"}': 3,
      'signalbox_jobs_oldest_seconds{kind="receive"}': 7,
      'signalbox_api_requests{connection="acme"}': 0,
    });
    expect([...told.keys()]).toContain("process_start_time_seconds");
  });

  test("names every measure with its kind, also those that have no value yet", async () => {
    const { body } = await get("/metrics");
    const kinds = [...body.matchAll(/^# TYPE (signalbox_\w+) (\w+)$/gmu)].map(([, name = "", kind]) => [name, kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      signalbox_deliveries_total: "counter",
      signalbox_deliveries_worked_total: "counter",
      signalbox_publications_total: "counter",
      signalbox_job_seconds: "histogram",
      signalbox_inbox_waiting: "gauge",
      signalbox_inbox_failed: "gauge",
      signalbox_inbox_oldest_seconds: "gauge",
      signalbox_stream_lag_seconds: "gauge",
      signalbox_stream_failing: "gauge",
      signalbox_missed_ratio: "gauge",
      signalbox_jobs_waiting: "gauge",
      signalbox_jobs_oldest_seconds: "gauge",
      signalbox_api_requests: "gauge",
      signalbox_api_budget_remaining: "gauge",
      signalbox_database_up: "gauge",
      signalbox_publications_waiting: "gauge",
      signalbox_publications_held: "gauge",
      signalbox_publications_refused: "gauge",
      signalbox_last_published_seconds: "gauge",
    });
  });

  test("shows a stream that fails, also one that was never read and has no lag", async () => {
    await read("issues");
    await tested.store.streamFailed("acme", "sprints", { ...refusal, at: now });
    const told = await samples();
    const streams = [...told].filter(([name]) => /^signalbox_stream_(?:lag|failing)/u.test(name));
    expect(Object.fromEntries(streams)).toEqual({
      'signalbox_stream_failing{connection="acme",stream="issues"}': 0,
      'signalbox_stream_failing{connection="acme",stream="sprints"}': 1,
      'signalbox_stream_lag_seconds{connection="acme",stream="issues"}': 90,
    });
  });

  test("tells what waits, is held or refused at this moment, and since when all was well", async () => {
    await published({ at: now - 60_000 });
    await published({ at: now, asItShould: false, refused: 2, waiting: { settling: 3 }, failure: refusal });
    const place = 'train="small",connection="acme"';
    expect(Object.fromEntries(await samples())).toMatchObject({
      signalbox_database_up: 1,
      [`signalbox_publications_waiting{${place},reason="settling"}`]: 3,
      [`signalbox_publications_held{${place}}`]: 0,
      [`signalbox_publications_refused{${place}}`]: 2,
      [`signalbox_last_published_seconds{${place}}`]: 60,
    });
  });

  test("counts from the first try where nothing was ever written", async () => {
    await published({ at: now - 60_000, asItShould: false, failure: refusal });
    await published({ at: now, asItShould: false, failure: refusal });
    const told = await samples();
    expect(told.get('signalbox_last_published_seconds{train="small",connection="acme"}')).toBe(60);
  });

  test("forgets at once what is no more: reasons, streams, trains that left the train file", async () => {
    await read("issues");
    await published({ waiting: { settling: 3 } });
    await published({ waiting: { settling: 3 } }, "left");
    const about = (told: ReadonlyMap<string, number>) =>
      [...told.keys()].filter((name) => /stream_lag|publications_waiting/u.test(name));
    expect(about(await samples())).toEqual([
      'signalbox_stream_lag_seconds{connection="acme",stream="issues"}',
      'signalbox_publications_waiting{train="small",connection="acme",reason="settling"}',
    ]);
    await published({});
    await tested.store.keepStreams("acme", []);
    expect(about(await samples())).toEqual([]);
  });

  test("tells without a database what the process knows, and that it is away", async () => {
    const { told, logged } = await withoutDatabase(async (orphan) => ({
      told: await samples(orphan),
      logged: orphan.logged,
    }));
    expect(Object.fromEntries(told)).toMatchObject({
      signalbox_database_up: 0,
      'signalbox_api_requests{connection="acme"}': 0,
    });
    expect([...told.keys()].filter((name) => name.startsWith("signalbox_inbox"))).toEqual([]);
    expect(logged).toEqual([]);
  });
});
