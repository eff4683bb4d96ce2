import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { openTraces } from "../../src/cli/traces.ts";
import { makeHome } from "../support/empty-database.ts";
import { bareEnvironment, useFolder } from "../support/home.ts";
import { startRefusingTrackers } from "../support/refusing-trackers.ts";
import { patience, startServeWorld } from "../support/serve-world.ts";
import { silentLog } from "../support/silent-log.ts";

const Value = z.object({ stringValue: z.string().optional(), intValue: z.coerce.number().optional() });
const Attributes = z.array(z.object({ key: z.string(), value: Value }));
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.coerce.number(),
  endTimeUnixNano: z.coerce.number(),
  attributes: Attributes,
});
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

/** A collector, and the exports that it got. */
async function startCollector(resources: AsyncDisposableStack) {
  const exports: z.infer<typeof Export>[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    exports.push(Export.parse(JSON.parse(await text(request))));
    response.setHeader("content-type", "application/json").end("{}");
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  resources.defer(() => void server.close());
  resources.defer(() => server.closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  const spans = () =>
    exports.flatMap((one) => one.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((s) => s.spans)));
  return { url: `http://127.0.0.1:${address.port}`, exports, spans };
}

describe("with a collector, from a delivery to the comment", { shuffle: false }, () => {
  const resources = new AsyncDisposableStack();
  const title = "Check what the buyer owes";
  let collector: Awaited<ReturnType<typeof startCollector>>;

  beforeAll(async () => {
    collector = await startCollector(resources);
  });
  afterAll(() => resources.disposeAsync());

  test("a change in a tracker changes a comment", async () => {
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url);
    vi.stubEnv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test");
    const traces = await openTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await using serving = new AsyncDisposableStack();
    const options = { log: silentLog, isStarted: true, trace: traces.trace };
    const { hands, store } = await startServeWorld("acme/api", options, serving);
    await expect.poll(() => hands.written({ key: "PAY-1" }), patience).toHaveLength(1);
    hands.rename({ key: "PAY-2" }, title);
    await expect.poll(() => hands.written({ key: "PAY-1" }), patience).toEqual([expect.stringContaining(title)]);
    await expect.poll(() => store.inbox.list({ state: "received", limit: 10 }), patience).toEqual([]);
    await serving.disposeAsync();
    await traces.end();
    expect(collector.spans().length).toBeGreaterThan(3);
  });

  const theTrace = () => {
    const write = collector.spans().find(({ name }) => name === "publish write");
    return collector.spans().filter(({ traceId }) => traceId === write?.traceId);
  };

  test("there is one trace, whose first span is the delivery", () => {
    const spans = theTrace();
    expect(new Set(spans.map(({ name }) => name))).toEqual(
      new Set(["delivery received", "ingest", "evaluate", "publish write"]),
    );
    const [first, ...others] = spans.filter(({ parentSpanId }) => parentSpanId === undefined || parentSpanId === "");
    expect([first?.name, others]).toEqual(["delivery received", []]);
    const parents = spans.filter((span) => span !== first).map(({ parentSpanId }) => parentSpanId);
    expect(new Set(parents)).toEqual(new Set([first?.spanId]));
  });

  test("its spans end one after the other", () => {
    const spans = theTrace();
    const ends = ["delivery received", "ingest", "evaluate", "publish write"].map(
      (wanted) => spans.find(({ name }) => name === wanted)?.endTimeUnixNano ?? Number.NaN,
    );
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(spans.filter(({ startTimeUnixNano, endTimeUnixNano }) => endTimeUnixNano < startTimeUnixNano)).toEqual([]);
  });

  test("it tells keys and outcomes, and no title or secret", () => {
    const write = theTrace().find(({ name }) => name === "publish write");
    const told = Object.fromEntries((write?.attributes ?? []).map(({ key, value }) => [key, value.stringValue]));
    expect(told).toMatchObject({ "signalbox.train": "small", "signalbox.outcome": "updated" });
    const everything = JSON.stringify(collector.exports);
    for (const secret of [title, "Pay", "sandbox-"]) expect(everything).not.toContain(secret);
  });

  test("it names the service, and what OTEL_RESOURCE_ATTRIBUTES says", () => {
    const [first] = collector.exports;
    const resource = first?.resourceSpans[0]?.resource.attributes.map(({ key, value }) => [key, value.stringValue]);
    expect(resource).toContainEqual(["service.name", "signalbox"]);
    expect(resource).toContainEqual(["deployment.environment.name", "test"]);
  });
});

const inFolder = useFolder();

/** Prints the address of each loaded module of OpenTelemetry, except its API, which prom-client loads anyway. */
const watching = `import { registerHooks } from "node:module";
registerHooks({ load: (url, context, next) => {
  if (/@opentelemetry\\/(?!api\\/)/.test(url)) process.stderr.write("loaded " + url + "\\n");
  return next(url, context);
} });`;

test.each([
  ["nothing of OpenTelemetry", {}, false],
  [
    "nothing either where it is switched off",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_SDK_DISABLED: "true" },
    false,
  ],
  ["it where a collector is named", { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:9/v1/traces" }, true],
] as const)("serve loads %s", async (_, otel, isLoaded) => {
  const [config, data, hooks] = [await inFolder("signalbox.yaml"), await inFolder("data"), await inFolder("hooks.mjs")];
  await using trackers = new AsyncDisposableStack();
  writeFileSync(config, await startRefusingTrackers(trackers));
  writeFileSync(hooks, watching);
  await makeHome(data);
  const args = ["--import", hooks, "src/main.ts", "serve", "--port", "0", "--admin", "0", "--config", config];
  const env = { ...bareEnvironment(), SIGNALBOX_DATA: data, LOG_LEVEL: "silent", TOKEN: "secret", ...otel };
  const serving = spawn(process.execPath, args, { env });
  onTestFinished(() => void serving.kill("SIGKILL"));
  const complaints = text(serving.stderr);
  for await (const line of createInterface(serving.stdout)) if (line.startsWith("For operators")) break;
  serving.kill("SIGTERM");
  const [code] = await once(serving, "close");
  expect([code, (await complaints).includes("loaded ")]).toEqual([0, isLoaded]);
});
