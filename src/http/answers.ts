import type { IncomingMessage } from "node:http";
import type { RequestHandler, Request, Response } from "express";
import { release } from "./body-buffer.ts";

/** Number of bytes of a refused body that the server still reads, and discards, so that the sender sees the answer. */
const mostReadOn = 256 * 1024;

/** `Retry-After` of a 503. */
const comeAgainSeconds = 5;

/** Answers with this status and an empty body. */
export function answer(status: number): RequestHandler {
  return (request, response) => refuse({ request, response }, status);
}

export type HttpCall = { readonly request: Pick<Request, "complete" | "headers" | "on">; readonly response: Response };

/**
 * Ends a call with this status, once; 503 has `Retry-After`. Closes the connection of a caller that would send more
 * than we read on, and of one refused with 503: until its socket closes, it would hold the memory of what it has sent.
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

/** The declared length of a call's body; null if it does not declare one. */
export function lengthOf({ headers }: Pick<IncomingMessage, "headers">): number | null {
  if (headers["transfer-encoding"] !== undefined) return null;
  return Number(headers["content-length"] ?? 0);
}
