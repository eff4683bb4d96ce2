import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Clock } from "../../src/ports/runtime.ts";
import type { Fault, FaultSource, FaultyRequest, FaultyTracker } from "./fault.ts";
import { refusalOf, type Answer } from "./refusal.ts";
import { Revocation } from "./revocation.ts";
import { makeStale } from "./staleness.ts";

export type FaultOptions = {
  readonly tracker: FaultyTracker;
  /** Name of the Jira site; empty for the GitHub host. */
  readonly site: string;
  readonly faults: FaultSource;
  readonly clock: Clock;
  /** The middleware calls it for each request that it never answers. */
  readonly onUnanswered: () => void;
};

/** Path of each tracker's API. Faults do not affect the pages for readers. */
const apis: Readonly<Record<FaultyTracker, RegExp>> = { jira: /^\/rest(?:\/|$)/, github: /^\/api(?:\/|$)/ };

/** Mount it at the tracker's root, before the tracker: applies the source's fault to each API request. */
export function faultMiddleware(options: FaultOptions): RequestHandler {
  const { tracker, site, faults, clock } = options;
  const revocation = new Revocation(clock);
  return (request, response, next) => {
    const { method, path } = request;
    if (!apis[tracker].test(path)) return next();
    const asked = { tracker, site, method, path };
    const fault = revocation.over(faults(asked));
    if (fault === null) return next();
    strike(fault, { ...options, asked, request, response, next });
  };
}

type Strike = FaultOptions & {
  readonly asked: FaultyRequest;
  readonly request: Request;
  readonly response: Response;
  readonly next: NextFunction;
};

function strike(fault: Fault, { asked, request, response, next, clock, onUnanswered }: Strike): void {
  switch (fault.kind) {
    case "no-answer":
      return fault.when === "before" ? onUnanswered() : insteadOfAnswer(response, next, onUnanswered);
    case "connection-reset": {
      const reset = () => void request.socket.resetAndDestroy();
      return fault.when === "before" ? reset() : insteadOfAnswer(response, next, reset);
    }
    case "truncated":
      return truncate(response, next);
    case "stale-search":
      makeStale(request, fault.ms);
      return next();
    case "server-error": {
      const refusal = refusalOf(fault, asked, clock());
      return fault.when === "before" ? answer(response, refusal) : answerInstead(response, next, refusal);
    }
    case "too-many-requests":
    case "primary-limit":
    case "secondary-limit":
    case "html-page":
    case "forbidden":
    case "token-revoked":
      return answer(response, refusalOf(fault, asked, clock()));
    default:
      return fault satisfies never;
  }
}

function answer(response: Response, { status, headers, text }: Answer): void {
  response.status(status).set(headers).end(text);
}

/** Lets the tracker execute the request; `happen` replaces its answer. */
function insteadOfAnswer(response: Response, next: NextFunction, happen: () => void): void {
  response.end = () => {
    happen();
    return response;
  };
  next();
}

function answerInstead(response: Response, next: NextFunction, refusal: Answer): void {
  const end = response.end.bind(response);
  insteadOfAnswer(response, next, () => {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.status(refusal.status).set(refusal.headers);
    end(refusal.text);
  });
}

/** Sends half of the announced bytes, then closes the connection. */
function truncate(response: Response, next: NextFunction): void {
  const end = response.end.bind(response);
  response.end = (chunk?: unknown) => {
    const bytes = Buffer.from(typeof chunk === "string" ? chunk : "");
    if (bytes.length === 0) return end();
    response.set("Content-Length", String(bytes.length));
    response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
    return response;
  };
  next();
}
