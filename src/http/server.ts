import { createServer, type Server } from "node:http";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { Failure } from "../domain/failure.ts";
import type { Log } from "../ports/runtime.ts";
import { healthz, readyz } from "./health.ts";
import type { Insight } from "./insight.ts";
import type { Metrics } from "./metrics.ts";
import { wayRoutes, type Ways } from "./ways.ts";
import { answer, webhookRoutes, type WebhookContext } from "./webhooks.ts";

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

/** Webhooks, health and metrics. @throws Failure `config-invalid` for an address that cannot be listened on */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { insight, metrics, clock, host, port } = options;
  const app = express().disable("x-powered-by");
  const server = createServer({ keepAliveTimeout: keepAliveMs, headersTimeout: keepAliveMs + 5000 }, app);
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
 * What the body's reader refuses: too large without having said so, or encoded in a way no tracker uses. Anything else is the
 * database's or a bug of ours: the log says what, the caller learns nothing.
 */
function trouble(log: Log): ErrorRequestHandler {
  // oxlint-disable-next-line max-params -- by its four parameters express knows what handles errors
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent) return;
    const status = error instanceof Error && "status" in error ? error.status : undefined;
    if (error instanceof Failure) log.warn({ code: error.code, reason: error.message }, "request failed");
    else if (typeof status !== "number") log.error({ err: error }, "request failed");
    response.status(status === 413 ? 413 : typeof status === "number" ? 401 : 503).end();
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
