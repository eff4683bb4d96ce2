import { Failure } from "../domain/failure.ts";
import type { OpenStore } from "../store/open.ts";

/** How often (ms) is looked whether a later version has made this one stop. */
const lookMs = 5000;

/** Asks the database for its version again and again. Errors of the database are told by the jobs that meet them, not here. */
export function watchVersion({ ensureCurrent }: Pick<OpenStore, "ensureCurrent">) {
  const { promise, reject } = Promise.withResolvers<never>();
  // Who stops for another reason never asks.
  promise.catch(() => undefined);
  const look = async (): Promise<void> => {
    try {
      await ensureCurrent();
    } catch (error) {
      if (error instanceof Failure && error.code === "guard") reject(error);
    }
  };
  const timer = setInterval(() => void look(), lookMs);
  return {
    /** Rejects with a Failure once a later version has changed the database so that this process must stop. */
    outgrown: promise,
    end: () => clearInterval(timer),
  };
}
