import type { RequestHandler } from "express";
import type { Clock } from "../src/ports/runtime.ts";

/** Says with every answer what time it is here, as trackers do: by the stand-in's clock, not by the machine's. */
export function datedBy(clock: Clock): RequestHandler {
  return (_request, response, next) => {
    response.setHeader("date", new Date(clock()).toUTCString());
    next();
  };
}
