import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createJiraReceiver } from "../../connectors/jira/webhook.ts";
import { createGithubReceiver } from "../../connectors/github/webhook.ts";
import { createIntake } from "../../src/http/intake.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { startHttp, type HttpServer } from "../../src/http/server.ts";
import type { Store } from "../../src/ports/store.ts";
import { useTestDatabase } from "../support/database.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const connection = {
  key: "hub",
  system: "github",
  apiUrl: "https://api.github.com",
  webUrl: "https://github.com",
} as const;
const site = {
  key: "acme",
  system: "jira",
  site: "https://acme.atlassian.net",
  account: "a@b",
  token: "t",
  pointsField: null,
} as const;
const path = "a-path-that-nobody-guesses";

const receivers = new Map([
  [
    "hub",
    createGithubReceiver(
      { ...connection, auth: { kind: "token", token: "t" }, webhookSecrets: ["new", "old"], webhookPath: null },
      { scope: { containers: ["acme/api"] }, login: () => null },
    ),
  ],
  ["acme", createJiraReceiver({ ...site, webhookSecrets: [], webhookPath: path })],
]);

describe("the endpoint", () => {
  const database = useTestDatabase("pglite");
  let server: HttpServer;
  let announced: (readonly string[])[] = [];
  let broken = false;

  beforeAll(async () => {
    const insight = { look: async () => ({ connections: [], jobs: [] }) };
    const metrics = createMetrics(insight, Date.now);
    const receive: Store["inbox"]["receive"] = (...args) => {
      if (broken) throw new Error("the database is gone");
      return database.store.inbox.receive(...args);
    };
    const intake = createIntake({ receive }, async (connections) => void announced.push(connections));
    const meter = metrics.meter;
    const place = { receivers, intake, insight, metrics, meter, log };
    server = await startHttp({ ...place, clock: () => 5000, host: "127.0.0.1", port: 0 });
  });
  beforeEach(() => {
    announced = [];
    broken = false;
  });
  afterAll(() => server.close(AbortSignal.abort()));

  const call = async (where: string, { headers = {}, body = "{}", method = "POST" }: Call = {}) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${where}`, {
      method,
      headers,
      body: method === "GET" ? null : body,
    });
    return { status: answer.status, text: await answer.text() };
  };
  const signed = (body: string, id = "1", secret = "new") => ({
    body,
    headers: {
      "x-github-event": "issues",
      "x-github-delivery": id,
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
  });

  test("answers 202 once a delivery is stored, and again where it is known", async () => {
    const delivery = signed('{"action":"edited"}', "72d3162e");
    expect(await call("/webhooks/hub", delivery)).toEqual({ status: 202, text: "" });
    expect(await call("/webhooks/hub", delivery)).toEqual({ status: 202, text: "" });
    expect(await database.store.inbox.list({ limit: 10 })).toMatchObject([
      { connection: "hub", deliveryId: "72d3162e", event: "issues.edited", state: "received", receivedAt: 5000 },
    ]);
    expect(announced).toEqual([["hub"]]);
  });

  test("takes either secret while one is being replaced", async () => {
    expect((await call("/webhooks/hub", signed("{}", "a", "old"))).status).toBe(202);
    expect((await call("/webhooks/hub", signed("{}", "b", "new"))).status).toBe(202);
  });

  test("knows a Jira that cannot sign by its path", async () => {
    const body = '{"webhookEvent":"jira:issue_updated"}';
    expect((await call(`/webhooks/acme/${path}`, { body })).status).toBe(202);
    expect((await call("/webhooks/acme/another-path-than-that", { body })).status).toBe(401);
    expect((await call("/webhooks/acme", { body })).status).toBe(401);
  });

  test.each([
    ["another secret", signed("{}", "1", "wrong"), 401],
    ["no signature", { body: "{}" }, 401],
    ["another body", { ...signed("{}"), body: "{ }" }, 401],
    [
      "a body in another encoding",
      { ...signed("{}"), headers: { ...signed("{}").headers, "content-encoding": "br" } },
      401,
    ],
  ])("answers 401 to %s, and keeps nothing", async (_name, delivery, status) => {
    expect(await call("/webhooks/hub", delivery)).toEqual({ status, text: "" });
    expect(await database.store.inbox.list({ limit: 10 })).toEqual([]);
  });

  test("answers 401 to a packed body, whatever is in it", async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/webhooks/hub`, {
      method: "POST",
      headers: { "content-encoding": "gzip" },
      body: gzipSync("{}"),
    });
    expect(answer.status).toBe(401);
  });

  test.each([
    ["a connection that is not there", "/webhooks/nobody", "POST"],
    ["no connection", "/webhooks", "POST"],
    ["another method", "/webhooks/hub", "GET"],
    ["a deeper path", "/webhooks/hub/a/b", "POST"],
  ])("answers 404 to %s", async (_name, where, method) => {
    expect(await call(where, { ...signed("{}"), method })).toEqual({ status: 404, text: "" });
  });

  test("answers 413 before it has read what says that it is too large", async () => {
    const answer = Promise.withResolvers<string>();
    const socket = connect(server.port, "127.0.0.1", () => {
      socket.write("POST /webhooks/hub HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n");
    });
    socket.once("data", (data) => answer.resolve(String(data)));
    expect(await answer.promise).toContain("413 Payload Too Large");
    socket.destroy();
  });

  test("answers 413 to what grows too large without having said so", async () => {
    const piece = new Uint8Array(1024 * 1024);
    let left = 30;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(piece);
      },
    });
    const sending = { method: "POST", body, duplex: "half" } as const;
    expect((await fetch(`http://127.0.0.1:${server.port}/webhooks/hub`, sending)).status).toBe(413);
  });

  test("answers 503 where the delivery cannot be stored", async () => {
    broken = true;
    expect(await call("/webhooks/hub", signed("{}"))).toEqual({ status: 503, text: "" });
    broken = false;
    expect((await call("/webhooks/hub", signed("{}"))).status).toBe(202);
  });

  test("stores what comes at once in few transactions, and each only once", async () => {
    const calls = Array.from({ length: 40 }, (_, n) => call("/webhooks/hub", signed(`{"n":${n}}`, String(n % 20))));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 202));
    expect(await database.store.inbox.list({ limit: 100 })).toHaveLength(20);
    expect(announced.length).toBeLessThan(40);
  });

  test("counts what came, and shows it to Prometheus", async () => {
    await call("/webhooks/hub", signed("{}", "counted"));
    const metrics = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    expect(await metrics.text()).toMatch(/signalbox_deliveries_total\{connection="hub",outcome="received"\} \d+/u);
  });

  test("lives and is ready", async () => {
    expect(await call("/healthz", { method: "GET" })).toMatchObject({ status: 200 });
    expect(await call("/readyz", { method: "GET" })).toMatchObject({ status: 200 });
  });
});

type Call = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly method?: string };
