import { Failure } from "../../src/domain/failure.ts";
import { refusedWith } from "../kit/http-failure.ts";

/**
 * Whether GitHub could not finish a request for many things, as after its 10 s or at a node limit, and may finish one
 * for fewer. A server in maintenance (503) finishes none.
 */
export function isTooMuch(error: unknown): error is Failure {
  if (!(error instanceof Failure)) return false;
  return (error.code === "tracker-unavailable" && refusedWith(error) !== 503) || isLimit(error);
}

function isLimit({ code, message }: Failure): boolean {
  return code === "request-refused" && /resource limits?|node limit|timeout/iu.test(message);
}
