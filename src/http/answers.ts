import type { IncomingMessage } from "node:http";
import type { RequestHandler, Request, Response } from "express";
import { release } from "./gathered.ts";

/** What is left of a refused call's body is read on to its end, unkept, so that its sender sees the answer: up to so many bytes. */
const mostReadOn = 256 * 1024;

/** When one who is refused for want of room should come again. */
const comeAgainSeconds = 5;

/** With this status and nothing else. */
export function answer(status: number): RequestHandler {
  return (request, response) => refuse({ request, response }, status);
}

export type HttpCall = { readonly request: Pick<Request, "complete" | "headers" | "on">; readonly response: Response };

/**
 * Ends a call with this status, once: 503 says when to come again. Who has more to send than we would read on is hung up on, and who
 * is refused for want of room: until his socket is closed he would hold what he has sent.
 */
export function refuse({ request, response }: HttpCall, status: number): void {
  if (response.headersSent) return;
  const isFull = status === 503;
  if (isFull) response.set("Retry-After", String(comeAgainSeconds));
  if (!request.complete && (isFull || (lengthOf(request) ?? Infinity) > mostReadOn))
    response.set("Connection", "close");
  response.status(status).end();
  request.on("data", release);
}

/** What a call says of its body's length; null where it does not say. */
export function lengthOf({ headers }: Pick<IncomingMessage, "headers">): number | null {
  if (headers["transfer-encoding"] !== undefined) return null;
  return Number(headers["content-length"] ?? 0);
}
