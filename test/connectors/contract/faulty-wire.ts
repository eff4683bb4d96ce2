import type { NextFunction, Request, Response } from "express";

/**
 * `lost`: the request is carried out, its answer never arrives. `broken`: the answer ends in the middle.
 * `html`: a page of something in between. A number: that status, with nothing readable.
 */
export type Fault = "lost" | "broken" | "html" | number;

/** Stands before a tracker and spoils its answers on demand. */
export class FaultyWire {
  fault: Fault | null = null;
  /** Rewrites every answer's text. */
  tamper: (text: string) => string = (text) => text;

  readonly handle = (request: Request, response: Response, next: NextFunction): void => {
    const { fault } = this;
    if (typeof fault === "number") {
      response.status(fault).end("<html>no</html>");
      return;
    }
    if (fault === "html") {
      response.status(200).type("html").end("<html><title>Sign in</title></html>");
      return;
    }
    const end = response.end.bind(response);
    response.end = (chunk?: unknown) => {
      if (fault === "lost") {
        request.socket.destroy();
        return response;
      }
      const text = this.tamper(typeof chunk === "string" ? chunk : "");
      return text === "" ? end() : end(fault === "broken" ? text.slice(0, text.length / 2) : text);
    };
    next();
  };
}
