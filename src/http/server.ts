import { createServer, type Server } from "node:http";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { Failure } from "../domain/failure.ts";
import type { Log } from "../ports/runtime.ts";
import { healthz, readyz } from "./health.ts";
import type { Insight } from "./insight.ts";
import type { Metrics } from "./metrics.ts";
import { wayRoutes, type Ways } from "./ways.ts";
import { answer, refuse } from "./answers.ts";
import { webhookRoutes, type WebhookContext } from "./webhooks.ts";

export type HttpOptions = WebhookContext & {
  readonly insight: Insight;
  readonly metrics: Metrics;
  readonly ways: Ways;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
};

export type HttpServer = {
  readonly port: number;
  /** Takes no new calls, lets those under way end. @param limit breaks off what is under way still when it aborts */
  close(limit: AbortSignal): Promise<void>;
};

/**
 * How long (ms) a connection may be idle. Longer than a proxy keeps one (60 s with most): it would send a call down a
 * connection that we are just closing, and a delivery would be lost with it.
 */
const keepAliveMs = 75_000;

/**
 * How long (ms) a caller may take for his headers, and for all of his call. Trackers wait ten seconds for our answer, so that
 * what comes later is of no use to them; a large body may wait for its turn as long again.
 */
const headersMs = 10_000;
const callMs = 25_000;
/** How often (ms) Node looks who is over them. */
const lookMs = 2000;

/** Some 20 KB each: who comes beyond that is not let in. */
const mostConnections = 3000;

/** Webhooks, health and metrics. @throws Failure `config-invalid` for an address that cannot be listened on */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { insight, metrics, clock, host, port } = options;
  const app = express().disable("x-powered-by");
  const times = { headersTimeout: headersMs, requestTimeout: callMs, connectionsCheckingInterval: lookMs };
  const server = createServer({ keepAliveTimeout: keepAliveMs, ...times }, app);
  server.maxConnections = mostConnections;
  // Who asks before he sends his body is told to go on when it is read.
  server.on("checkContinue", app);
  app.use(hangUpWhenClosing(server));
  app.get("/healthz", healthz);
  app.get("/readyz", readyz(insight, clock));
  app.get("/metrics", async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  app.use(webhookRoutes(options));
  app.use(wayRoutes(options.ways));
  app.use(answer(404));
  app.use(trouble(options.log));
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: (limit) => close(server, limit),
  };
}

/** A proxy's connection that is never idle would keep the process alive: it gets its answer and is closed with it. */
function hangUpWhenClosing(server: Server): RequestHandler {
  return (_request, response, next) => {
    if (!server.listening) response.set("Connection", "close");
    next();
  };
}

/**
 * An address that express cannot read is no tracker's. Anything else is the database's or a bug of ours: the log says what, the
 * caller learns nothing.
 */
function trouble(log: Log): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- by its four parameters express knows what handles errors
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) return;
    const isUnreadable = error instanceof Error && "status" in error && typeof error.status === "number";
    if (error instanceof Failure) log.warn({ code: error.code, reason: error.message }, "request failed");
    else if (!isUnreadable) log.error({ err: error }, "request failed");
    refuse({ request, response }, isUnreadable ? 401 : 503);
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once("error", reject);
  server.listen({ host, port }, () => resolve(undefined));
  try {
    await promise;
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: `Port ${port} on ${host} cannot be listened on.`,
      remedy: "End the program that uses it, or choose another one with --port.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}

/** A caller who never ends his call must not keep the process from ending. */
function close(server: Server, limit: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  limit.addEventListener("abort", () => server.closeAllConnections(), { once: true });
  if (limit.aborted) server.closeAllConnections();
  return promise;
}
