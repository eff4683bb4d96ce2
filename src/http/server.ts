import { createServer, type Server } from "node:http";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { Failure } from "../domain/failure.ts";
import type { Log } from "../ports/runtime.ts";
import { healthz, readyz } from "./health.ts";
import type { Insight } from "./insight.ts";
import type { Metrics } from "./metrics.ts";
import { redirectRoutes, type ItemAddresses } from "./redirects.ts";
import { answer, refuse } from "./answers.ts";
import { webhookRoutes, type WebhookContext } from "./webhooks.ts";

export type Address = {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
};

export type HttpOptions = WebhookContext &
  Address & {
    readonly insight: Insight;
    readonly metrics: Metrics;
    readonly addresses: ItemAddresses;
    /** Address for operators. */
    readonly admin: Address;
  };

export type HttpServer = {
  readonly port: number;
  readonly adminPort: number;
  /** Accepts no new calls and lets running ones finish. @param limit closes running ones when it aborts */
  close(limit: AbortSignal): Promise<void>;
};

/**
 * How long (ms) a connection may be idle. Longer than a proxy keeps one (usually 60 s): otherwise it could send a call
 * down a connection that we are closing, and the delivery would be lost.
 */
const keepAliveMs = 75_000;

/**
 * How long (ms) a caller may take for its headers, and for its whole call. Trackers wait ten seconds for our answer, so
 * anything later is useless to them; a large body may queue as long again.
 */
const headersMs = 10_000;
const callMs = 25_000;
/** Interval (ms) of Node's check of these limits. */
const lookMs = 2000;

/** About 20 KB each; the server refuses further connections. */
const mostConnections = 3000;

/**
 * Webhooks, redirects and `/healthz` at one address; `/readyz` and `/metrics`, for operators, at another, so that
 * outsiders cannot reach them and a flood of calls cannot block them.
 * @throws Failure `config-invalid` for an address that it cannot listen on
 */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { insight, metrics, clock, log, admin } = options;
  await using starting = new AsyncDisposableStack();
  const outside = await listenWith({ at: options, options: { host: "--host", port: "--port" }, log }, (app) =>
    app.get("/healthz", healthz).use(webhookRoutes(options)).use(redirectRoutes(options.addresses)),
  );
  starting.defer(() => outside.close(AbortSignal.abort()));
  const inside = await listenWith({ at: admin, options: { host: "--admin", port: "--admin" }, log }, (app) =>
    app.get("/readyz", readyz(insight, clock)).get("/metrics", async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.text());
    }),
  );
  starting.move();
  return {
    port: outside.port,
    adminPort: inside.port,
    close: async (limit) => {
      await Promise.all([outside.close(limit), inside.close(limit)]);
    },
  };
}

/** The options that name the host and the port. */
type Options = { readonly host: string; readonly port: string };

type Listening = { readonly at: Address; readonly options: Options; readonly log: Log };

async function listenWith({ at, options, log }: Listening, addRoutes: (app: Express) => void) {
  const app = express().disable("x-powered-by");
  const times = { headersTimeout: headersMs, requestTimeout: callMs, connectionsCheckingInterval: lookMs };
  const server = createServer({ keepAliveTimeout: keepAliveMs, ...times }, app);
  server.maxConnections = mostConnections;
  // A caller with `Expect: 100-continue` gets the 100 when we read its body.
  server.on("checkContinue", app);
  app.use(hangUpWhenClosing(server));
  addRoutes(app);
  app.use(answer(404));
  app.use(trouble(log));
  await listen(server, at, options);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : at.port,
    close: (limit: AbortSignal) => close(server, limit),
  };
}

/** A proxy's connection that is never idle would keep the process alive: the server answers once more and closes it. */
function hangUpWhenClosing(server: Server): RequestHandler {
  return (_request, response, next) => {
    if (!server.listening) response.set("Connection", "close");
    next();
  };
}

/**
 * No tracker sends an address that express cannot parse. Any other error is the database's or a bug of ours: the log
 * has it, the caller does not.
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

async function listen(server: Server, { host, port }: Address, options: Options): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once("error", reject);
  server.listen({ host, port }, () => resolve(undefined));
  try {
    await promise;
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: `Cannot listen on port ${port} of ${host}.`,
      remedy: remedyFor(cause, options),
      verdict: { kind: "stop" },
      cause,
    });
  }
}

function remedyFor(cause: unknown, { host, port }: Options): string {
  switch (cause instanceof Error && "code" in cause ? cause.code : null) {
    case "EADDRINUSE":
      return `Stop the program that uses it, or choose another one with ${port}.`;
    case "EACCES":
      return `This user may not use the port: choose one from 1024 with ${port}.`;
    default:
      return `This machine has no such address: give one of its own with ${host}, such as 127.0.0.1, or 0.0.0.0 for all.`;
  }
}

/** A caller that never ends its call must not keep the process alive. */
function close(server: Server, limit: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  limit.addEventListener("abort", () => server.closeAllConnections(), { once: true });
  if (limit.aborted) server.closeAllConnections();
  return promise;
}
