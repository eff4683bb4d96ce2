import { Failure } from "../domain/failure.ts";
import type { OpenStore } from "../store/open.ts";

/** Interval (ms) of the check whether a later version requires this one to stop. */
const lookMs = 5000;

/** Polls the database for its version. Errors of the database are reported by the jobs that meet them, not here. */
export function watchVersion({ ensureCurrent }: Pick<OpenStore, "ensureCurrent">) {
  const { promise, reject } = Promise.withResolvers<never>();
  // A process that stops for another reason never awaits it.
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
    /** Rejects with a Failure after a later version has changed the database so that this process must stop. */
    outgrown: promise,
    end: () => clearInterval(timer),
  };
}
