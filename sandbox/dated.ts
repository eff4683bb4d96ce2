import type { RequestHandler } from "express";
import type { Clock } from "../src/ports/runtime.ts";

/** Sends the `Date` header, as trackers do: by the sandbox's clock, not the machine's. */
export function datedBy(clock: Clock): RequestHandler {
  return (_request, response, next) => {
    response.setHeader("date", new Date(clock()).toUTCString());
    next();
  };
}
