import { Failure } from "../../src/domain/failure.ts";

/** Whether GitHub could not finish a request for many things, as after its 10 s or at a node limit, and may finish one for fewer. */
export function isTooMuch(error: unknown): error is Failure {
  return error instanceof Failure && (error.code === "tracker-unavailable" || isLimit(error));
}

function isLimit({ code, message }: Failure): boolean {
  return code === "request-refused" && /resource limits?|node limit|timeout/iu.test(message);
}
